"""Letters as rows: written, listed, withdrawn, tried again, forgotten."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail.cards import LetterCard, State
from commonshelf.mail.domain import letter as rules
from commonshelf.mail.models import Letter

OPEN: Final = Q(sent_at=None, given_up_at=None, withdrawn_at=None, handed_date=None)
KEPT: Final = timedelta(days=180)
"""How long a letter that is no longer waiting can be read in the outbox."""
PRIVATE: Final[set[str]] = set()
"""Kinds of letters between the machine and a reader: in no outbox, for staff have no business in them."""
AT_HOME: Final[set[str]] = set()
"""Kinds of letters to a library's own readers: its managers may print them, the alliance office may not."""
KEPT_PRIVATE: Final = timedelta(days=7)
"""How long one of those stays, so that it is not written twice."""


def write(
    *,
    to: str,
    name: str,
    language: str,
    subject: str,
    text: str,
    kind: str,
    about: Ref,
    link: str,
    at: datetime,
    until: datetime | None,
) -> int:
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"a letter ({kind}) outside the transaction of what it tells of")
    row = Letter.objects.create(
        kind=kind,
        about_kind=about.kind,
        about_id=about.id,
        library=about.library,
        to=rules.address(to) if to.strip() else "",
        name=rules.one_line(name, most=80),
        language=language,
        subject=rules.one_line(subject, most=200),
        text=rules.body(text),
        link=link,
        ident=secrets.token_hex(12),
        written_at=at,
        until=until,
        due_at=at,
    )
    return row.pk


def state_of(row: Letter, now: datetime) -> State:
    if row.withdrawn_at:
        return "withdrawn"
    if row.sent_at:
        return "sent"
    if row.handed_date:
        return "handed"
    if row.given_up_at:
        return "failed"
    if row.until and row.until <= now:
        return "over"
    return "waiting" if row.to else "paper"


def in_state(state: str, now: datetime) -> Q:
    """The same as `state_of`, asked of the database."""
    over = Q(until__isnull=False, until__lte=now)
    if state == "withdrawn":
        return Q(withdrawn_at__isnull=False)
    if state == "sent":
        return Q(withdrawn_at=None, sent_at__isnull=False)
    if state == "handed":
        return Q(withdrawn_at=None, sent_at=None, handed_date__isnull=False)
    if state == "failed":
        return Q(withdrawn_at=None, sent_at=None, handed_date=None, given_up_at__isnull=False)
    if state == "over":
        return OPEN & over
    return OPEN & ~over & (Q(to="") if state == "paper" else ~Q(to=""))


def card(row: Letter, now: datetime) -> LetterCard:
    return LetterCard(
        id=row.pk,
        kind=row.kind,
        about_kind=row.about_kind,
        about_id=row.about_id,
        library=row.library,
        to=row.to,
        name=row.name,
        language=row.language,
        subject=row.subject,
        text=row.text,
        link=row.link,
        written_at=row.written_at,
        state=state_of(row, now),
        attempts=row.attempts,
        due_at=row.due_at,
        sent_at=row.sent_at,
        handed_date=row.handed_date,
        handed_by=row.handed_by,
        problem=row.problem,
        said=row.said,
    )


def _those(kind: str, state: str, libraries: Collection[str] | None) -> QuerySet[Letter]:
    found = Letter.objects.filter(in_state(state, timezone.now())) if state else Letter.objects.all()
    found = found.filter(kind=kind) if kind else found.exclude(kind__in=PRIVATE)
    return found if libraries is None else found.filter(library__in=libraries)


def listed(
    *, kind: str, state: str, libraries: Collection[str] | None, before_id: int | None, rows: int
) -> list[LetterCard]:
    found = _those(kind, state, libraries)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    now = timezone.now()
    return [card(row, now) for row in found.order_by("-pk")[:rows]]


def counted(*, state: str, libraries: Collection[str] | None) -> int:
    return _those("", state, libraries).count()


def keep_private(kind: str) -> None:
    PRIVATE.add(kind)


def keep_at_home(kind: str) -> None:
    AT_HOME.add(kind)


def is_at_home(kind: str) -> bool:
    return kind in AT_HOME


def one(id: int) -> LetterCard:
    found = Letter.objects.filter(pk=id).exclude(kind__in=PRIVATE).first()
    if found is None:
        raise Absent
    return card(found, timezone.now())


def about(*, kind: str, id: str) -> LetterCard | None:
    """The latest about this thing."""
    found = Letter.objects.filter(about_kind=kind, about_id=id).order_by("-pk").first()
    return card(found, timezone.now()) if found else None


def withdraw(*, about: Ref, at: datetime) -> int:
    """What has not been sent will not be; nor can it be printed any more."""
    mine = Letter.objects.filter(about_kind=about.kind, about_id=about.id, withdrawn_at=None)
    mine.filter(sent_at__isnull=False).update(link="")
    return mine.filter(sent_at=None).update(withdrawn_at=at, lease_until=None, link="")


def arrived(*, about: Ref, at: datetime) -> int:
    """Its link was used, so it came to hand, by whatever way: nobody need print or send it any more."""
    mine = Letter.objects.filter(about_kind=about.kind, about_id=about.id)
    mine.filter(in_state("handed", at)).update(link="")
    mine = mine.filter(OPEN)
    return mine.update(sent_at=at, lease_until=None, link="")


def handed(*, id: int, on: date, by: str, at: datetime) -> None:
    """Put into somebody's hands; the postman leaves it alone from then on."""
    can = in_state("paper", at) | in_state("waiting", at) | in_state("failed", at)
    done = Letter.objects.filter(can, pk=id).update(handed_date=on, handed_by=by, lease_until=None)
    if not done:
        raise Refusal("mail.not-to-hand", status=409)


def not_handed(*, id: int, at: datetime) -> None:
    """It was not handed over after all: as before, on paper, waiting or failed."""
    if not Letter.objects.filter(in_state("handed", at), pk=id).update(handed_date=None, handed_by=""):
        raise Refusal("mail.not-handed", status=409)


def again(*, id: int, at: datetime) -> None:
    """Put a letter that was given up back in the queue."""
    changed = Letter.objects.filter(in_state("failed", at), pk=id).update(
        given_up_at=None, attempts=0, due_at=at, lease_until=None, problem="", said=""
    )
    if not changed:
        raise Refusal("mail.not-failed", status=409)


def forget(now: datetime) -> int:
    """Rows of long ago, whatever became of them: they name people (trust.md section 5)."""
    past = Q(written_at__lt=now - KEPT) | Q(kind__in=PRIVATE, written_at__lt=now - KEPT_PRIVATE)
    old = Letter.objects.filter(past).exclude(in_state("waiting", now))
    return old.delete()[0]
