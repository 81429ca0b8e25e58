"""The day an activity was announced: set once, and what decides whether everyone may see it."""

from typing import Any

from django.db import migrations, models

FORWARD = """
CREATE FUNCTION activities_announcement_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.announced_on IS NOT NULL AND NEW.announced_on IS DISTINCT FROM OLD.announced_on THEN
      RAISE EXCEPTION 'What was announced stays announced (activity %).', OLD.public_id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'announcement_stays';
    END IF;
  END IF;
  IF NEW.announced_on IS NULL AND NEW.stage NOT IN ('idea', 'planned', 'withdrawn') THEN
    NEW.announced_on := (NEW.stage_at AT TIME ZONE 'Europe/London')::date;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER announcement_stays BEFORE INSERT OR UPDATE OF stage, announced_on ON activities_activity
  FOR EACH ROW EXECUTE FUNCTION activities_announcement_stays();
"""
BACKWARD = """
DROP TRIGGER announcement_stays ON activities_activity;
DROP FUNCTION activities_announcement_stays();
"""


def backfill(apps: Any, schema_editor: Any) -> None:
    """From the stage; for what was withdrawn, from the audit's own entry of the announcement."""
    activities, entries = apps.get_model("activities", "Activity"), apps.get_model("audit", "Entry")
    for activity in activities.objects.exclude(stage__in=["idea", "planned"]).iterator():
        about = entries.objects.filter(what="activity.marked", about=f"activity:{activity.public_id}")
        announced = about.filter(header__stage="noticed").order_by("id").first()
        if announced is None and activity.stage == "withdrawn" and not activity.level_at_opening:
            apps.get_model("search", "SearchEntry").objects.filter(activity_ref=activity.public_id).delete()
            continue
        activity.announced_on = (announced.at if announced else activity.stage_at).date()
        activity.save(update_fields=["announced_on"])


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0003_what_stays"),
        ("audit", "0003_append_only"),
        ("search", "0001_initial"),
    ]

    operations = [
        migrations.AddField("activity", "announced_on", models.DateField(blank=True, null=True)),
        migrations.RunPython(backfill, migrations.RunPython.noop, elidable=True),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
