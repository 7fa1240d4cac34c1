"""A library's roll as the database has it, in a few questions, for spreadsheets to be held against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.utils import timezone

from commonshelf.cards import business, groups, proofs
from commonshelf.cards.cards import GroupCard
from commonshelf.cards.domain import age, roll
from commonshelf.cards.domain.roll import Around, Choices, Group, Holder, Known, Plan, Shown
from commonshelf.cards.domain.sheet import Rules, Said, readings
from commonshelf.cards.models import Block, Card, Proof, Reader
from commonshelf.mail import api as mail
from commonshelf.members import api as members

AT_ONCE: Final = 5_000
"""Values in one question; SQLite takes 32,766."""
Lines = Callable[[], Sequence[tuple[int, Mapping[str, str]]]]
"""Reads the lines of a sheet: number, column -> text."""
_COLUMNS: Final = (
    "pk", "person__key", "state", "group_id", "active_from", "active_to", "local_number",
    "person__name_zh", "person__name_en", "phone", "person__email", "person__language", "birth_date",
    "guardian_agreed_at", "version",
)  # fmt: skip


def parts(values: Collection[str]) -> Iterator[list[str]]:
    some = sorted(values)
    for start in range(0, len(some), AT_ONCE):
        yield some[start : start + AT_ONCE]


def rules(library: str, usual: int | None, cards: Sequence[GroupCard], today: date) -> Rules:
    """cards: the groups in use."""
    return Rules(
        today=today,
        home=library,
        groups=groups.words_of_groups(list(cards)),
        kinds={one.id: one.kind for one in cards},
        address=mail.address,
        digest=proofs.digest,
        usual=usual,
    )


def said(lines: Sequence[tuple[int, Mapping[str, str]]], library: str, choices: Choices) -> list[Said]:
    in_use = groups.groups(library=library)
    return readings(lines, rules(library, choices.group, in_use, timezone.localdate()))


def around(found: Sequence[Said], library: str) -> Around:
    """What there is now of all that these lines touch."""
    digests = {one.entry.digest for one in found if one.entry.digest}
    numbers = {
        number for one in found for number in (one.entry.card_number, one.entry.guardian_number) if number
    }
    return Around(
        home=library,
        known=_known(members.library_id(symbol=library)),
        documents=_documents(digests),
        cards=_holders(numbers, timezone.localdate()),
        groups={
            one.id: Group(one.id, one.kind, one.months, one.active)
            for one in groups.groups(library=library, all=True)
        },
    )


def _known(home: int) -> tuple[Known, ...]:
    in_use = dict(
        Card.objects.filter(reader__home_id=home, state="active").values_list("reader_id", "number")
    )
    rows = Reader.objects.filter(home_id=home).order_by("pk").values_list(*_COLUMNS)
    return tuple(_one(row, in_use) for row in rows.iterator(chunk_size=AT_ONCE))


def _one(row: tuple[Any, ...], in_use: Mapping[int, str]) -> Known:
    pk, key, state, group, first, ends, local, zh, en, phone, email, language, born, agreed, version = row
    return Known(
        id=pk,
        key=key,
        state=state,
        group=group,
        active_from=first,
        active_to=ends,
        local_number=local,
        name_zh=zh,
        name_en=en,
        phone=phone,
        email=email,
        language=language,
        birth_date=born,
        card=in_use.get(pk, ""),
        guarded=agreed is not None,
        version=version,
    )


def _documents(digests: Collection[str]) -> dict[str, Shown]:
    symbols, today = members.symbols_by_id(), timezone.localdate()
    found = {}
    for some in parts(digests):
        rows = Proof.objects.filter(digest__in=some).values_list(
            "digest", "reader_id", "reader__home_id", "reader__state"
        )
        found.update({digest: Shown(id, symbols.get(home, ""), state) for digest, id, home, state in rows})
    gone = {one.reader for one in found.values() if one.state != "active"}
    if gone:
        open_now = Block.objects.filter(library=None, lifted_at=None).exclude(active_to__lte=today)
        barred = gone & set(open_now.values_list("reader_id", flat=True))
        found = {at: replace(one, barred=one.reader in barred) for at, one in found.items()}
    return found


def _holders(numbers: Collection[str], today: date) -> dict[str, Holder]:
    found = {}
    for some in parts(numbers):
        rows = Card.objects.filter(number__in=some).values_list(
            "number", "reader_id", "state", "reader__state", "reader__birth_date"
        )
        for number, id, card, state, born in rows:
            active = card == "active" and state == "active"
            found[number] = Holder(id, adult=active and age.may_answer_for_others(born, today))
    return found


def planned(found: Sequence[Said], now: Around, choices: Choices) -> Plan:
    """With those of whom something is still open kept back, unless the choices take them along."""
    plan = roll.plan(found, now, choices, timezone.localdate())
    if choices.with_open:
        return plan
    keys = {one.id: one.key for one in now.known}
    leaving = [step for step in plan.steps if step.what == "leave"]
    busy = business.busy({keys[step.reader] for step in leaving})
    steps = tuple(
        replace(step, what="open") if step.what == "leave" and keys[step.reader] in busy else step
        for step in plan.steps
    )
    return Plan(steps, plan.faults)


def looked_at(lines: Lines, library: str, choices: Choices) -> tuple[list[Said], Around, Plan]:
    found = said(lines(), library, choices)
    now = around(found, library)
    return found, now, planned(found, now, choices)
