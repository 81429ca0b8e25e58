import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('kind', models.CharField(choices=[('city', 'City'), ('ward', 'Ward'), ('neighbourhood', 'Neighbourhood'), ('parish', 'Parish')], max_length=14)),
                ('name', models.CharField(max_length=120)),
                ('code', models.CharField(blank=True, help_text='Government Statistical Service code, verified only', max_length=12)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('version', models.CharField(help_text='The set of boundaries, for example “wards 2004–2026”', max_length=40)),
                ('note', models.TextField(blank=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='places.place')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'name', 'version'), name='one_place_per_name_and_version'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='one_place_per_code'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_from__isnull', True), ('valid_to__gt', models.F('valid_from')), _connector='OR'), name='place_valid_to_after_from')],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimension', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('unit', models.CharField(choices=[('people', 'people'), ('households', 'households'), ('percent', 'percent')], max_length=20)),
                ('base', models.PositiveIntegerField(blank=True, null=True)),
                ('source', models.TextField()),
                ('as_of', models.DateField()),
                ('verified', models.BooleanField(default=False)),
                ('limits', models.TextField(blank=True)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profiles', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'dimension', 'as_of'), name='one_profile_per_dimension_and_date')],
            },
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('name', models.CharField(max_length=160)),
                ('kind', models.CharField(blank=True, max_length=40)),
                ('address', models.CharField(blank=True, max_length=250)),
                ('access_facts', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list, size=None)),
                ('access_checked_on', models.DateField(blank=True, null=True)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='venues', to='places.place')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ProfileFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordinal', models.PositiveSmallIntegerField()),
                ('category', models.CharField(max_length=120)),
                ('count', models.PositiveIntegerField(blank=True, null=True)),
                ('percent', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='figures', to='places.profile')),
            ],
            options={
                'ordering': ['ordinal'],
                'constraints': [models.UniqueConstraint(fields=('profile', 'ordinal'), name='one_figure_per_ordinal')],
            },
        ),
    ]
