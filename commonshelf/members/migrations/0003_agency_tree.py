"""The general agency becomes the root, and every member's agency its child."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def plant(apps: Any, _editor: Any) -> None:
    agencies = apps.get_model("members", "Agency").objects
    agencies.filter(library=None).update(kind="general")
    general = agencies.filter(kind="general").first()
    if general is not None:
        agencies.exclude(pk=general.pk).update(parent=general)


class Migration(migrations.Migration):
    dependencies = [("members", "0002_belonging")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
