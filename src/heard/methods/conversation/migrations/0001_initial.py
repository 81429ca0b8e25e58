import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
            name='Conversation',
            fields=[
                ('strand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.strand')),
                ('kind', models.CharField(choices=[('talk', 'A conversation: people answer one question and each other'), ('board', 'A board of ideas: each has a title, and you say what becomes of it')], default='talk', max_length=5)),
                ('prompt', models.TextField(blank=True)),
                ('about', models.TextField(blank=True)),
                ('officer_name', models.CharField(blank=True, max_length=120)),
                ('officer_role', models.CharField(blank=True, max_length=160)),
                ('asks_place', models.BooleanField(default=True)),
                ('takes_photos', models.BooleanField(default=True)),
                ('takes_spoken', models.BooleanField(default=True)),
                ('summary', models.TextField(blank=True)),
                ('summary_at', models.DateTimeField(blank=True, null=True)),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('summary_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('summary', ''), models.Q(('summary_at__isnull', False), ('summary_by__isnull', False)), _connector='OR'), name='a_summary_is_signed')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('at', models.DateTimeField()),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('tone', models.CharField(blank=True, choices=[('adds', 'I want to add something'), ('differs', 'I see it differently'), ('asks', 'I have a question')], max_length=8)),
                ('title', models.CharField(blank=True, max_length=120)),
                ('place_words', models.CharField(blank=True, max_length=160)),
                ('pin_north', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True)),
                ('pin_east', models.DecimalField(blank=True, decimal_places=3, max_digits=6, null=True)),
                ('starts', models.PositiveIntegerField(blank=True, null=True)),
                ('ends', models.PositiveIntegerField(blank=True, null=True)),
                ('status', models.CharField(blank=True, choices=[('heard', 'Heard'), ('looking', 'Being looked at'), ('adopted', 'Adopted'), ('not_adopted', 'Not adopted')], max_length=12)),
                ('supports', models.PositiveIntegerField(default=0)),
                ('replies_shown', models.PositiveIntegerField(default=0)),
                ('differs', models.PositiveIntegerField(default=0)),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.contribution')),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='conversation.conversation')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='conversation.post')),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='conversation.post')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('top', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='thread', to='conversation.post')),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', 'depth', '-at', '-id'], name='conversatio_convers_8a5956_idx'), models.Index(fields=['conversation', 'depth', '-supports', '-id'], name='conversatio_convers_19c3ee_idx'), models.Index(fields=['parent', 'at', 'id'], name='conversatio_parent__9b0ebd_idx'), django.contrib.postgres.indexes.GinIndex(fields=['terms'], name='conversation_post_terms')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('part_of__isnull', True)), fields=('contribution',), name='one_whole_post_per_contribution'), models.CheckConstraint(condition=models.Q(('depth__lte', 2)), name='replies_two_levels_deep'), models.CheckConstraint(condition=models.Q(models.Q(('depth', 0), ('parent__isnull', True), ('top__isnull', True)), models.Q(('depth__gt', 0), ('parent__isnull', False), ('top__isnull', False)), _connector='OR'), name='a_reply_has_a_parent_and_a_top'), models.CheckConstraint(condition=models.Q(models.Q(('ends__isnull', True), ('part_of__isnull', True), ('starts__isnull', True)), models.Q(('ends__gt', models.F('starts')), ('part_of__isnull', False), ('starts__isnull', False)), _connector='OR'), name='a_part_is_a_stretch_of_words'), models.CheckConstraint(condition=models.Q(models.Q(('pin_east__isnull', True), ('pin_north__isnull', True)), models.Q(('pin_east__isnull', False), ('pin_north__isnull', False)), _connector='OR'), name='a_pin_has_two_numbers')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='question', serialize=False, to='conversation.post')),
                ('officer_name', models.CharField(max_length=120)),
                ('officer_role', models.CharField(blank=True, max_length=160)),
                ('asked_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('late_told_at', models.DateTimeField(blank=True, null=True)),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('answered_at__isnull', True)), fields=['due_on'], name='conversation_question_due')],
            },
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('jpeg', 'JPEG'), ('png', 'PNG')], max_length=4)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('description', models.CharField(max_length=300)),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='photo', to='conversation.post')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('description', ''), _negated=True), name='a_photo_is_described')],
            },
        ),
        migrations.CreateModel(
            name='OfficerReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('words', models.TextField()),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(blank=True, max_length=160)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='officer_replies', to='conversation.post')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_author', models.BooleanField(default=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='conversation.post')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged_in', to='conversation.post')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('source',), name='a_post_is_part_of_one_other'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='no_post_is_part_of_itself')],
            },
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=24)),
                ('size', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('written_at', models.DateTimeField(blank=True, null=True)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='recording', to='conversation.post')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StatusChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('heard', 'Heard'), ('looking', 'Being looked at'), ('adopted', 'Adopted'), ('not_adopted', 'Not adopted')], max_length=12)),
                ('because', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='conversation.post')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'not_adopted'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='not_adopted_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Support',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('carried_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversation.post')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='supported', to='conversation.post')),
                ('voice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.voice')),
            ],
            options={
                'indexes': [models.Index(fields=['voice'], name='conversatio_voice_i_2f1578_idx')],
                'constraints': [models.UniqueConstraint(fields=('post', 'voice'), name='one_support_per_voice')],
            },
        ),
    ]
