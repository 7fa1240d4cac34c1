"""Erasing a person: refused while something is open, done in one act, written down without saying who."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done, Held
from commonshelf.privacy import removing, sweeping, traces
from commonshelf.privacy.domain.table import TABLE, owned
from commonshelf.privacy.models import Erasure
from commonshelf.privacy.registry import all_of
from commonshelf.privacy.subjects import Subject, subject
from commonshelf.privacy.wording import place_name

ACTION: Final = "privacy.erase"
CONFLICT: Final = 409
MOST_NAMED: Final = 5
"""Open things a refusal names; the page lists all of them."""


@dataclass(frozen=True, slots=True)
class ErasureCard:
    """counts: "model done" -> rows. in_backups_until None: this system makes no backups itself."""

    id: int
    done_at: datetime
    swept: bool
    counts: Mapping[str, int]
    in_backups_until: date | None


@dataclass(frozen=True, slots=True)
class Prospect:
    """What erasing would do, and what stands in its way. rows: model -> how many are theirs."""

    rows: Mapping[str, int]
    open: tuple[Held, ...]
    works_at: tuple[str, ...]
    child: bool
    answers_for: bool
    in_backups_until: date | None

    @property
    def possible(self) -> bool:
        return not (self.open or self.works_at or self.answers_for)


def _about(person: str, library: str) -> Ref:
    """At a desk: where it happens decides who may; else it is one's own, or the operator's."""
    return Ref("desk", "", library) if library else Ref("person", person)


def prospect(*, actor: Actor, person: str, library: str = "") -> Prospect:
    """Before it is done: what would go, and what must be settled first. library: at whose desk."""
    members.demand(actor=actor, action=ACTION, object=_about(person, library))
    who, now = subject(person), timezone.now()
    rows = removing.left(who, ((label, link) for label, line in owned() for link in line.owned))
    return Prospect(
        rows,
        tuple(_open(who, library)),
        tuple(_works_at(who)),
        _is_child(who),
        _answers_for(who),
        sweeping.in_backups_until(now),
    )


def erase(*, actor: Actor, person: str, library: str = "", reason: str = "", key: str = "") -> ErasureCard:
    """person: key. library: at whose desk it was asked for; "": by themselves, or by the operator.

    Refusals privacy.still-open, privacy.still-works. What is left in free pages of the database file
    goes with `sweep`, at once or in the night.
    """
    members.demand(actor=actor, action=ACTION, object=_about(person, library))
    who, now = subject(person), timezone.now()
    own, others = traces.sessions_of(who)
    files = [path for _, _, path in traces.files_naming(who)]

    def do() -> Done[int]:
        _refuse_unless_settled(who, library)
        counts = {**_drop_files(who), **traces.end_sessions(who, own, others)}
        doomed = [*files, *traces.room_files(who)]
        counts |= removing.remove(who, now)
        if rows := sweeping.forget_in_cache(who.words):
            counts["cache deleted"] = rows
        row = Erasure.objects.create(
            asked_at=now,
            done_at=now,
            counts=counts,
            files=[_within_home(path) for path in doomed],
            gone_from_backups_date=sweeping.in_backups_until(now),
        )
        transaction.on_commit(lambda: _after(who, doomed))
        return Done(row.pk, {"rows": sum(counts.values())}, Ref("erasure", str(row.pk), library))

    with sweeping.overwriting():
        made = members.act(
            actor=actor, action=ACTION, object=_about(person, library), do=do, at=now, key=key, reason=reason
        )
    return card(Erasure.objects.get(pk=made))


def again(*, now: datetime) -> int:
    """Whom a restored backup brought back is erased again; how many. What is open does not keep them."""
    known = all_of("members.Person").filter(key__in=traces.erased_keys())
    back = list(known.values_list("key", flat=True))
    for key in back:
        if not all_of("members.Person").filter(key=key).exists():
            continue  # went with another registration of the same person
        who = subject(key)

        def do(who: Subject = who) -> Done[None]:
            counts = {**_settle(who, now), **removing.remove(who, now)}
            row = Erasure.objects.create(
                asked_at=now,
                done_at=now,
                counts=counts,
                gone_from_backups_date=sweeping.in_backups_until(now),
            )
            return Done(None, {"rows": sum(counts.values())}, Ref("erasure", str(row.pk)))

        with sweeping.overwriting():
            members.act(actor=MACHINE, action=ACTION, object=Ref("person", key), do=do, at=now)
    return len(back)


def _settle(who: Subject, now: datetime) -> dict[str, int]:
    """What the backup says is open was closed before they were erased; it can name nobody any more."""
    loans = all_of("loans.Loan").filter(reader__person__key__in=who.keys, closed_at=None)
    holds = all_of("loans.Hold").filter(reader__person__key__in=who.keys, closed_at=None)
    asked = all_of("sharing.PatronRequest").filter(reader__person__key__in=who.keys, closed_at=None)
    supplies = all_of("sharing.Supply").filter(request__in=asked, closed_at=None)
    supplies.update(closed_at=now, state="cancelled")
    all_of("sharing.Promise").filter(supply__request__in=asked, released_at=None).update(released_at=now)
    ended = asked.update(closed_at=now, next_at=None, state="cancelled")
    return {
        "sharing.PatronRequest closed": ended,
        "loans.Loan closed": loans.update(closed_at=now, state="returned"),
        "loans.Hold closed": holds.update(closed_at=now, state="withdrawn"),
    }


def card(row: Erasure) -> ErasureCard:
    return ErasureCard(
        row.pk, row.done_at or row.asked_at, row.swept_at is not None, row.counts, row.gone_from_backups_date
    )


# -- what must be settled first


def _open(who: Subject, library: str) -> list[Held]:
    """A desk reads titles of what is its own library's business."""
    readers = [held for key in who.keys for held in cards.open_business(reader=key, library=library)]
    return [*readers, *(held for key in who.keys for held in members.open_work(person=key))]


