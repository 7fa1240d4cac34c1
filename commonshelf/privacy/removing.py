"""Taking one person out of the tables, as the table says: loosened, emptied, deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from graphlib import TopologicalSorter
from typing import Any

from django.db.models import Field, Model

from commonshelf.privacy.domain.table import TABLE
from commonshelf.privacy.domain.vocabulary import Link
from commonshelf.privacy.registry import model_of
from commonshelf.privacy.rows import rows_of
from commonshelf.privacy.subjects import Subject


def empty(model: type[Model], column: str) -> Any:
    """What stands in a column that was emptied: null where it may be, else nothing of its kind."""
    field: Field[Any, Any] = model._meta.get_field(column)  # type: ignore[assignment]  # noqa: SLF001  # a column of the table
    if field.null:
        return None
    return (
        "" if field.get_internal_type() in {"CharField", "TextField", "EmailField"} else field.get_default()
    )


def loosened(model: type[Model], link: Link, at: datetime) -> dict[str, Any]:
    """What erasing writes into a row that stays."""
    told = {column: empty(model, column) for column in link.blank}
    if link.erase == "unlink":
        told[link.path] = None
    if link.stamp:
        told[link.stamp] = at
    return told


def label_of(field: Field[Any, Any]) -> str:
    """Of the model a foreign key leads to; "" of any other column."""
    other = field.related_model
    return other._meta.label if isinstance(other, type) else ""  # noqa: SLF001  # Django's own way to ask a model


def deletion_order() -> list[str]:
    """Models with rows to delete, whatever points at another of them before it."""
    doomed = {label for label, line in TABLE.items() if any(link.erase == "delete" for link in line.links)}
    before: dict[str, set[str]] = {label: set() for label in doomed}
    for label in doomed:
        for field in model_of(label)._meta.concrete_fields:  # noqa: SLF001  # Django's own way to ask a model
            other = label_of(field)
            if other in doomed and other != label:
                before[other].add(label)
    return list(
        TopologicalSorter({label: sorted(first) for label, first in sorted(before.items())}).static_order()
    )


def _doomed(label: str, who: Subject) -> Iterable[Any]:
    """Keys of the rows to delete, known before anything is untied through which they hang on the person."""
    links = [link for link in TABLE[label].links if link.erase == "delete"]
    return rows_of(model_of(label), links, who).values_list("pk", flat=True)


def remove(who: Subject, at: datetime) -> dict[str, int]:
    """Inside the act: "model done" -> rows. A second call finds nothing left to do."""
    counts: Counter[str] = Counter()
    doomed = {label: list(_doomed(label, who)) for label in deletion_order()}
    loose = [(label, link) for label, line in TABLE.items() for link in line.links]
    # What hangs on the person by way of another row comes before that row is untied.
    for label, link in sorted(loose, key=lambda one: -one[1].path.count("__")):
        model = model_of(label)
        if written := loosened(model, link, at):
            done = "unlinked" if link.erase == "unlink" else "blanked"
            counts[f"{label} {done}"] += rows_of(model, [link], who).update(**written)
    for label, keys in doomed.items():
        _, by_model = model_of(label)._base_manager.filter(pk__in=keys).delete()  # noqa: SLF001  # all rows
        for name, rows in by_model.items():
            counts[f"{name} deleted"] += rows
    return {name: rows for name, rows in sorted(counts.items()) if rows}


def left(who: Subject, links: Iterable[tuple[str, Link]]) -> dict[str, int]:
    """How many rows of each of these links are there: before erasing, a preview; after it, a check."""
    counts: Counter[str] = Counter()
    for label, link in links:
        if rows := rows_of(model_of(label), [link], who).count():
            counts[label] += rows
    return dict(counts)
