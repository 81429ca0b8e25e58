import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import heard.ground.clock
import heard.ground.fields
import uuid
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
            name='Evaluation',
            fields=[
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.activity')),
                ('learned', models.TextField(blank=True, verbose_name='What can you learn from this for next time?')),
                ('representative', models.TextField(blank=True, verbose_name='Was it representative, including people who are seldom heard?')),
                ('what_changed', models.TextField(blank=True, verbose_name='What has changed because of it?')),
                ('better_informed_or_able', models.TextField(blank=True, verbose_name='Did people feel better informed, or able to influence the decision?')),
                ('how_many', models.PositiveIntegerField(blank=True, null=True, verbose_name='How many people took part?')),
                ('how_many_because', models.TextField(blank=True, verbose_name='How was that estimated?')),
                ('counts', models.JSONField(default=dict)),
                ('follow_up_sent_on', models.DateField(blank=True, null=True)),
                ('written_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.activity')),
                ('wording', models.PositiveSmallIntegerField(default=1)),
                ('starts_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('cards', models.PositiveIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(1000000)], verbose_name='How many cards were handed out?')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['starts_on'], name='follow_ups_not_ended')],
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('starts_on'))), name='a_follow_up_closes_later')],
            },
        ),
        migrations.CreateModel(
            name='GroupMeasure',
            fields=[
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.group')),
                ('question', models.SlugField(max_length=60)),
                ('answers', django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(max_length=60), default=list, size=None)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('words', models.TextField()),
                ('methods', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), blank=True, default=list, size=None, verbose_name='methods')),
                ('groups', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), blank=True, default=list, size=None, verbose_name='groups')),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), blank=True, default=list, size=None, verbose_name='places')),
                ('themes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), blank=True, default=list, size=None, verbose_name='themes')),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('shared_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('shared_at__isnull', False)), fields=['-shared_at', '-id'], name='lessons_shared')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('shared_at__isnull', True), ('shared_by__isnull', True)), models.Q(('shared_at__isnull', False), ('shared_by__isnull', False)), _connector='OR'), name='a_shared_lesson_says_who_shared_it')],
            },
        ),
        migrations.CreateModel(
            name='RaterInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(max_length=254, verbose_name='E-mail address')),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('activity',), name='one_second_rater_an_activity')],
            },
        ),
        migrations.CreateModel(
            name='ReachAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('about', models.CharField(max_length=200, verbose_name='Who is missing?')),
                ('suggestion', models.SlugField(blank=True, max_length=60)),
                ('words', models.TextField(verbose_name='What will be done?')),
                ('assigned_to', models.CharField(max_length=200, verbose_name='Who does it?')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='By when?')),
                ('accepted_at', models.DateTimeField()),
                ('outcome', models.TextField(blank=True, verbose_name='What came of it?')),
                ('was_done', models.BooleanField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.group')),
                ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['accepted_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True), ('was_done__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False), ('was_done__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='what_was_done_says_what_came_of_it')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('taken_at', models.DateTimeField()),
                ('people', models.PositiveIntegerField(help_text='how many different voices had taken part')),
                ('body', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
            ],
            options={
                'ordering': ['-taken_at', '-id'],
                'indexes': [models.Index(fields=['activity', '-taken_at', '-id'], name='evaluation__activit_f7a596_idx')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standard', models.CharField(choices=[('inclusion', 'Inclusion'), ('support', 'Support'), ('planning', 'Planning'), ('working_together', 'Working together'), ('methods', 'Methods'), ('communication', 'Communication'), ('impact', 'Impact')], max_length=16)),
                ('rater', models.CharField(choices=[('lead', 'The lead, of itself'), ('partner', 'Another partner')], max_length=7)),
                ('score', models.PositiveSmallIntegerField(choices=[(1, '1 · Unsatisfactory'), (2, '2 · Weak'), (3, '3 · Satisfactory'), (4, '4 · Good'), (5, '5 · Very good'), (6, '6 · Excellent')])),
                ('evidence', models.TextField(verbose_name='What shows it?')),
                ('link', models.URLField(blank=True, max_length=400, verbose_name='Where can it be seen?')),
                ('name', models.CharField(max_length=200)),
                ('body', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_at__isnull', True)), fields=('activity', 'standard', 'rater'), name='one_score_that_counts_per_standard_and_rater'), models.CheckConstraint(condition=models.Q(('evidence', ''), _negated=True), name='a_score_has_evidence'), models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 6)), name='a_score_is_1_to_6')],
            },
        ),
        migrations.CreateModel(
            name='ScoreTalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standard', models.CharField(choices=[('inclusion', 'Inclusion'), ('support', 'Support'), ('planning', 'Planning'), ('working_together', 'Working together'), ('methods', 'Methods'), ('communication', 'Communication'), ('impact', 'Impact')], max_length=16)),
                ('words', models.TextField()),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='CostLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('staff', 'Staff time'), ('printing', 'Printing and post'), ('venue', 'Venues'), ('voluntary', 'Voluntary and community bodies'), ('incentive', 'Thanks and expenses of participants'), ('other', 'Anything else')], max_length=9, verbose_name='What kind?')),
                ('words', models.CharField(max_length=200, verbose_name='What was it?')),
                ('pence', models.PositiveBigIntegerField(validators=[django.core.validators.MaxValueValidator(1000000000)])),
                ('half_hours', models.PositiveIntegerField(blank=True, null=True)),
                ('rate_pence', models.PositiveIntegerField(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('struck_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('struck_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('half_hours__isnull', False), ('kind', 'staff'), ('rate_pence__isnull', False)), models.Q(models.Q(('kind', 'staff'), _negated=True), ('half_hours__isnull', True), ('rate_pence__isnull', True)), _connector='OR'), name='staff_time_is_hours_and_a_rate'), models.CheckConstraint(condition=models.Q(('half_hours__isnull', True), ('pence', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('half_hours'), '*', models.F('rate_pence')), '/', models.Value(2))), _connector='OR'), name='staff_time_costs_hours_times_rate')],
            },
        ),
        migrations.CreateModel(
            name='FollowUpBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('letter', 'Letters'), ('text', 'Text messages')], default='letter', max_length=6)),
                ('is_reminder', models.BooleanField(default=False)),
                ('letters', models.PositiveIntegerField()),
                ('printed_at', models.DateTimeField()),
                ('posted_on', models.DateField(blank=True, null=True)),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='evaluation.followup')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-printed_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='LessonShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='evaluation.lesson')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.partner')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('lesson', 'partner'), name='a_lesson_goes_once_to_each_partner')],
            },
        ),
        migrations.CreateModel(
            name='LessonUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.TextField(blank=True, verbose_name='What did you do differently because of it?')),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='evaluation.lesson')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('lesson', 'activity'), name='a_lesson_is_used_once_an_activity')],
            },
        ),
        migrations.CreateModel(
            name='FollowUpAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('channel', models.CharField(choices=[('web', 'On the web'), ('paper', 'On paper'), ('phone', 'By phone'), ('in_person', 'In person'), ('text_message', 'By text message'), ('letter', 'By letter'), ('email', 'By e-mail')], max_length=12)),
                ('influence', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='I could influence the decision.')),
                ('informed', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='I was better informed.')),
                ('told', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='I was told what happened.')),
                ('words', models.TextField(blank=True)),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='evaluation.followup')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('influence__isnull', True), models.Q(('influence__gte', 1), ('influence__lte', 5)), _connector='OR'), name='follow_up_influence_is_1_to_5'), models.CheckConstraint(condition=models.Q(('informed__isnull', True), models.Q(('informed__gte', 1), ('informed__lte', 5)), _connector='OR'), name='follow_up_informed_is_1_to_5'), models.CheckConstraint(condition=models.Q(('told__isnull', True), models.Q(('told__gte', 1), ('told__lte', 5)), _connector='OR'), name='follow_up_told_is_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='FollowUpAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=6)),
                ('state', models.CharField(choices=[('owed', 'To be asked'), ('sent', 'Asked'), ('failed', 'Could not be asked')], default='owed', max_length=6)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('answered', models.BooleanField(default=False)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('why_failed', models.CharField(blank=True, max_length=200)),
                ('reminder', models.CharField(blank=True, choices=[('owed', 'To be reminded'), ('sent', 'Reminded')], max_length=6)),
                ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks', to='evaluation.followup')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.voice')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='evaluation.followupbatch')),
                ('reminder_batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='evaluation.followupbatch')),
            ],
            options={
                'indexes': [models.Index(fields=['follow_up', 'kind', 'state'], name='evaluation__follow__ee4397_idx')],
                'constraints': [models.UniqueConstraint(fields=('follow_up', 'voice'), name='a_voice_is_followed_up_once')],
            },
        ),
    ]
