from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='title',
            name='title_print',
        ),
        migrations.RemoveIndex(
            model_name='title',
            name='title_online',
        ),
        migrations.AddIndex(
            model_name='title',
            index=models.Index(fields=['print_id'], name='title_print'),
        ),
        migrations.AddIndex(
            model_name='title',
            index=models.Index(fields=['online_id'], name='title_online'),
        ),
    ]
