import django.contrib.postgres.fields
import django.db.models.deletion
import heard.ground.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity_ref', models.CharField(max_length=12)),
                ('what', models.CharField(choices=[('noticed', 'Announced'), ('open', 'Open now'), ('longer', 'Open for longer'), ('withdrawn', 'Withdrawn'), ('closed', 'Closed: now it is read'), ('found', 'What we heard is published'), ('decided', 'Decided'), ('told', 'You said, we did'), ('promise', 'News of a promise'), ('concern', 'A concern was decided')], max_length=9)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('summary', models.TextField(blank=True)),
                ('path', models.CharField(max_length=200)),
                ('partners', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('asked_by', models.CharField(max_length=200)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                ('city_wide', models.BooleanField(default=False)),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None)),
                ('opens_on', models.DateField(blank=True, null=True)),
                ('closes_on', models.DateField(blank=True, null=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity_ref', 'what', 'key'), name='announced_once')],
            },
        ),
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('channel', models.CharField(choices=[('email', 'E-mail'), ('letter', 'Printed sheet by post')], default='email', max_length=6)),
                ('address', heard.ground.fields.SecretText()),
                ('name', heard.ground.fields.SecretText(blank=True, null=True)),
                ('address_hash', models.CharField(max_length=64, unique=True)),
                ('often', models.CharField(choices=[('daily', 'The next morning, never more than one e-mail a day'), ('weekly', 'On Mondays, if there is news'), ('at_once', 'Each time, at once: it can be several e-mails a day'), ('none', 'Nothing for now; keep my choices'), ('quarterly', 'Four times a year, by post')], default='daily', max_length=9)),
                ('consent_evidence', models.CharField(blank=True, max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('asked_times', models.PositiveSmallIntegerField(default=1)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('told_to', models.BigIntegerField(default=0)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('telling_to', models.BigIntegerField(default=0)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['channel', 'often', 'told_to'], name='network_fol_channel_d9a451_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('channel', 'email'), models.Q(('entered_by__isnull', False), ('partner__isnull', False)), _connector='OR'), name='post_is_entered_by_a_partner'), models.CheckConstraint(condition=models.Q(('entered_by__isnull', True), models.Q(('consent_evidence', ''), _negated=True), _connector='OR'), name='entering_needs_evidence_of_consent')],
            },
        ),
        migrations.CreateModel(
            name='SheetBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('quarter', models.CharField(max_length=7)),
                ('letters', models.PositiveIntegerField()),
                ('printed_at', models.DateTimeField()),
                ('posted_on', models.DateField(blank=True, null=True)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['partner', '-printed_at', '-id'], name='network_she_partner_d6e1b1_idx')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('everything', 'Everything in the city'), ('topic', 'A topic'), ('place', 'A ward or neighbourhood'), ('partner', 'A public body'), ('activity', 'One activity, step by step')], max_length=10)),
                ('reference', models.CharField(blank=True, max_length=120)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('follower', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='network.follower')),
            ],
            options={
                'ordering': ['kind', 'label', 'id'],
                'constraints': [models.UniqueConstraint(fields=('follower', 'kind', 'reference'), name='one_follow_of_a_thing'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'everything'), ('reference', '')), models.Q(models.Q(('kind', 'everything'), _negated=True), models.Q(('reference', ''), _negated=True)), _connector='OR'), name='a_follow_is_of_something')],
            },
        ),
    ]
