import django.db.models.deletion
import heard.ground.clock
import heard.ground.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('activities', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('strand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.strand')),
                ('introduction', models.TextField(blank=True)),
                ('thanks', models.TextField(blank=True)),
                ('asks_monitoring', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='PaperBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=4, unique=True)),
                ('language', models.CharField(default='en', max_length=12)),
                ('format', models.CharField(choices=[('standard', 'Standard, 12 point'), ('large_print', 'Large print, 18 point'), ('easy_read', 'Easy Read')], default='standard', max_length=11)),
                ('size', models.PositiveSmallIntegerField()),
                ('asked', models.JSONField(default=list)),
                ('second_percent', models.PositiveSmallIntegerField(default=10)),
                ('second_least', models.PositiveSmallIntegerField(default=30)),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('replaced_at', models.DateTimeField(blank=True, null=True)),
                ('reconciled_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('strand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.strand')),
            ],
            options={
                'ordering': ['number', 'id'],
                'constraints': [models.UniqueConstraint(fields=('strand', 'number'), name='a_batch_has_one_number'), models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', 9999)), name='a_batch_has_1_to_9999_forms'), models.CheckConstraint(condition=models.Q(('second_percent__lte', 100)), name='at_most_all_are_keyed_twice')],
            },
        ),
        migrations.CreateModel(
            name='Rendered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('web', 'Web form'), ('paper', 'Paper form, first page'), ('phone', 'Telephone script'), ('card', "Facilitator's card")], max_length=5)),
                ('language', models.CharField(default='en', max_length=12)),
                ('format', models.CharField(choices=[('standard', 'Standard, 12 point'), ('large_print', 'Large print, 18 point'), ('easy_read', 'Easy Read')], default='standard', max_length=11)),
                ('influence', models.TextField()),
                ('shown', models.JSONField(default=list)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('strand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.strand')),
            ],
            options={
                'ordering': ['kind', 'format', 'language', 'at'],
                'constraints': [models.UniqueConstraint(fields=('strand', 'kind', 'language', 'format', 'digest'), name='a_rendering_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('page', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('image/jpeg', 'JPEG'), ('image/png', 'PNG'), ('application/pdf', 'PDF')], max_length=15)),
                ('size', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.contribution')),
            ],
            options={
                'ordering': ['page', 'id'],
                'constraints': [models.UniqueConstraint(fields=('contribution', 'page'), name='a_page_is_scanned_once'), models.UniqueConstraint(fields=('contribution', 'digest'), name='a_scan_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(default=0)),
                ('title', models.CharField(max_length=200)),
                ('introduction', models.TextField(blank=True)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='survey.survey')),
            ],
            options={
                'ordering': ['ordinal', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('file_name', models.CharField(max_length=200)),
                ('file_digest', models.CharField(max_length=64)),
                ('content', models.BinaryField(null=True)),
                ('reading', models.JSONField(default=dict)),
                ('mapping', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('trying', 'Being tried'), ('tried', 'Tried without saving'), ('running', 'Being taken in'), ('done', 'Done'), ('failed', 'Failed'), ('undone', 'Undone')], default='uploaded', max_length=8)),
                ('rows_seen', models.PositiveIntegerField(default=0)),
                ('rows_taken', models.PositiveIntegerField(default=0)),
                ('rows_refused', models.PositiveIntegerField(default=0)),
                ('rows_remarked', models.PositiveIntegerField(default=0)),
                ('why_failed', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('undone_because', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='survey.survey')),
            ],
        ),
        migrations.CreateModel(
            name='PaperForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('printed', 'Printed'), ('issued', 'Issued'), ('returned', 'Came back'), ('keyed', 'Keyed'), ('spoilt', 'Spoilt'), ('unreturned', 'Not returned')], default='printed', max_length=10)),
                ('spoilt_because', models.CharField(blank=True, choices=[('empty', 'Nothing was answered'), ('torn', 'Torn or cannot be read'), ('late', 'Came after the closing day'), ('not_ours', 'Copied, or not one of our forms'), ('twice', 'The same person sent another and asked us to count that')], max_length=8)),
                ('draw', models.PositiveIntegerField()),
                ('keyed_at', models.DateTimeField(blank=True, null=True)),
                ('token', models.CharField(blank=True, help_text='Of the page it was keyed on', max_length=64)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='forms', to='survey.paperbatch')),
                ('contribution', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='activities.contribution')),
                ('keyed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['batch', 'state', 'draw'], name='survey_pape_batch_i_a26f0d_idx')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='a_serial_is_printed_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'spoilt'), _negated=True), models.Q(('spoilt_because', ''), _negated=True), _connector='OR'), name='a_spoilt_form_says_why')],
            },
        ),
        migrations.CreateModel(
            name='PaperIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200)),
                ('first', models.PositiveSmallIntegerField()),
                ('last', models.PositiveSmallIntegerField()),
                ('issued_on', models.DateField()),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='issues', to='survey.paperbatch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['first', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PaperMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('signed', 'Signed'), ('reopened', 'Opened again')], max_length=8)),
                ('figures', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='survey.paperbatch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reopened'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='opening_again_says_why')],
            },
        ),
        migrations.CreateModel(
            name='PaperReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200)),
                ('count', models.SmallIntegerField()),
                ('returned_on', models.DateField()),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='survey.paperbatch')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['returned_on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SavedDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('sealed', models.BinaryField()),
                ('letter', heard.ground.fields.SecretText(blank=True, null=True)),
                ('saved_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='survey.survey')),
            ],
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('language', models.CharField(max_length=12)),
                ('format', models.CharField(choices=[('standard', 'Standard'), ('easy_read', 'Easy Read')], default='standard', max_length=9)),
                ('translator', models.CharField(blank=True, max_length=120)),
                ('words', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('checked', 'Checked by a second person'), ('published', 'Published')], default='draft', max_length=9)),
                ('written_at', models.DateTimeField(default=heard.ground.clock.now)),
                ('checker', models.CharField(blank=True, max_length=120)),
                ('check_note', models.TextField(blank=True)),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('published_words', models.JSONField(default=dict)),
                ('published_translator', models.CharField(blank=True, max_length=120)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='survey.survey')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['language', 'format'],
                'constraints': [models.UniqueConstraint(fields=('survey', 'language', 'format'), name='one_version_per_language_and_format'), models.CheckConstraint(condition=models.Q(('format', 'standard'), ('language', 'en'), _negated=True), name='the_english_words_are_the_questions_themselves'), models.CheckConstraint(condition=models.Q(('checked_by__isnull', True), models.Q(('checked_by', models.F('written_by')), _negated=True), _connector='OR'), name='a_version_is_checked_by_a_second_person')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('ordinal', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('text', "In people's own words"), ('choice', 'Choose one'), ('multi', 'Choose any'), ('scale', 'On a scale'), ('rank', 'Put in order'), ('matrix', 'Several things on one scale'), ('place', 'A place')], max_length=6)),
                ('words', models.TextField()),
                ('help', models.TextField(blank=True)),
                ('required', models.BooleanField(default=False)),
                ('scale_low', models.CharField(blank=True, max_length=60)),
                ('scale_high', models.CharField(blank=True, max_length=60)),
                ('scale_points', models.PositiveSmallIntegerField(default=5)),
                ('scale_words', models.JSONField(blank=True, default=list)),
                ('place_kind', models.CharField(blank=True, choices=[('ward', 'Wards'), ('neighbourhood', 'Neighbourhoods'), ('venue', 'Venues')], max_length=13)),
                ('shown_if', models.CharField(choices=[('all', 'all of these are so'), ('any', 'any of these is so')], default='all', max_length=3)),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='survey.section')),
            ],
            options={
                'ordering': ['ordinal', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('scale_points__gte', 2), ('scale_points__lte', 11)), name='scale_has_2_to_11_points')],
            },
        ),
        migrations.CreateModel(
            name='PaperEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField(default=dict)),
                ('differed', models.PositiveSmallIntegerField(default=0)),
                ('wrong', models.PositiveSmallIntegerField(default=0)),
                ('fields', models.PositiveSmallIntegerField(default=0)),
                ('only_two', models.BooleanField(default=False)),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('form', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='survey.paperform')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [models.UniqueConstraint(fields=('form', 'ordinal'), name='one_entry_per_look'), models.CheckConstraint(condition=models.Q(('ordinal__gte', 1), ('ordinal__lte', 3)), name='a_form_is_looked_at_three_times')],
            },
        ),
        migrations.CreateModel(
            name='RefusedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField()),
                ('column', models.CharField(blank=True, max_length=200)),
                ('why', models.CharField(max_length=300)),
                ('taken', models.BooleanField(default=False)),
                ('cells', models.JSONField(default=list)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refused', to='survey.import')),
            ],
            options={
                'ordering': ['row', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('contribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.contribution')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='survey.import')),
            ],
        ),
        migrations.CreateModel(
            name='Option',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField(default=0)),
                ('words', models.CharField(max_length=300)),
                ('place_ref', models.CharField(blank=True, max_length=80)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='survey.question')),
            ],
            options={
                'ordering': ['ordinal', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('test', models.CharField(choices=[('is', 'is, or includes'), ('is_not', 'is not, and does not include'), ('answered', 'was answered'), ('not_answered', 'was left out')], max_length=12)),
                ('point', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('option', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='survey.option')),
                ('on', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='survey.question')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='survey.question')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('question', models.F('on')), _negated=True), name='a_question_does_not_wait_for_itself'), models.CheckConstraint(condition=models.Q(('test__in', ['answered', 'not_answered']), ('option__isnull', False), ('point__isnull', False), _connector='OR'), name='a_condition_names_its_answer')],
            },
        ),
        migrations.CreateModel(
            name='Chosen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('point', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('option', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='survey.option')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='survey.question')),
                ('response', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='chosen', to='survey.response')),
            ],
            options={
                'indexes': [models.Index(fields=['question', 'option', 'point'], name='survey_chos_questio_3b45ea_idx')],
                'constraints': [models.UniqueConstraint(fields=('response', 'question', 'option'), name='an_option_is_chosen_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('option__isnull', False), ('point__isnull', False), _connector='OR'), name='chosen_is_option_or_point_or_both')],
            },
        ),
    ]
