"""What reviewers said already of a shorter period stands in the banner too, as what they say from now on does."""

from typing import Any

from django.db import migrations


def tell(apps: Any, schema_editor: Any) -> None:
    """The newest verdict of each activity."""
    reviews = apps.get_model("compact", "RationaleReview").objects.order_by("at", "id").select_related("body")
    for each in reviews.iterator():
        apps.get_model("activities", "Activity").objects.filter(pk=each.activity_id).update(
            short_period_adequate=each.adequate, short_period_judged_by=each.body.name
        )


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_what_a_reviewer_said"),
        ("compact", "0003_rationale_reviewed"),
    ]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
