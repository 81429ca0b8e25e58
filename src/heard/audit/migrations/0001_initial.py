import django.db.models.deletion
import heard.ground.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DailyHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('sequence', models.PositiveBigIntegerField()),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'ordering': ['-on'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=80)),
                ('about', models.CharField(max_length=120)),
                ('by', models.CharField(blank=True, help_text='Account number or “resident”, “system”; never a name', max_length=60)),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('header', models.JSONField(default=dict, help_text='What anyone may read')),
                ('cover', models.BinaryField(help_text='Salt that hides the header of an entry about a person', max_length=16, null=True)),
                ('payload_hash', models.CharField(max_length=64)),
                ('sequence', models.PositiveBigIntegerField(editable=False, null=True, unique=True)),
                ('hash', models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['about', '-id'], name='audit_entry_about_e2d717_idx'), models.Index(fields=['what', '-id'], name='audit_entry_what_363e0a_idx'), models.Index(condition=models.Q(('sequence__isnull', True)), fields=['id'], name='audit_unsealed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('hash', ''), ('sequence__isnull', True)), models.Q(('sequence__gte', 1), models.Q(('hash', ''), _negated=True)), _connector='OR'), name='audit_sealed_whole')],
            },
        ),
        migrations.CreateModel(
            name='Payload',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='payload', serialize=False, to='audit.entry')),
                ('salt', models.BinaryField(max_length=32)),
                ('body', models.JSONField()),
            ],
        ),
    ]
