"""What a reviewer said of the reason for a shorter period; the database keeps it as it was said."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FORWARD = """
CREATE TRIGGER rationale_review_stays BEFORE UPDATE OR DELETE ON compact_rationalereview
  FOR EACH ROW EXECUTE FUNCTION compact_row_stays_as_judged();
"""
BACKWARD = "DROP TRIGGER rationale_review_stays ON compact_rationalereview;"


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0003_the_level_corrected'),
        ('compact', '0002_what_stays'),
        ('people', '0002_takes_texts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='RationaleReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('adequate', models.BooleanField()),
                ('why', models.TextField()),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.activity')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['activity', '-at', '-id'], name='rationale_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='a_rationale_is_judged_with_a_reason')],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
