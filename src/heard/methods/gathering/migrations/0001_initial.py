import django.contrib.postgres.fields
import django.db.models.deletion
import heard.ground.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gathering',
            fields=[
                ('strand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.strand')),
                ('prompts', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('introduction', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('meeting', 'Meeting'), ('drop_in', 'Drop-in'), ('doorstep', 'Doorstep'), ('kitchen_table', 'Kitchen table'), ('focus_group', 'Small group')], max_length=14)),
                ('title', models.CharField(max_length=160)),
                ('host', models.CharField(max_length=200, verbose_name='host')),
                ('starts_at', models.DateTimeField(blank=True, null=True)),
                ('venue_words', models.CharField(blank=True, max_length=250, verbose_name='where')),
                ('is_public', models.BooleanField(default=True, verbose_name='anyone may come')),
                ('access_facts', models.TextField(blank=True, verbose_name='access')),
                ('cancelled_because', models.TextField(blank=True)),
                ('attended', models.PositiveIntegerField(blank=True, null=True)),
                ('spoke', models.PositiveIntegerField(blank=True, null=True)),
                ('confidence', models.CharField(blank=True, choices=[('verbatim', 'Their own words'), ('noted', 'Noted at the time'), ('recalled', 'Written up afterwards')], max_length=10)),
                ('summary', models.TextField(blank=True)),
                ('note_entered_at', models.DateTimeField(blank=True, null=True)),
                ('quiet_voices_follow_up', models.TextField(blank=True)),
                ('gathering', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='gathering.gathering')),
                ('note_entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.venue')),
                ('voice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.voice')),
            ],
            options={
                'ordering': ['starts_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('spoke__isnull', True), ('attended__isnull', True), ('spoke__lte', models.F('attended')), _connector='OR'), name='no_more_spoke_than_came')],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('contribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.contribution')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.group')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said', to='gathering.session')),
            ],
        ),
        migrations.CreateModel(
            name='PromiseMade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('by_whom', models.CharField(max_length=200)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('kept_on', models.DateField(blank=True, null=True)),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='gathering.session')),
            ],
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('count', models.PositiveIntegerField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.group')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='gathering.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'group'), name='one_attendance_per_group')],
            },
        ),
    ]