def _works_at(who: Subject) -> list[str]:
    """Symbols of the libraries where they still have a role; "" the alliance."""
    today = timezone.localdate()
    ties = all_of("members.Affiliation").filter(person__key__in=who.keys)
    ties = ties.exclude(role="reader").filter(Q(active_to=None) | Q(active_to__gt=today))
    return sorted({symbol or "" for symbol in ties.values_list("library__symbol", flat=True)})


def _answers_for(who: Subject) -> bool:
    readers = all_of("cards.Reader").filter(guardian__person__key__in=who.keys, state="active")
    return bool(readers.exclude(person__key__in=who.keys).exists())


def _is_child(who: Subject) -> bool:
    readers = all_of("cards.Reader").filter(person__key__in=who.keys)
    return bool(readers.filter(guardian__isnull=False).exists())


def _refuse_unless_settled(who: Subject, library: str) -> None:
    if held := _open(who, library):
        said = [one.title.in_language(get_language() or "") for one in held]
        facts: dict[str, Fact] = {"n": len(held), "things": "; ".join(said[:MOST_NAMED])}
        raise Refusal("privacy.still-open", facts, CONFLICT)
    if _answers_for(who):
        raise Refusal("privacy.answers-for", {}, CONFLICT)
    if places := _works_at(who):
        raise Refusal("privacy.still-works", {"places": ", ".join(map(place_name, places))}, CONFLICT)


def _drop_files(who: Subject) -> dict[str, int]:
    """The rows of files that name them say that the file is gone."""
    found = traces.files_naming(who)
    for label, pk, _ in found:
        timer = next(one for one in TABLE[label].timers if one.how == "file")
        rows = all_of(label).filter(pk=pk)
        rows.update(**{timer.path: ""})
        rows.filter(state="seen").update(state="dropped")
    return {"files deleted": len(found)} if found else {}


def _within_home(path: Path) -> str:
    return str(path.resolve().relative_to(Path(settings.COMMONSHELF_HOME).resolve()))


def _after(who: Subject, doomed: list[Path]) -> None:
    """Once it is certain: files go, and the keys are kept for the day a backup is put back."""
    traces.remember_erased(who.keys)
    for path in doomed:
        path.unlink(missing_ok=True)
