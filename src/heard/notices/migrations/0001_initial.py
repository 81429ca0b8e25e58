import heard.ground.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=120, unique=True)),
                ('channel', models.CharField(default='email', max_length=10)),
                ('to_hash', models.CharField(max_length=64)),
                ('subject', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('claimed', 'Being sent; if it stays so, the worker stopped and nobody knows'), ('sent', 'Taken by the mail server'), ('failed', 'Not taken; may be tried again'), ('unsure', 'The connection broke while handing over; not tried again')], default='sent', max_length=7)),
                ('at', models.DateTimeField(default=heard.ground.clock.now)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['at'], name='notices_sen_at_41715f_idx')],
            },
        ),
    ]
