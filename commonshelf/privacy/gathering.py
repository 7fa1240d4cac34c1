"""All that is kept of a person, as parts to read, to download and to count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.db.models import Field, Model

from commonshelf.privacy import wording
from commonshelf.privacy.domain.table import TABLE, owned
from commonshelf.privacy.domain.vocabulary import Columns
from commonshelf.privacy.registry import model_of
from commonshelf.privacy.rows import own_rows, rows_of
from commonshelf.privacy.subjects import Subject

EVENT: Final = "news.Event"
ABOUT: Final = "news.Event about"
"""What others did about the person: told without saying who."""
_READABLE: Final = frozenset({"email", "to"})
"""Columns that lead to the person and say something to them."""
_CODED: Final = frozenset({"about_kind", "object_kind"})
"""Names of kinds of things, for programs."""
_WHO: Final = frozenset({"person", "reader"})


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one model. heads, shown: in the reader's language; raw: column -> value, for programs."""

    label: str
    section: str
    title: str
    heads: tuple[str, ...]
    shown: tuple[tuple[str, ...], ...]
    raw: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """For a file."""
        return self.label.lower().replace(".", "-").replace(" ", "-")

    def pairs(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """Each row as (head, words), without what is empty."""
        for row in self.shown:
            yield tuple((head, said) for head, said in zip(self.heads, row, strict=True) if said)


@dataclass(slots=True)
class _Named:
    """Names of the rows that foreign keys lead to, asked for once a model."""

    language: str
    known: dict[tuple[str, object], str] = field(default_factory=dict)

    def learn(self, column: Field[Any, Any], values: Sequence[object]) -> None:
        other: type[Model] = column.related_model  # type: ignore[assignment]
        label = other._meta.label  # noqa: SLF001  # Django's own way to ask a model what it is
        wanted = {value for value in values if value is not None and (label, value) not in self.known}
        for pk, row in other._base_manager.in_bulk(list(wanted)).items():  # noqa: SLF001  # all rows
            self.known[label, pk] = wording.name_of(row, self.language)

    def of(self, column: Field[Any, Any], value: object) -> str:
        label = column.related_model._meta.label  # type: ignore[union-attr]  # noqa: SLF001  # as above
        return self.known.get((label, value), "")


def gather(who: Subject, language: str) -> list[Part]:
    """Every part with at least one row, in the order of the privacy centre."""
    named = _Named(language)
    parts = []
    for label, line in owned():
        rows = list(own_rows(label, line, who).values(*exported(line)))
        parts.append(_part(label, line, rows, named))
    parts.append(_about(who, named))
    return [part for part in parts if part.raw]


def count(who: Subject) -> dict[str, int]:
    """Section -> how many rows, for a page that only says how much there is."""
    told: dict[str, int] = {}
    for label, line in owned():
        if line.section:
            told[line.section] = told.get(line.section, 0) + own_rows(label, line, who).count()
    return told


def exported(line: Columns) -> list[str]:
    """All columns but secrets."""
    return [column for column, _ in line.all() if column not in line.withheld]


def _shown(model: type[Model], line: Columns) -> list[str]:
    """What a person reads: not what only the machine needs, and not that it is theirs."""
    mine = {link.path for link in line.links}
    told = [column for column in (*line.identity, *line.activity) if column not in line.withheld]
    columns = {field.name for field in model._meta.concrete_fields}  # noqa: SLF001  # as above
    return [
        column
        for column in told
        if column in columns and (column not in mine or column in _READABLE) and column not in _CODED
    ]


def _part(label: str, line: Columns, rows: Sequence[dict[str, Any]], named: _Named, title: str = "") -> Part:
    model = model_of(label)
    columns = _shown(model, line)
    fields = {field.name: field for field in model._meta.concrete_fields}  # noqa: SLF001  # as above
    for column in columns:
        if fields[column].is_relation:
            named.learn(fields[column], [row[column] for row in rows])
    shown = []
    for row in rows:
        said = [_said(fields[column], row[column], named) for column in columns]
        shown.append(tuple(said))
    return Part(
        label=label if not title else ABOUT,
        section=line.section,
        title=title or wording.title(label),
        heads=tuple(wording.head(label, column) for column in columns),
        shown=tuple(shown),
        raw=tuple(rows),
    )


def _said(column: Field[Any, Any], value: object, named: _Named) -> str:
    if value is None or value == "":
        return ""
    if column.is_relation:
        return named.of(column, value)
    return wording.value(column.name, value)


def _about(who: Subject, named: _Named) -> Part:
    """Of what others did about them: when, what, at which library, why."""
    line = TABLE[EVENT]
    links = [link for link in line.links if link.how == "about"]
    rows = rows_of(model_of(EVENT), links, who).exclude(person__in=who.keys).order_by("pk")
    told = list(rows.values("at", "kind", "library", "reason"))
    heads = ("at", "kind", "library", "reason")
    fields = {field.name: field for field in model_of(EVENT)._meta.concrete_fields}  # noqa: SLF001  # as above
    shown = tuple(tuple(_said(fields[column], row[column], named) for column in heads) for row in told)
    return Part(
        ABOUT,
        "acts",
        wording.title(ABOUT),
        tuple(wording.head(EVENT, column) for column in heads),
        shown,
        tuple(told),
    )


def without_others(parts: Sequence[Part], who: Subject) -> list[Part]:
    """Whom their own acts were about is another's to know."""
    return [_own_acts(part, who) if part.label == EVENT else part for part in parts]


def _own_acts(part: Part, who: Subject) -> Part:
    raw = [
        {**row, "object_id": "", "facts": {}}
        if row["object_kind"] in _WHO and row["object_id"] not in who.keys
        else row
        for row in part.raw
    ]
    return replace(part, raw=tuple(raw))
