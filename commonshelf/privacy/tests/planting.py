"""For the proofs: rows of every kind that hang on a person, with words in them that nobody else has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import count
from secrets import token_hex
from typing import Any

from django.db import models
from django.utils import timezone

from commonshelf.privacy.domain.table import TABLE, owned
from commonshelf.privacy.domain.vocabulary import Columns, Link
from commonshelf.privacy.registry import model_of
from commonshelf.privacy.removing import label_of

TEXT = (models.CharField, models.TextField)
OF_THE_THING = {
    # What is said of a book, a desk or a record in a row that stays without the person.
    "loans.Loan.state", "loans.Loan.branch", "loans.Loan.returned_branch",
    "loans.Fee.kind",
    "loans.Hold.state", "loans.Hold.branch", "loans.Hold.title_zh", "loans.Hold.title_en",
    "loans.Hold.about",
    "sharing.PatronRequest.service", "sharing.PatronRequest.kind", "sharing.PatronRequest.level",
    "sharing.PatronRequest.state", "sharing.PatronRequest.why", "sharing.PatronRequest.pickup_branch",
    "sharing.Message.side",
    "visits.Visit.branch", "visits.Visit.way",
    "ledger.Account.purpose", "ledger.Account.unit",
    "work.WorkItem.kind", "work.WorkItem.about_id", "work.WorkItem.about_kind",
    "work.WorkItem.title_zh", "work.WorkItem.title_en",
    "votes.Vote.choice",
    "cataloguing.Suggestion.field", "cataloguing.Suggestion.was", "cataloguing.Suggestion.proposed",
    "cataloguing.Suggestion.state", "cataloguing.Suggestion.title", "cataloguing.Suggestion.reason",
    "news.Event.kind", "news.Event.agent", "news.Event.object_kind", "news.Event.object_id",
    "news.Event.library", "news.Event.reason",
}  # fmt: skip
CODES = {
    # Columns whose code decides what else stands in the row, or whether it may be there at all.
    "members.Invitation.kind": "person",
    "cards.Reader.state": "closed",
    "cards.Card.state": "active",
    "loans.Loan.state": "returned",
    "loans.Hold.state": "fetched",
    "loans.Fee.kind": "overdue",
    "ledger.Account.kind": "reader",
    "ledger.Account.unit": "fen",
    "work.WorkItem.state": "done",
    "mfa.Authenticator.type": "totp",
    "mail.Letter.about_kind": "reader",
}
VALUES: dict[str, Any] = {
    "ledger.Posting.amount": 1,
    "delivery.Link.opens": 1,
    "loans.Fee.amount": 5,
    "loans.Fee.settled": 5,
    "office.DutyShift.ends": time(12),
    "work.WorkItem.due_at": None,
    "work.WorkItem.left_minutes": None,
    "members.Alliance.id": 1,
    "news.Event.key": None,
    "members.Assignment.active_from": date(2020, 1, 1),
    "members.Assignment.active_to": date(2020, 2, 1),
    "members.Affiliation.active_from": date(2020, 1, 1),
    "members.Affiliation.active_to": date(2020, 2, 1),
    "usersessions.UserSession.ip": "203.0.113.77",
}
DRAWN = {"sharing.PatronRequest.number": "Q{:08d}", "delivery.Link.digest": "{:064x}"}
"""Drawn at random, and no words: what stays of them leads to nobody."""
STAYS_OPEN = {"into", "guardian", "reverses", "under", "parent", "framework", "merged_into"}
"""Keys of a model to itself, left null."""


@dataclass
class Garden:
    """One person with rows everywhere. words: planted text -> "model.column"; rows: model -> keys."""

    person: Any = None
    reader: Any = None
    other: Any = None
    words: dict[str, str] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)
    serial: count[int] = field(default_factory=lambda: count(1))

    def word(self, label: str, column: str, longest: int | None, *, lower: bool = False) -> str:
        """Distinctive in every script, and of its own in every column."""
        n = next(self.serial)
        said = f"鱻{n:04d}Zq" if (longest or 99) >= 7 else f"{n:04d}"[: longest or 4]
        said = said.lower() if lower else said
        if len(said) == 7:
            self.words[said] = f"{label}.{column}"
        return said


def plant(garden: Garden) -> Garden:
    """A row for every link by which something is a person's own."""
    garden.person = make(garden, "members.Person", None)
    garden.reader = make(garden, "cards.Reader", Link("person"))
    for label, line in owned():
        for link in line.owned:
            if label not in {"members.Person", "cards.Reader"}:
                make(garden, label, link)
    return garden


