import django.contrib.postgres.fields
import django.db.models.deletion
import heard.ground.clock
import heard.ground.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_initial'),
        ('findings', '0001_initial'),
        ('people', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='TermCount',
            fields=[
                ('term', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('works', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='CheckCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_id', models.CharField(max_length=20)),
                ('result', models.CharField(max_length=8)),
                ('times', models.PositiveIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('check_id', 'result'), name='one_count_per_check_and_result')],
            },
        ),
        migrations.CreateModel(
            name='Described',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('terms', models.JSONField(default=list, help_text='[[stem, times], …] in the order of the stems')),
                ('areas', models.JSONField(default=list, help_text='[[slug, name, kind, [slugs it lies in]], …]')),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), default=list, size=None)),
                ('begins_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('finding', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='findings.finding')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['ends_on'], name='compact_des_ends_on_943d7a_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('finding__isnull', True)), fields=('activity',), name='one_description_per_activity')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reuse', 'We use what they found'), ('join', 'We join them'), ('proceed', 'We go on, because…')], max_length=8)),
                ('because', models.TextField()),
                ('terms', models.TextField(blank=True, help_text='The terms of sharing, as they were accepted')),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='findings.finding')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['activity', 'other'], name='compact_dup_activit_da08e2_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='an_answer_to_a_match_says_why'), models.CheckConstraint(condition=models.Q(('kind__in', ['reuse', 'join', 'proceed'])), name='answer_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.JSONField()),
                ('query_digest', models.CharField(help_text="Of the draft's words, places and groups as they stood", max_length=64)),
                ('rule', models.CharField(max_length=20)),
                ('pack_digest', models.CharField(max_length=64)),
                ('months', models.PositiveSmallIntegerField()),
                ('threshold', models.PositiveSmallIntegerField(help_text='Per cent: from here on a match is to be answered')),
                ('compared', models.PositiveIntegerField(help_text='How many activities and findings it was compared with')),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['activity', '-at', '-id'], name='compact_dup_activit_0fd02a_idx')],
            },
        ),
        migrations.CreateModel(
            name='Enquiry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('about', models.TextField(help_text='The titles of what is alike')),
                ('note', models.TextField(blank=True, help_text="In the officer's own words")),
                ('way', models.CharField(choices=[('email', 'By e-mail'), ('phone', 'By phone')], max_length=5)),
                ('secret_hash', models.CharField(max_length=64)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('why_failed', models.CharField(blank=True, max_length=200)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('reply', models.CharField(blank=True, choices=[('findings', 'We have findings that you may use'), ('join', 'Join us, or let us join you'), ('nothing', 'We have nothing to share'), ('call', 'Call me')], max_length=8)),
                ('reply_words', models.TextField(blank=True)),
                ('replied_how', models.CharField(blank=True, choices=[('link', 'by the link in the e-mail'), ('phone', 'by phone'), ('email', 'by e-mail'), ('letter', 'by letter'), ('in_person', 'face to face')], max_length=9)),
                ('replied_by', models.CharField(blank=True, help_text='Who of the partner answered; never public', max_length=120)),
                ('replied_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('logged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'indexes': [models.Index(condition=models.Q(('replied_at__isnull', True)), fields=['due_on'], name='enquiry_open_by_day')],
                'constraints': [models.UniqueConstraint(fields=('activity', 'partner'), name='one_enquiry_per_partner'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at__isnull', True), ('reply', '')), models.Q(('replied_at__isnull', False), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='a_reply_has_its_moment'), models.CheckConstraint(condition=models.Q(('replied_how__in', ['', 'link']), ('logged_by__isnull', False), _connector='OR'), name='a_logged_reply_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='JointInterpretation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('held_on', models.DateField()),
                ('present', models.JSONField(default=list)),
                ('agreed', models.TextField()),
                ('disagreements', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['held_on', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed', ''), _negated=True), name='a_meeting_says_what_was_agreed')],
            },
        ),
        migrations.CreateModel(
            name='Override',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_id', models.CharField(max_length=20)),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('activity', 'check_id'), name='one_live_override_per_check'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_override_says_why')],
            },
        ),
        migrations.CreateModel(
            name='PackVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('text', models.TextField()),
                ('seen_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('because', models.TextField(blank=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-seen_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('signed_at__isnull', True), models.Q(('signed_by__isnull', False), models.Q(('because', ''), _negated=True)), _connector='OR'), name='a_signed_pack_says_who_and_why')],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to_stage', models.CharField(max_length=10)),
                ('digest', models.CharField(help_text='Of the plan as it stood: a changed plan is to be approved again', max_length=64)),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'to_stage', 'by'), name='one_approval_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=12)),
                ('from_stage', models.CharField(max_length=10)),
                ('to_stage', models.CharField(max_length=10)),
                ('allowed', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('snapshot', models.JSONField()),
                ('snapshot_digest', models.CharField(max_length=64)),
                ('snapshot_schema', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='compact.packversion')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['activity', 'at', 'id'], name='compact_mov_activit_193275_idx')],
            },
        ),
        migrations.CreateModel(
            name='DuplicateMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('opens_on', models.DateField(blank=True, null=True)),
                ('score', models.PositiveSmallIntegerField(help_text='Per cent')),
                ('parts', models.JSONField(default=dict)),
                ('because', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('check_made', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='compact.duplicatecheck')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='findings.finding')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'ordering': ['-score', 'id'],
                'constraints': [models.UniqueConstraint(fields=('check_made', 'other', 'finding'), name='one_match_per_work', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='a_match_is_at_most_the_same')],
            },
        ),
        migrations.CreateModel(
            name='Governing',
            fields=[
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.activity')),
                ('since', models.DateTimeField()),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='governed', to='compact.packversion')),
            ],
        ),
        migrations.CreateModel(
            name='TermUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=80)),
                ('weight', models.FloatField()),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='compact.described')),
            ],
            options={
                'indexes': [models.Index(fields=['term'], include=('work', 'weight'), name='term_use_by_term')],
            },
        ),
        migrations.CreateModel(
            name='Uncounted',
            fields=[
                ('move', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='compact.move')),
            ],
        ),
        migrations.CreateModel(
            name='CheckResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_id', models.CharField(max_length=20)),
                ('clause', models.CharField(max_length=12)),
                ('result', models.CharField(max_length=8)),
                ('why', models.TextField()),
                ('field', models.CharField(blank=True, max_length=120)),
                ('evidence', models.JSONField(default=dict)),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='compact.move')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('move', 'check_id'), name='one_result_per_check_and_move'), models.CheckConstraint(condition=models.Q(('result__in', ['pass', 'advise', 'warn', 'override', 'refused'])), name='check_result_is_known')],
            },
        ),
    ]
