"""SQL that makes the database itself refuse to change or delete the rows of a table."""

from __future__ import annotations

from django.db.migrations.operations.special import RunSQL


def triggers(table: str) -> list[tuple[str, str]]:
    """(name, CREATE statement) of the two triggers, for SQLite."""
    return [
        (
            f"{table}_no_{verb.lower()}",
            (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ),
        )
        for verb in ("UPDATE", "DELETE")
    ]


def append_only(table: str) -> RunSQL:
    """The migration step."""
    made = triggers(table)
    return RunSQL(
        sql=[statement for _, statement in made],
        reverse_sql=[f"DROP TRIGGER {name}" for name, _ in made],
    )
