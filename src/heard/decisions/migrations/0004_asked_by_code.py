from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("decisions", "0003_owed")]

    operations = [
        migrations.AddField(
            model_name="groundask",
            name="code_hash",
            field=models.CharField(default="", max_length=64, unique=True),
            preserve_default=False,
        ),
    ]
