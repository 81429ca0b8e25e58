import django.db.models.deletion
import heard.ground.clock
import heard.ground.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonitoringKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('activity_ref', models.CharField(max_length=12, unique=True)),
                ('key', heard.ground.fields.SecretText()),
            ],
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('created_on', models.DateField(default=heard.ground.clock.today)),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('date_joined', models.DateTimeField(default=heard.ground.clock.now)),
                ('is_sample', models.BooleanField(default=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MonitoringAnswer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('blind', models.CharField(max_length=64)),
                ('question', models.SlugField(max_length=60)),
                ('answer', models.CharField(max_length=120)),
                ('own_words', heard.ground.fields.SecretText(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('blind', 'question'), name='one_monitoring_answer_per_question')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200, unique=True)),
                ('sector', models.CharField(choices=[('statutory', 'Statutory body'), ('voluntary', 'Voluntary organisation'), ('community', 'Community group'), ('business', 'Business')], max_length=12)),
                ('about', models.TextField(blank=True)),
                ('signed_on', models.DateField(blank=True, null=True)),
                ('left_on', models.DateField(blank=True, null=True)),
                ('postal_address', models.TextField(blank=True)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_sample', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('left_on__isnull', True), ('left_on__gte', models.F('signed_on')), _connector='OR'), name='partner_left_after_signing')],
            },
        ),
        migrations.CreateModel(
            name='DataRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('access', 'See what you hold about me'), ('correct', 'Put something right'), ('erase', 'Delete what you hold about me'), ('restrict', 'Stop using it for now'), ('object', 'I object to how you use it'), ('complaint', 'Complain about how my data was handled')], max_length=9)),
                ('channel', models.CharField(default='web', max_length=12)),
                ('name', heard.ground.fields.SecretText(blank=True, null=True)),
                ('reach', heard.ground.fields.SecretText(blank=True, null=True)),
                ('words', heard.ground.fields.SecretText(blank=True, null=True)),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('received_on', models.DateField()),
                ('due_on', models.DateField()),
                ('acknowledge_by', models.DateField(blank=True, null=True)),
                ('acknowledged_on', models.DateField(blank=True, null=True)),
                ('extended_on', models.DateField(blank=True, null=True)),
                ('extended_because', models.TextField(blank=True)),
                ('paused_on', models.DateField(blank=True, null=True)),
                ('paused_days', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(blank=True, choices=[('done', 'Done as asked'), ('partly', 'Done in part'), ('refused', 'Refused'), ('upheld', 'The complaint is upheld'), ('partly_upheld', 'The complaint is upheld in part'), ('not_upheld', 'The complaint is not upheld'), ('withdrawn', 'Taken back by the person')], max_length=13)),
                ('closed_on', models.DateField(blank=True, null=True)),
                ('was_late', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('logged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(fields=['partner', 'closed_on', 'due_on', 'id'], name='people_data_partner_624394_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='a_data_request_ends_with_an_outcome'), models.CheckConstraint(condition=models.Q(('extended_on__isnull', True), models.Q(('extended_because', ''), _negated=True), _connector='OR'), name='an_extension_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.SlugField(max_length=40)),
                ('activity_ref', models.CharField(blank=True, max_length=12)),
                ('team', models.CharField(blank=True, max_length=120)),
                ('given_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='people.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['activity_ref', 'role'], name='people_role_activit_9407df_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('account', 'role', 'partner', 'activity_ref'), name='one_live_role_of_a_kind', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('partner__isnull', False), models.Q(('activity_ref', ''), _negated=True), _connector='OR'), name='role_has_a_scope')],
            },
        ),
        migrations.CreateModel(
            name='VoiceAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('email', 'E-mail'), ('letter', 'Letter by post'), ('phone', 'Phone call')], max_length=6)),
                ('name', heard.ground.fields.SecretText(blank=True, null=True)),
                ('address', heard.ground.fields.SecretText()),
                ('wants_reply', models.BooleanField(default=False)),
                ('given_on', models.DateField(default=heard.ground.clock.today)),
                ('delete_after_on', models.DateField(blank=True, null=True)),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='people.voice')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('voice', 'kind'), name='one_address_of_a_kind_per_voice')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('role', models.SlugField(max_length=40)),
                ('activity_ref', models.CharField(blank=True, max_length=12)),
                ('team', models.CharField(blank=True, max_length=120)),
                ('secret_hash', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_on', models.DateField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['-invited_at', '-id'], name='people_invi_invited_028956_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('partner__isnull', False), models.Q(('activity_ref', ''), _negated=True), _connector='OR'), name='invitation_has_a_scope')],
            },
        ),
        migrations.CreateModel(
            name='Exclusion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('invitee', 'Invited person or body'), ('stakeholder', 'Stakeholder'), ('contribution', 'Contribution'), ('partner', 'Organisation'), ('role', 'Role'), ('contact', 'Contact'), ('code', 'Access code'), ('votes', 'Votes that look made up')], max_length=12)),
                ('reference', models.CharField(max_length=80)),
                ('activity_ref', models.CharField(blank=True, db_index=True, max_length=12)),
                ('reason', models.CharField(choices=[('duplicate', 'The same contribution, sent twice by the same person'), ('not_about', 'Not about this activity at all (advertising, test entry)'), ('unlawful', 'Unlawful: threatens, defames or incites hatred'), ('personal', "Gives away someone else's private details"), ('asked', 'The person asked to be removed'), ('not_eligible', 'Outside the published eligibility rule'), ('no_longer', 'The body or post no longer exists'), ('conduct', 'Broke the published code of conduct, after a warning')], max_length=12)),
                ('note', models.TextField()),
                ('proposed_team', models.CharField(max_length=120)),
                ('proposed_at', models.DateTimeField()),
                ('approved_team', models.CharField(blank=True, max_length=120)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('refused_at', models.DateTimeField(blank=True, null=True)),
                ('refused_because', models.TextField(blank=True)),
                ('told_how', models.CharField(blank=True, max_length=200)),
                ('told_at', models.DateTimeField(blank=True, null=True)),
                ('unsafe_to_tell_because', models.TextField(blank=True)),
                ('in_force_at', models.DateTimeField(blank=True, null=True)),
                ('appealed_at', models.DateTimeField(blank=True, null=True)),
                ('appeal_words', models.TextField(blank=True)),
                ('appeal_outcome', models.CharField(blank=True, choices=[('upheld', 'Exclusion stands'), ('overturned', 'Exclusion overturned')], max_length=10)),
                ('appeal_decided_at', models.DateTimeField(blank=True, null=True)),
                ('appeal_because', models.TextField(blank=True)),
                ('appeal_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('refused_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'indexes': [models.Index(fields=['-proposed_at', '-id'], name='people_excl_propose_b3604c_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='exclusion_needs_two_people'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_team', models.F('proposed_team')), _negated=True), _connector='OR'), name='exclusion_needs_two_teams'), models.CheckConstraint(condition=models.Q(('in_force_at__isnull', True), models.Q(('approved_at__isnull', False), models.Q(('told_at__isnull', False), models.Q(('unsafe_to_tell_because', ''), _negated=True), _connector='OR')), _connector='OR'), name='exclusion_in_force_is_approved_and_told'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False)), _connector='OR'), name='exclusion_approval_has_a_name'), models.CheckConstraint(condition=models.Q(('reason__in', ['duplicate', 'not_about', 'unlawful', 'personal', 'asked', 'not_eligible', 'no_longer', 'conduct'])), name='exclusion_reason_is_listed'), models.CheckConstraint(condition=models.Q(('appeal_by__isnull', True), models.Q(models.Q(('appeal_by', models.F('proposed_by')), _negated=True), models.Q(('appeal_by', models.F('approved_by')), _negated=True)), _connector='OR'), name='exclusion_appeal_is_heard_by_a_third')],
            },
        ),
        migrations.CreateModel(
            name='DataStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('received', 'Received'), ('acknowledged', 'Acknowledged'), ('paused', 'Clock stopped: something is needed from you'), ('resumed', 'Clock runs again'), ('extended', 'Two months more'), ('closed', 'Answered')], max_length=12)),
                ('on', models.DateField()),
                ('words', heard.ground.fields.SecretText(blank=True, null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='people.datarequest')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DataReminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=12)),
                ('due_on', models.DateField()),
                ('people', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='people.datarequest')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'what', 'due_on'), name='each_reminder_leaves_once')],
            },
        ),
    ]
