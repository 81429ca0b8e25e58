"""What no program may undo: the tier and the statutory period once it has opened; rulings and lifts, once written."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION activities_tier_only_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.stage NOT IN ('idea', 'planned', 'noticed')
     AND array_position(ARRAY['light', 'standard', 'high'], NEW.tier::text)
       < array_position(ARRAY['light', 'standard', 'high'], OLD.tier::text) THEN
    RAISE EXCEPTION 'How much is at stake cannot go down after opening (activity %).', OLD.public_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'tier_only_rises_after_opening';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tier_only_rises BEFORE UPDATE OF tier ON activities_activity
  FOR EACH ROW EXECUTE FUNCTION activities_tier_only_rises();

CREATE FUNCTION activities_statutory_period_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.statutory_minimum_days IS DISTINCT FROM OLD.statutory_minimum_days
      OR NEW.statutory_duty <> OLD.statutory_duty)
     AND EXISTS (SELECT 1 FROM activities_activity a
                 WHERE a.id = OLD.activity_id AND a.stage NOT IN ('idea', 'planned', 'noticed')) THEN
    RAISE EXCEPTION 'The period that a law sets stays as it was at opening (plan %).', OLD.activity_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'statutory_period_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER statutory_period_stays BEFORE UPDATE OF statutory_minimum_days, statutory_duty ON activities_plan
  FOR EACH ROW EXECUTE FUNCTION activities_statutory_period_stays();

CREATE TRIGGER election_ruling_is_written_once BEFORE UPDATE OR DELETE ON activities_electionruling
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();
CREATE TRIGGER tier_lift_is_written_once BEFORE UPDATE OR DELETE ON activities_tierlift
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();
"""

BACKWARD = """
DROP TRIGGER tier_lift_is_written_once ON activities_tierlift;
DROP TRIGGER election_ruling_is_written_once ON activities_electionruling;
DROP TRIGGER statutory_period_stays ON activities_plan;
DROP TRIGGER tier_only_rises ON activities_activity;
DROP FUNCTION activities_statutory_period_stays();
DROP FUNCTION activities_tier_only_rises();
"""


class Migration(migrations.Migration):
    dependencies = [("activities", "0008_standards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
