"""Figures know the kind of readers that asked; of requests placed before, as the requests themselves tell it."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce


def fill(apps, _editor):
    requests = apps.get_model("sharing", "PatronRequest").objects.filter(number=OuterRef("request"))
    kind = Subquery(requests.values("group_kind")[:1])
    apps.get_model("sharing", "Passage").objects.update(group_kind=Coalesce(kind, models.Value("")))


class Migration(migrations.Migration):

    dependencies = [
        ('sharing', '0002_partners'),
    ]

    operations = [
        migrations.AddField(
            model_name='passage',
            name='group_kind',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
