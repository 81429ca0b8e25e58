"""Interim feedback is a promise with a ladder of its own; what was promised and missed is never taken back."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION decisions_interim_keeps_its_word() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.given_on <> OLD.given_on OR NEW.late_by <> OLD.late_by OR NEW.delayed_until <> OLD.delayed_until
     OR NEW.ladder <> OLD.ladder OR NEW.next_due_on IS DISTINCT FROM OLD.next_due_on
     OR (OLD.kept_on IS NOT NULL AND NEW.kept_on IS DISTINCT FROM OLD.kept_on) THEN
    RAISE EXCEPTION 'What people were told of a delay is not rewritten (interim feedback %).', OLD.public_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'interim_promise_stays';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER interim_keeps_its_word BEFORE UPDATE ON decisions_interim
  FOR EACH ROW EXECUTE FUNCTION decisions_interim_keeps_its_word();
CREATE TRIGGER interim_step_is_written_once BEFORE UPDATE OR DELETE ON decisions_interimstep
  FOR EACH ROW EXECUTE FUNCTION activities_row_is_written_once();
"""
BACKWARD = """
DROP TRIGGER interim_step_is_written_once ON decisions_interimstep;
DROP TRIGGER interim_keeps_its_word ON decisions_interim;
DROP FUNCTION decisions_interim_keeps_its_word();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0002_what_stays'),
        ('decisions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='InterimStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('to', models.CharField(choices=[('lead', 'the officer who leads it'), ('engagement_lead', 'the engagement lead'), ('cabinet', 'the cabinet member or board'), ('everyone', 'everyone, in the public list of late feedback')], max_length=15)),
                ('fell_on', models.DateField()),
                ('people', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['level'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='interim',
            name='kept_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='interim',
            name='ladder',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='interim',
            name='next_due_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name='interim',
            index=models.Index(fields=['next_due_on', 'id'], name='interims_by_what_they_promise'),
        ),
        migrations.AddField(
            model_name='interimstep',
            name='interim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='decisions.interim'),
        ),
        migrations.AddField(
            model_name='interimstep',
            name='told',
            field=models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='interimstep',
            constraint=models.UniqueConstraint(fields=('interim', 'level'), name='each_interim_level_is_sent_once'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
