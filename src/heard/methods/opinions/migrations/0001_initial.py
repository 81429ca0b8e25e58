import django.db.models.deletion
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
            name='Opinions',
            fields=[
                ('strand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='activities.strand')),
                ('question', models.CharField(blank=True, max_length=200)),
                ('introduction', models.TextField(blank=True)),
                ('accepts_statements', models.BooleanField(default=True)),
                ('shows_while_open', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('key_hash', models.CharField(max_length=64)),
                ('begun_on', models.DateField()),
                ('source', models.CharField(blank=True, default='', max_length=16)),
                ('left_out_at', models.DateTimeField(blank=True, null=True)),
                ('opinions', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='opinions.opinions')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('opinions', 'key_hash'), name='one_participant_of_a_key')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('hands', 'Hands raised'), ('cards', 'Cards or stickers'), ('paper', 'Paper sheets handed in'), ('phone', 'Read out by telephone')], max_length=5)),
                ('title', models.CharField(max_length=160)),
                ('held_on', models.DateField()),
                ('people', models.PositiveIntegerField()),
                ('entered_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('contribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.contribution')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opinions', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='opinions.opinions')),
            ],
            options={
                'ordering': ['-held_on', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('people__gt', 0)), name='somebody_was_in_the_room')],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('words', models.CharField(blank=True, max_length=200)),
                ('leaning', models.CharField(blank=True, choices=[('for', 'Leans one way'), ('against', 'Leans the other way'), ('neither', 'Neither')], max_length=8)),
                ('added_at', models.DateTimeField()),
                ('put_away_because', models.CharField(blank=True, max_length=300)),
                ('put_away_at', models.DateTimeField(blank=True, null=True)),
                ('agree', models.PositiveIntegerField(default=0)),
                ('disagree', models.PositiveIntegerField(default=0)),
                ('passed', models.PositiveIntegerField(default=0)),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('came_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reworded', to='opinions.statement')),
                ('contribution', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.contribution')),
                ('opinions', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='opinions.opinions')),
                ('put_away_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('opinions', 'number'), name='one_statement_of_a_number'), models.UniqueConstraint(condition=models.Q(('put_away_at__isnull', True)), fields=('came_from',), name='reworded_once_at_a_time'), models.CheckConstraint(condition=models.Q(('put_away_at__isnull', True), models.Q(('put_away_because', ''), _negated=True), _connector='OR'), name='a_statement_put_away_says_why'), models.CheckConstraint(condition=models.Q(('came_from__isnull', True), models.Q(('came_from', models.F('id')), _negated=True), _connector='OR'), name='no_statement_comes_from_itself')],
            },
        ),
        migrations.CreateModel(
            name='Suspicion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', heard.ground.fields.PublicId(default=heard.ground.fields.short_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('signature', models.CharField(max_length=64)),
                ('because', models.JSONField(default=list)),
                ('size', models.PositiveIntegerField()),
                ('found_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting to be looked at'), ('honest', 'Looked at: they count'), ('proposed', 'Proposed for leaving out'), ('left_out', 'Left out')], default='waiting', max_length=8)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
                ('judged_because', models.TextField(blank=True)),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opinions', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspicions', to='opinions.opinions')),
            ],
            options={
                'ordering': ['-found_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('opinions', 'signature'), name='the_same_suspicion_once'), models.CheckConstraint(condition=models.Q(('state', 'waiting'), models.Q(('judged_because', ''), _negated=True), _connector='OR'), name='a_judged_suspicion_says_why')],
            },
        ),
        migrations.CreateModel(
            name='RoomCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agree', models.PositiveIntegerField()),
                ('disagree', models.PositiveIntegerField()),
                ('passed', models.PositiveIntegerField()),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='opinions.room')),
                ('statement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.statement')),
            ],
            options={
                'ordering': ['statement__number'],
                'constraints': [models.UniqueConstraint(fields=('room', 'statement'), name='one_count_per_room_and_statement')],
            },
        ),
        migrations.CreateModel(
            name='Suspected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='opinions.participant')),
                ('suspicion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suspected', to='opinions.suspicion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('suspicion', 'participant'), name='suspected_once')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.SmallIntegerField(choices=[(1, 'Agree'), (-1, 'Disagree'), (0, 'Pass')])),
                ('given_at', models.DateTimeField(null=True)),
                ('participant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='opinions.participant')),
                ('statement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='opinions.statement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('participant', 'statement'), name='one_vote_per_participant_and_statement'), models.CheckConstraint(condition=models.Q(('way__in', [-1, 0, 1])), name='a_vote_is_agree_disagree_or_pass')],
            },
        ),
    ]
