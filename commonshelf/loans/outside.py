"""The system of the library whose book it is, told of what our desk does.

One that is asked over the network is asked before our transaction: first everything is tried here and taken
back, then it is asked, then it is done for good; where that fails after all, the system is told to take it
back, and where that fails too, people are. One that only people can reach is told within the act.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.cards import LoanCard, ThingCard
from commonshelf.loans.domain.life import CONFLICT
from commonshelf.loans.ils.contract import (
    Copy,
    DoneReply,
    LibrarySystemClient,
    SystemRefuses,
    SystemSilent,
    User,
)
from commonshelf.loans.ils.manual import Manual
from commonshelf.loans.models import LibrarySystem
from commonshelf.loans.systems import system_of
from commonshelf.members import api as members
from commonshelf.members.api import Done

T = TypeVar("T")
log = logging.getLogger(__name__)
SILENT: Final = 503


class _RehearsedError(Exception):
    """All went well, and is to be taken back."""

    def __init__(self, reply: Any) -> None:
        super().__init__()
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Act(Generic[T]):
    """An act that may be tried before it is done."""

    actor: Actor
    action: str
    object: Ref
    key: str
    again: Callable[[Any], T]
    reason: str = ""

    def do(self, work: Callable[[], Done[T]]) -> T:
        def once() -> Done[T]:
            with members.one_look():  # a desk's act asks the directory some thirty times
                return work()

        return members.act(
            actor=self.actor,
            action=self.action,
            object=self.object,
            do=once,
            key=self.key,
            reason=self.reason,
            again=self.again,
        )


def rehearse(act: Act[T], work: Callable[[], Done[T]]) -> tuple[bool, T]:
    """Whether it was done before, and its reply: the stored one, or what it would give. Nothing stays."""

    def once() -> Done[T]:
        raise _RehearsedError(work().reply)

    try:
        return True, act.do(once)
    except _RehearsedError as told:
        reply: T = told.reply
        return False, reply


def any_far() -> bool:
    return LibrarySystem.objects.filter(adapter="sip2").exists()


def is_here(library: str) -> bool:
    """Its loans are kept by our rows alone: there is nobody to tell."""
    return not LibrarySystem.objects.filter(library__symbol=library).exclude(adapter="here").exists()


def client(library: str) -> LibrarySystemClient:
    """Refusal loans.system-silent where it cannot even be spoken to."""
    try:
        return system_of(library=library)
    except SystemSilent as silent:
        raise _silent(library, silent) from silent


def is_far(library: str) -> bool:
    """Whether the network has to be asked; what cannot be spoken to is far, too. "": no."""
    if not library:
        return False
    try:
        return system_of(library=library).far
    except SystemSilent:
        return True


def copy(thing: ThingCard) -> Copy:
    return Copy(thing.library, thing.barcode, thing.title.zh, thing.title.en)


def user(key: str, number: str = "") -> User:
    """number: of the card that was shown; else of the one in use."""
    reader = cards.reader(key=key)
    shown = number or (reader.card.number if reader.card else "")
    return User(shown, reader.key, reader.alias, reader.local_number, reader.home)


def asked(library: str, ask: Callable[[LibrarySystemClient], DoneReply]) -> DoneReply:
    """Refusals loans.system-refuses with its own words, loans.system-silent."""
    try:
        return ask(client(library))
    except SystemRefuses as refused:
        facts = {"library": library, "words": refused.words[:200]}
        raise Refusal("loans.system-refuses", facts, CONFLICT) from refused
    except SystemSilent as silent:
        raise _silent(library, silent) from silent


def _silent(library: str, silent: SystemSilent) -> Refusal:
    log.warning("the system of %s: %s", library, silent.problem)
    return Refusal("loans.system-silent", {"library": library, "problem": silent.problem}, SILENT)


def until(card: LoanCard, reply: DoneReply) -> date | None:
    """The day their system said, unless it is no day on which the book could come back."""
    day = reply.due_date
    return day if day and day >= timezone.localdate(card.lent_at) else None


def lent(card: LoanCard, number: str, *, insist: bool) -> DoneReply | None:
    """insist: the librarian sets its no, or its silence, aside; None: people are to write it down there."""
    what, whom = copy(card.thing), user(card.reader, number)
    try:
        return asked(
            card.thing.library,
            lambda system: system.check_out_item(
                copy=what, user=whom, due_date=card.due_date, at=card.lent_at
            ),
        )
    except Refusal:
        if not insist:
            raise
        return None


def tell_lent(card: LoanCard, number: str) -> None:
    """Inside the act, a system that only people can reach."""
    if not is_here(card.thing.library):
        lent(card, number, insist=False)


def ask_to_lend(card: LoanCard, number: str) -> None:
    """Inside the act."""
    Manual(card.thing.library).check_out_item(
        copy=copy(card.thing), user=user(card.reader, number), due_date=card.due_date, at=card.lent_at
    )


def not_lent(card: LoanCard, number: str) -> None:
    """Ours failed after theirs had said yes."""
    what, whom = copy(card.thing), user(card.reader, number)
    try:
        asked(
            card.thing.library,
            lambda system: system.undo_check_out_item(copy=what, user=whom, at=card.lent_at),
        )
    except Refusal:
        with members.together():
            Manual(card.thing.library).undo_check_out_item(copy=what, user=whom, at=card.lent_at)


def renewed(card: LoanCard) -> DoneReply:
    what, whom = copy(card.thing), user(card.reader)
    at = card.renewed_at or card.lent_at
    return asked(
        card.thing.library,
        lambda system: system.renew_item(copy=what, user=whom, due_date=card.due_date, at=at),
    )


def recalled(card: LoanCard, at: datetime) -> bool:
    """Inside the act. Whether people have to write the new day down in the library's own system."""
    library = card.thing.library
    if is_here(library):
        return False
    what, whom = copy(card.thing), user(card.reader)
    try:
        reply = client(library).recall_item(copy=what, user=whom, due_date=card.due_date, at=at)
    except Refusal:  # it cannot be spoken to: people can
        reply = Manual(library).recall_item(copy=what, user=whom, due_date=card.due_date, at=at)
    return bool(reply.work)


def tell_returned(thing: ThingCard, at: datetime) -> None:
    """Inside the act, a system that only people can reach."""
    if not is_here(thing.library):
        returned(thing, at)


def ask_people(thing: ThingCard, at: datetime) -> None:
    """Inside the act: their system was silent, or would not have it."""
    Manual(thing.library).check_in_item(copy=copy(thing), at=at)


def returned(thing: ThingCard, at: datetime) -> DoneReply | None:
    """A book that lies on the desk is back, whatever a system says: None, and people write it down there."""
    try:
        return asked(thing.library, lambda system: system.check_in_item(copy=copy(thing), at=at))
    except Refusal:
        return None
