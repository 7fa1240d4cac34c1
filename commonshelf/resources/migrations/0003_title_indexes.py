"""Indexes over what is not null, written so that SQLite uses them: a partial index over NOT (x IS NULL) it never does."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('resources', '0002_title_numbers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='title',
            name='title_edition',
        ),
        migrations.RemoveIndex(
            model_name='title',
            name='title_check',
        ),
        migrations.AddIndex(
            model_name='title',
            index=models.Index(condition=models.Q(('edition__isnull', False)), fields=['edition'], name='title_edition'),
        ),
        migrations.AddIndex(
            model_name='title',
            index=models.Index(condition=models.Q(('check_at__isnull', False)), fields=['check_at'], name='title_check'),
        ),
    ]
