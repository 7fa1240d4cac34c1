"""Steps of a spreadsheet of readers written down: many rows in few statements, inside one act."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F
from django.utils import timezone

from commonshelf.cards import proofs
from commonshelf.cards.domain import age, numbers
from commonshelf.cards.domain.roll import Around, Known, Plan, Step
from commonshelf.cards.domain.sheet import Entry
from commonshelf.cards.models import Card, Proof, Reader
from commonshelf.cards.registering import new_alias
from commonshelf.cards.rolls import parts
from commonshelf.members import api as members

BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Now:
    """library: row id; by: key of who does it; at: the instant everything new carries."""

    around: Around
    library: int
    by: str
    at: datetime


def take(plan: Plan, around: Around, *, library: int, by: str, at: datetime) -> None:
    """library: row id; by: key of who does it."""
    now = Now(around, library, by, at)
    known = {one.id: one for one in around.known}
    new = [step for step in plan.steps if step.what == "new"]
    _register(new, now)
    _extend([step for step in plan.steps if step.what in {"renew", "leave"}])
    for step in plan.steps:
        if step.what in {"change", "back"}:
            _put_right(step, known[step.reader], now)
    backs = [step for step in plan.steps if step.what in {"back", "change"} and step.entry is not None]
    _keep_proofs([(step.reader, step.entry) for step in backs if step.entry], now)


def _drawn(count: int, draw: Callable[[], str], taken: Callable[[list[str]], Collection[str]]) -> list[str]:
    """So many that nobody has."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {draw() for _ in range(count - len(found))}
        for some in parts(fresh):
            found |= set(some) - set(taken(some))
    return list(found)


def _cards(count: int) -> list[str]:
    return _drawn(
        count,
        lambda: numbers.new(secrets.randbelow),
        lambda some: Card.objects.filter(number__in=some).values_list("number", flat=True),
    )


def _aliases(count: int) -> list[str]:
    return _drawn(
        count, new_alias, lambda some: Reader.objects.filter(alias__in=some).values_list("alias", flat=True)
    )


def _register(steps: Sequence[Step], now: Now) -> None:
    """With an account that cannot sign in yet, a document and a card each."""
    entries = [(step, step.entry) for step in steps if step.entry is not None]
    aliases = _aliases(len(entries))
    people = [
        members.NewPerson(
            name_zh=entry.name_zh,
            name_en=entry.name_en,
            email=entry.email,
            language=entry.language,
            username=alias,
        )
        for alias, (_step, entry) in zip(aliases, entries, strict=True)
    ]
    keys = members.open_reader_accounts(people=people, at=now.at)
    ids: dict[str, int] = {}
    for some in parts(keys):
        ids |= members.person_ids(keys=some)
    rows = [
        Reader(person_id=ids[key], alias=alias, **_particulars(step, entry, now))
        for key, alias, (step, entry) in zip(keys, aliases, entries, strict=True)
    ]
    made = Reader.objects.bulk_create(rows, batch_size=BATCH)
    _give_cards([(row.pk, step.card) for row, step in zip(made, steps, strict=True)], now)
    _keep_proofs([(row.pk, entry) for row, (_step, entry) in zip(made, entries, strict=True)], now)


def _particulars(step: Step, entry: Entry, now: Now) -> dict[str, Any]:
    today = timezone.localdate(now.at)
    child = age.is_child(entry.birth_date, today)
    return {
        "home_id": now.library,
        "group_id": step.group,
        "local_number": entry.local_number,
        "phone": entry.phone,
        "birth_date": entry.birth_date,
        **(_guardian(entry, now) if child else {}),
        "active_from": today,
        "active_to": step.active_to,
        "registered_at": now.at,
        "registered_by": now.by,
        "registered_library_id": now.library,
    }


def _guardian(entry: Entry, now: Now) -> dict[str, Any]:
    holder = now.around.cards.get(entry.guardian_number)
    return {
        "guardian_id": holder.reader if holder else None,
        "guardian_name": entry.guardian_name,
        "guardian_phone": entry.guardian_phone,
        "guardian_agreed_at": now.at,
    }


def _give_cards(wanted: Sequence[tuple[int, str]], now: Now) -> None:
    """(reader, number printed before or "")."""
    fresh = iter(_cards(sum(1 for _id, number in wanted if not number)))
    Card.objects.bulk_create(
        (
            Card(
                reader_id=id,
                number=number or next(fresh),
                library_id=now.library,
                issued_at=now.at,
                issued_by=now.by,
                state="active",
            )
            for id, number in wanted
        ),
        batch_size=BATCH,
    )


def _keep_proofs(shown: Iterable[tuple[int, Entry]], now: Now) -> None:
    """A document of a closed registration moves on; one that stands with its reader stays as it is."""
    wanted = {entry.digest: (id, entry) for id, entry in shown if entry.document is not None}
    there: dict[str, tuple[int, int]] = {}
    for some in parts(wanted):
        rows = Proof.objects.filter(digest__in=some).values_list("digest", "pk", "reader_id")
        there.update({digest: (pk, reader) for digest, pk, reader in rows})
    for digest, (pk, reader) in there.items():
        if reader != wanted[digest][0]:
            Proof.objects.filter(pk=pk).update(
                reader_id=wanted[digest][0], library_id=now.library, seen_by=now.by, seen_at=now.at
            )
    Proof.objects.bulk_create(
        (
            proofs.row(id, entry.document, library=now.library, by=now.by, at=now.at)
            for digest, (id, entry) in wanted.items()
            if digest not in there and entry.document is not None
        ),
        batch_size=BATCH,
    )


def _extend(steps: Sequence[Step]) -> None:
    """Those with the same last day together."""
    by_day: dict[Any, list[int]] = {}
    for step in steps:
        by_day.setdefault(step.active_to, []).append(step.reader)
    for day, ids in by_day.items():
        for start in range(0, len(ids), BATCH * 10):
            some = ids[start : start + BATCH * 10]
            Reader.objects.filter(pk__in=some).update(active_to=day, version=F("version") + 1)


def _put_right(step: Step, known: Known, now: Now) -> None:
    """What the line says otherwise; what it does not say stays. Who is back and without a card gets one."""
    entry = step.entry
    if entry is None:
        return
    told = {name: getattr(entry, name) for name in step.changed if hasattr(entry, name)}
    names = {name: told[name] for name in ("name_zh", "name_en", "email", "language") if name in told}
    if names:
        members.set_names(person=known.key, **names)
    written: dict[str, Any] = {
        name: told[name] for name in ("local_number", "phone", "birth_date") if name in told
    }
    written["group_id"], written["active_to"] = step.group, step.active_to
    if "guardian_name" in step.changed:
        written |= _guardian(entry, now)
    if step.what == "back":
        written |= {"state": "active", "closed_at": None}
    Reader.objects.filter(pk=step.reader).update(version=F("version") + 1, **written)
    if step.card and known.card:
        Card.objects.filter(reader_id=step.reader, state="active").update(state="replaced", ended_at=now.at)
    if step.card or (step.what == "back" and not known.card):
        _give_cards([(step.reader, step.card)], now)
