from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0007_invitation_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='alliance',
            name='holidays_of',
            field=models.CharField(default='CN', max_length=12),
        ),
    ]
