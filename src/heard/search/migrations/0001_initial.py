import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=80, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('title', models.CharField(max_length=300)),
                ('extract', models.TextField(blank=True)),
                ('url', models.CharField(max_length=300)),
                ('place', models.CharField(blank=True, max_length=120)),
                ('at', models.DateTimeField()),
                ('activity_ref', models.CharField(blank=True, db_index=True, max_length=12)),
                ('words', django.contrib.postgres.search.SearchVectorField(null=True)),
                ('stems', django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['words'], name='search_sear_words_e6112c_gin'), django.contrib.postgres.indexes.GinIndex(fields=['stems'], name='search_sear_stems_0a675b_gin'), models.Index(fields=['-at', '-id'], name='search_sear_at_4a264c_idx')],
            },
        ),
    ]
