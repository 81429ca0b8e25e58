"""The names of the partners that joined, on every page of an activity."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("activities", "0011_joint")]
    operations = [
        migrations.AddField(
            model_name="activity",
            name="joint",
            field=models.JSONField(blank=True, default=list, editable=False),
        )
    ]
