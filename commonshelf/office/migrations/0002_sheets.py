"""What waits of a spreadsheet somebody brought."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("office", "0001_contracts_rules")]

    operations = [
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("person", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=12)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("lines", models.JSONField(default=list)),
                ("taken", models.PositiveIntegerField(default=0)),
                ("brought_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind"), name="one_sheet_a_kind")
                ],
            },
        ),
    ]