def make(garden: Garden, label: str, link: Link | None) -> Any:
    model, line = model_of(label), TABLE[label]
    values = {}
    for column in model._meta.concrete_fields:
        if column.auto_created or (column.primary_key and isinstance(column, models.AutoField)):
            continue
        if link and column.name in (said := dict(link.when)):
            values[column.name] = said[column.name]
            continue
        values[column.name] = value(garden, label, line, column, link)
    row = model._base_manager.create(**values)
    garden.rows.setdefault(label, []).append(row.pk)
    return row


def value(garden: Garden, label: str, line: Columns, column: Any, link: Link | None) -> Any:
    place = f"{label}.{column.name}"
    if place == "members.Person.key":
        return token_hex(8)
    if place in VALUES:
        return VALUES[place]
    if place in DRAWN:
        return DRAWN[place].format(next(garden.serial))
    if column.is_relation:
        return related(garden, label, column, link)
    if link and column.name == link.path:
        return garden.person.email if link.how == "address" else garden.person.key
    if column.name in line.keys and column.name not in {"about_id", "object_id"}:
        return [] if column.get_internal_type() == "JSONField" else ""
    if column.name == "about_kind" and link and link.how in {"address", "about"}:
        return "reader" if link.how == "about" else "invitation"
    if place in CODES:
        return CODES[place]
    if isinstance(column, models.JSONField):
        if line.class_of(column.name) in {"operational", "public"}:
            return column.get_default() if column.has_default() else {}
        said = garden.word(label, column.name, None)
        return [said] if column.default is list else {"said": said}
    if isinstance(column, models.EmailField):
        return f"{garden.word(label, column.name, 7, lower=True)}@planted.example"
    if isinstance(column, TEXT):
        return "" if _plain(line, column, place) else garden.word(label, column.name, column.max_length)
    return _of_its_kind(garden, column)


def _plain(line: Columns, column: Any, place: str) -> bool:
    """Nothing of a person can stand there: the system's own words, or a thing's."""
    return (
        line.class_of(column.name) in {"operational", "public"} and not column.unique
    ) or place in OF_THE_THING


def related(garden: Garden, label: str, column: Any, link: Link | None) -> Any:
    other = label_of(column)
    if column.name in STAYS_OPEN and other == label:
        return None
    if other == "members.Person":
        return garden.person
    if other == "cards.Reader":
        return garden.reader
    if TABLE[other].owned and any(one.path.startswith(f"{column.name}__") for one in TABLE[label].owned):
        rows = garden.rows.get(other)
        return (
            model_of(other)._base_manager.get(pk=rows[0])
            if rows
            else make(garden, other, TABLE[other].owned[0])
        )
    if column.null and other == label:
        return None
    if other not in garden.shared:
        garden.shared[other] = make_shared(garden, other)
    return garden.shared[other]


def make_shared(garden: Garden, label: str) -> Any:
    """A row of nobody's that others need: a library, a book. Its words are no one's."""
    apart = Garden(garden.person, garden.reader, shared=garden.shared, serial=garden.serial)
    return make(apart, label, None)


def _of_its_kind(garden: Garden, column: Any) -> Any:
    name = column.get_internal_type()
    if name == "DateTimeField":
        return timezone.now() - timedelta(hours=1)
    if name == "DateField":
        return timezone.localdate() + timedelta(days=next(garden.serial))  # what ends does so after it began
    if name == "TimeField":
        return time(8)
    if name == "BooleanField":
        return True
    if name == "BinaryField":
        return b"planted"
    if name == "FloatField":
        return 1.0
    return next(garden.serial)


def every_form(word: str) -> list[bytes]:
    """As bytes in a file: UTF-8, UTF-16 both ways, GB 18030, as JSON escapes it."""
    forms = [word.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
    return [*forms, word.encode("ascii", "backslashreplace")]
