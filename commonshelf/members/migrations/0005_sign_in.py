from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0004_membership'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='factor_asked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='person',
            name='sessions_ended',
            field=models.PositiveIntegerField(default=0),
        ),
    ]
