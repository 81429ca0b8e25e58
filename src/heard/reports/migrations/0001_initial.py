import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.activity')),
                ('body', models.JSONField(default=list)),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('making', 'Being made'), ('made', 'Made'), ('failed', 'Could not be made')], default='making', max_length=6)),
                ('done', models.PositiveIntegerField(default=0)),
                ('of', models.PositiveIntegerField(default=0)),
                ('found', models.JSONField(default=dict)),
                ('because', models.JSONField(default=list)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('made_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['partner', 'year', '-made_at', '-id'], name='reports_rec_partner_4bfe51_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'making')), fields=('partner', 'year'), name='one_record_is_made_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ReportWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.SlugField(max_length=30)),
                ('words', models.TextField(verbose_name='In your own words')),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'section'), name='one_text_beside_a_section')],
            },
        ),
    ]
