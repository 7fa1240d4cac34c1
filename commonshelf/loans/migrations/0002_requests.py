"""A copy can be kept for a request of a room above, while it still stands on its shelf."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("loans", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="hold", name="one_hold_keeps_a_thing"),
        migrations.AddField(
            model_name="hold",
            name="about",
            field=models.CharField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                condition=models.Q(("about", ""), _negated=True), fields=["about"], name="hold_about"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["promised", "coming", "ready"])),
                fields=("thing",),
                name="one_hold_keeps_a_thing",
            ),
        ),
    ]
