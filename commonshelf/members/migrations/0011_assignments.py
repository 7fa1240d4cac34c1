from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("members", "0010_reader_only")]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("discipline", models.CharField(max_length=4)),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(null=True)),
                (
                    "library",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="members.library",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="members.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["library", "discipline"], name="assigned_at"),
                    models.Index(condition=Q(active_to=None), fields=["discipline"], name="assigned_open"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                        name="assigned_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=Q(active_to=None),
                        fields=("person", "library", "discipline"),
                        name="assigned_once",
                    ),
                ],
            },
        ),
    ]
