"""The postman: claims waiting letters by conditional UPDATE, brings them, writes down what became of each.

He walks in a thread of his own beside the news worker, so a stuck mail server delays letters and
nothing else. A killed one loses nothing: his leases run out, and the next round takes the letters up
again, each with the Message-ID it had.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.refusal import Refusal
from commonshelf.mail.cards import Server
from commonshelf.mail.domain.letter import Outgoing, message
from commonshelf.mail.domain.retry import next_try
from commonshelf.mail.letters import OPEN
from commonshelf.mail.models import Letter
from commonshelf.mail.smtp import Session, Trouble
from commonshelf.ui import api as ui

LEASE: Final = timedelta(minutes=3)
"""Longer than the longest a letter may take (`Server.longest`), opening and closing included."""
PAUSE: Final = 2.0
"""Seconds between two looks at an empty queue."""
LONGEST_PAUSE: Final = 300.0
"""Seconds; a server in trouble is asked again after 4, 8, 16 … of them."""
ROUND: Final = 50

log = logging.getLogger(__name__)


def server() -> Server | None:
    """The mail server the operator has named, if any."""
    found: Server | None = getattr(settings, "MAIL_SERVER", None)
    return found


def walk(stop: threading.Event) -> None:
    """Round after round until told to stop. Without a server there is nothing to bring."""
    pause = PAUSE
    try:
        while not stop.is_set():
            try:
                well = bring(now=timezone.now(), stop=stop)
            except Exception:
                # A full disk or a locked file must not end the postman: say so, breathe, go on.
                log.exception("the postman stumbled")
                well = False
                connection.close()
            pause = PAUSE if well else min(pause * 2, LONGEST_PAUSE)
            stop.wait(pause)
    finally:
        connection.close()


def bring(*, now: datetime, stop: threading.Event | None = None) -> bool:
    """One round: what is due goes out. False: the server is in trouble, and the rest waits with it."""
    to = server()
    if to is None:
        return True
    with Session(to) as session:
        for pk in list(_due(now).order_by("due_at", "pk").values_list("pk", flat=True)[:ROUND]):
            if stop is not None and stop.is_set():
                break
            if not _bring_one(pk, now, to, session):
                return False
    return True


def _due(now: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(
        OPEN & ~Q(to=""),
        Q(until=None) | Q(until__gt=now),
        Q(lease_until=None) | Q(lease_until__lte=now),
        due_at__lte=now,
    )


def _bring_one(pk: int, now: datetime, to: Server, session: Session) -> bool:
    """Whether the next letter may be tried too."""
    begun = max(now, timezone.now())
    if not _due(begun).filter(pk=pk).update(lease_until=begun + LEASE, attempts=F("attempts") + 1):
        return True  # somebody else has it, or it was withdrawn meanwhile
    row = Letter.objects.get(pk=pk)
    # The attempt's number is the fence: whoever lost the lease can no longer write its outcome.
    mine = Letter.objects.filter(pk=pk, attempts=row.attempts, sent_at=None)
    try:
        session.send(message(_outgoing(row, to)), to=row.to)
    except Trouble as trouble:
        return _failed(mine, row, trouble)
    except Refusal as refusal:  # an address that was written before today's rule of addresses
        return _failed(mine, row, Trouble(refusal.code, letter=True))
    mine.update(sent_at=max(begun, timezone.now()), lease_until=None, problem="", said="")
    return True


def _failed(mine: QuerySet[Letter], row: Letter, trouble: Trouble) -> bool:
    now = timezone.now()
    again = next_try(attempts=row.attempts, now=now, problem=trouble.code)
    outcome = {"given_up_at": now} if again is None else {"due_at": again}
    mine.update(lease_until=None, problem=trouble.code, said=trouble.said, **outcome)
    log.warning("letter %s: %s %s", row.pk, trouble.code, trouble.said)
    return trouble.letter


def _outgoing(row: Letter, to: Server) -> Outgoing:
    return Outgoing(
        sender=to.sender,
        sender_name=to.sender_name or ui.alliance_name(language=row.language),
        to=row.to,
        name=row.name,
        language=row.language,
        subject=row.subject,
        text=row.text,
        ident=row.ident,
        at=row.written_at,
    )
