"""What law and contracts demand of a setting, and the libraries a delegation is for."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0005_sign_in")]

    operations = [
        migrations.AddField(
            model_name="delegation",
            name="within",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="Binding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.CharField(max_length=10)),
                ("name", models.CharField(max_length=60)),
                ("bound", models.JSONField(default=dict)),
                ("source", models.CharField(max_length=200)),
                ("active_from", models.DateField()),
                ("active_to", models.DateField(null=True)),
                (
                    "library",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bindings",
                        to="members.library",
                    ),
                ),
            ],
        ),
    ]
