import django.db.models.deletion
import django.db.models.expressions
import heard.ground.clock
import heard.ground.fields
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
            name='DoubleSample',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=32)),
                ('size', models.PositiveIntegerField()),
                ('out_of', models.PositiveIntegerField()),
                ('drawn_at', models.DateTimeField()),
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('drawn_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NeutralityReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict)),
                ('dissent', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'by'), name='one_neutrality_review_per_peer')],
            },
        ),
        migrations.CreateModel(
            name='QualityStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('methods', models.TextField(verbose_name='How it was read')),
                ('limits', models.TextField(verbose_name='What it cannot tell us')),
                ('bases', models.TextField(verbose_name='What the numbers rest on')),
                ('written_at', models.DateTimeField()),
                ('reviewed_team', models.CharField(blank=True, max_length=120)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('dissent', models.TextField(blank=True, verbose_name='Where the reviewer does not agree')),
                ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reviewed_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='a_review_says_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('passage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.passage')),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['by', '-at'], name='findings_re_by_id_9c1c54_idx')],
            },
        ),
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=12)),
                ('received', models.PositiveIntegerField()),
                ('analysed', models.PositiveIntegerField()),
                ('excluded', models.PositiveIntegerField()),
                ('withdrawn', models.PositiveIntegerField()),
                ('excluded_reasons', models.JSONField(default=dict)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('strand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.strand')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('strand', 'channel'), name='one_reconciliation_per_channel'), models.CheckConstraint(condition=models.Q(('received', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('analysed'), '+', models.F('excluded')), '+', models.F('withdrawn')))), name='received_is_accounted_for')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('ordinal', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=160)),
                ('description', models.TextField(blank=True)),
                ('key', models.CharField(blank=True, max_length=2)),
                ('made_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('not_taken_because', models.TextField(blank=True)),
                ('not_taken_at', models.DateTimeField(blank=True, null=True)),
                ('carried_by', models.PositiveIntegerField(blank=True, null=True)),
                ('out_of', models.PositiveIntegerField(blank=True, null=True)),
                ('tells_beside', models.BooleanField(default=False)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('not_taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['ordinal', 'id'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'name'), name='one_theme_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Turn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.passage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('activity', 'by'), name='one_turn_per_reader')],
            },
        ),
        migrations.CreateModel(
            name='AnalysisPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('how_read', models.TextField(verbose_name='How will what people say be read?')),
                ('who', models.TextField(verbose_name='Who reads, and who reads a second time?')),
                ('frame', models.JSONField(default=list, verbose_name='Themes to start from')),
                ('second_percent', models.PositiveSmallIntegerField(default=10, verbose_name='Read a second time, in a hundred')),
                ('campaigns', models.TextField(verbose_name='How are campaigns and petitions treated?')),
                ('late', models.TextField(verbose_name='How are late answers treated?')),
                ('weighting', models.TextField(verbose_name='Will numbers be weighted, and how, or why not?')),
                ('not_done', models.TextField(verbose_name='What will we not do?')),
                ('reason', models.TextField(blank=True, verbose_name='Why it was changed')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('written_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('locked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['version'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'version'), name='one_analysis_plan_per_version'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('locked_at', None), ('locked_by', None)), models.Q(('locked_at__isnull', False), ('locked_by__isnull', False), models.Q(('digest', ''), _negated=True)), _connector='OR'), name='a_locked_plan_says_who_and_has_its_digest'), models.CheckConstraint(condition=models.Q(('second_percent__lte', 100)), name='second_percent_is_a_percent')],
            },
        ),
        migrations.CreateModel(
            name='FrameVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('themes', models.JSONField()),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'number'), name='one_frame_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('statement', models.TextField()),
                ('base', models.PositiveIntegerField(blank=True, null=True)),
                ('tells_beside', models.BooleanField(default=False)),
                ('source', models.TextField(blank=True)),
                ('range_of_views', models.TextField(blank=True)),
                ('limits', models.TextField(blank=True)),
                ('written_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('strands', models.ManyToManyField(blank=True, related_name='+', to='activities.strand')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('themes', models.ManyToManyField(blank=True, related_name='findings', to='findings.theme')),
            ],
            options={
                'ordering': ['ordinal', 'id'],
                'constraints': [models.UniqueConstraint(fields=('activity', 'ordinal'), name='one_finding_per_ordinal')],
            },
        ),
        migrations.CreateModel(
            name='LeadingQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question_ref', models.CharField(max_length=60)),
                ('words', models.TextField()),
                ('why', models.TextField()),
                ('kept_because', models.TextField(blank=True)),
                ('kept_at', models.DateTimeField(blank=True, null=True)),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('strand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.strand')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leading', to='findings.neutralityreview')),
            ],
        ),
        migrations.CreateModel(
            name='Sampled',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.passage')),
                ('sample', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='findings.doublesample')),
            ],
            options={
                'indexes': [models.Index(fields=['sample', 'at'], name='findings_sa_sample__711841_idx')],
            },
        ),
        migrations.CreateModel(
            name='Coding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(blank=True, choices=[('for', 'For'), ('against', 'Against'), ('mixed', 'Mixed'), ('none', 'No stance')], max_length=8)),
                ('frame', models.PositiveSmallIntegerField(default=0)),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.passage')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codings', to='findings.theme')),
            ],
            options={
                'indexes': [models.Index(fields=['theme', 'passage'], name='findings_co_theme_i_5e0e3d_idx')],
                'constraints': [models.UniqueConstraint(fields=('passage', 'theme', 'by'), name='one_coding_per_reader')],
            },
        ),
        migrations.CreateModel(
            name='ThemeGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.group')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='raised_by', to='findings.theme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('theme', 'group'), name='one_theme_group')],
            },
        ),
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('safety', 'It could put somebody at risk'), ('identifies', 'It could tell who said it'), ('legal', 'A law or a court forbids it for now'), ('commercial', 'It would harm a contract that is being negotiated')], max_length=10)),
                ('because', models.TextField()),
                ('review_on', models.DateField()),
                ('statement', models.TextField()),
                ('range_of_views', models.TextField(blank=True)),
                ('set_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='restrictions', to='findings.finding')),
                ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['lifted_at', 'review_on'], name='findings_re_lifted__950d0b_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at__isnull', True)), fields=('finding',), name='one_restriction_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Reuse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('purpose', models.TextField(verbose_name='What for?')),
                ('state', models.CharField(choices=[('asked', 'Asked'), ('granted', 'Granted'), ('refused', 'Refused'), ('cited', 'Cited')], default='asked', max_length=7)),
                ('asked_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('cited_in', models.CharField(blank=True, max_length=300)),
                ('cited_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.activity')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reuses', to='findings.finding')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
            ],
            options={
                'ordering': ['asked_at', 'id'],
                'indexes': [models.Index(fields=['state', 'asked_at'], name='findings_re_state_06969e_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='a_refusal_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.JSONField(default=list)),
                ('second', models.JSONField(default=list)),
                ('agreed', models.JSONField(default=list)),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sampled', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='settlement', to='findings.sampled')),
            ],
        ),
        migrations.CreateModel(
            name='Sharing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('terms', models.TextField(verbose_name='Terms')),
                ('lessons', models.TextField(blank=True, verbose_name='Lessons for others')),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('findings', models.ManyToManyField(related_name='sharings', to='findings.finding')),
            ],
            options={
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['activity', 'at'], name='findings_sh_activit_2a9abc_idx')],
            },
        ),
        migrations.CreateModel(
            name='Superseded',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='superseded', to='findings.finding')),
                ('newer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='findings.finding')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('finding', models.F('newer')), _negated=True), name='nothing_supersedes_itself')],
            },
        ),
        migrations.CreateModel(
            name='SecondCoding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(blank=True, max_length=8)),
                ('sampled', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codings', to='findings.sampled')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='findings.theme')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sampled', 'theme'), name='one_second_coding_per_theme')],
            },
        ),
        migrations.CreateModel(
            name='EvidenceCited',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.TextField(verbose_name='What it is, and whose')),
                ('says', models.TextField(verbose_name='What it says')),
                ('collected_on', models.DateField(verbose_name='When was it collected?')),
                ('published_where', models.CharField(max_length=400, verbose_name='Where can anyone read it?')),
                ('currency_note', models.TextField(blank=True, verbose_name='Why it still holds')),
                ('cited_at', models.DateTimeField()),
                ('dropped_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('cited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dropped_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='findings.finding')),
            ],
            options={
                'ordering': ['cited_at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('published_where', ''), _negated=True), name='evidence_can_be_read')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quoted', models.BooleanField(default=False)),
                ('cleared_because', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='activities.passage')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='findings.finding')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('finding', 'passage'), name='one_evidence_per_passage')],
            },
        ),
        migrations.CreateModel(
            name='FindingContribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.contribution')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='findings.finding')),
            ],
            options={
                'indexes': [models.Index(fields=['contribution', 'finding'], name='findings_fi_contrib_686b18_idx')],
                'constraints': [models.UniqueConstraint(fields=('finding', 'contribution'), name='one_link_per_contribution')],
            },
        ),
        migrations.CreateModel(
            name='SharedWith',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('why_failed', models.CharField(blank=True, max_length=200)),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.partner')),
                ('sharing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='findings.sharing')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('sharing', 'partner', 'account'), name='shared_once', nulls_distinct=False)],
            },
        ),
    ]
