"""The ordered tables. Those without row ids are their own index: half the space, one page a row."""

from django.db import migrations, models

WITHOUT_ROWID = """
CREATE TABLE browse_link (
    heading integer NOT NULL, edition integer NOT NULL, PRIMARY KEY (heading, edition)
) WITHOUT ROWID;
CREATE TABLE browse_subjectword (
    word text NOT NULL, heading integer NOT NULL, PRIMARY KEY (word, heading)
) WITHOUT ROWID;
CREATE TABLE browse_shelf (
    library varchar(40) NOT NULL, place text NOT NULL, edition integer NOT NULL, number text NOT NULL,
    PRIMARY KEY (library, place, edition)
) WITHOUT ROWID;
"""
TAKEN_OUT = "DROP TABLE browse_link; DROP TABLE browse_subjectword; DROP TABLE browse_shelf;"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Heading",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("place", models.TextField(unique=True)),
                ("text", models.TextField()),
                ("editions", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Shown",
            fields=[
                ("edition", models.IntegerField(primary_key=True, serialize=False)),
                ("digest", models.BigIntegerField()),
                ("headings", models.TextField()),
                ("shelves", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="State",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cursor", models.BigIntegerField(default=0)),
                ("rules", models.TextField()),
                ("mark", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(WITHOUT_ROWID, TAKEN_OUT)],
            state_operations=[
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        ("pk", models.CompositePrimaryKey("heading", "edition", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("heading", models.IntegerField()),
                        ("edition", models.IntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="SubjectWord",
                    fields=[
                        ("pk", models.CompositePrimaryKey("word", "heading", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("word", models.TextField()),
                        ("heading", models.IntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Shelf",
                    fields=[
                        ("pk", models.CompositePrimaryKey("library", "place", "edition", blank=True, editable=False, primary_key=True, serialize=False)),
                        ("library", models.CharField(max_length=40)),
                        ("place", models.TextField()),
                        ("edition", models.IntegerField()),
                        ("number", models.TextField()),
                    ],
                ),
            ],
        ),
    ]
