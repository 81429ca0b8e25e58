"""What is published is looked at again when rules change; what is taken out of sight is said so."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activities', '0003_the_level_corrected'),
        ('findings', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='finding',
            name='held_to',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='finding',
            name='looked_under',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='finding',
            name='stood',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), blank=True, null=True, size=None),
        ),
        migrations.AddField(
            model_name='finding',
            name='stood_tells',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='theme',
            name='held_to',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Withheld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('rule', 'the city hides small numbers more strictly now'), ('release', 'beside what was published later it would tell a small number')], max_length=7)),
                ('smallest', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activities.activity')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='withheld', to='findings.finding')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='withheld', to='findings.theme')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('finding__isnull', True), ('theme__isnull', True), _connector='XOR'), name='withheld_of_a_finding_or_a_theme')],
            },
        ),
    ]
