import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("compact", "0002_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(name="packversion", options={"ordering": ["-seen_at", "-id"]}),
        migrations.AddField(
            model_name="approval",
            name="digest",
            field=models.CharField(
                default="", help_text="Of the plan as it stood: a changed plan is to be approved again", max_length=64
            ),
            preserve_default=False,
        ),
        migrations.AddField(model_name="packversion", name="because", field=models.TextField(blank=True)),
        migrations.AddField(
            model_name="packversion", name="signed_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="packversion",
            name="signed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="governing",
            name="pack",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="governed", to="compact.packversion"
            ),
        ),
        migrations.AddConstraint(
            model_name="packversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_at__isnull", True))
                | models.Q(("signed_by__isnull", False), models.Q(("because", ""), _negated=True)),
                name="a_signed_pack_says_who_and_why",
            ),
        ),
    ]
