"""The door of mail: write a letter, see what became of it, bring what waits to the mail server.

Whoever shows letters to people asks `members.api.allowed` first; this room lies below it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import date, datetime

from commonshelf.kernel.actor import Ref
from commonshelf.mail import letters as rows_of
from commonshelf.mail import postman
from commonshelf.mail.cards import STATES, LetterCard, Server, State
from commonshelf.mail.domain.letter import address

__all__ = [
    "STATES",
    "LetterCard",
    "Server",
    "State",
    "address",
    "again",
    "arrived",
    "count",
    "handed",
    "is_at_home",
    "keep_at_home",
    "keep_private",
    "latest_about",
    "letter",
    "letters",
    "not_handed",
    "post",
    "post_once",
    "send",
    "server",
    "withdraw",
]


def send(
    *,
    to: str,
    language: str,
    subject: str,
    text: str,
    kind: str,
    about: Ref,
    name: str = "",
    link: str = "",
    at: datetime,
    until: datetime | None = None,
) -> int:
    """Write a letter in the caller's transaction; the postman brings it. The letter's id.

    to "": on paper only, from the outbox. about.library: whose letter it is. until: not sent after
    that. Refusal mail.bad-address.
    """
    return rows_of.write(
        to=to,
        name=name,
        language=language,
        subject=subject,
        text=text,
        kind=kind,
        about=about,
        link=link,
        at=at,
        until=until,
    )


def keep_private(*, kind: str) -> None:
    """From now on letters of that kind are in no outbox, and are forgotten within days of being sent."""
    rows_of.keep_private(kind)


def keep_at_home(*, kind: str) -> None:
    """Letters of that kind name a library's reader: its managers read them, the alliance office does not."""
    rows_of.keep_at_home(kind)


def is_at_home(*, kind: str) -> bool:
    """Whether its library's managers alone may read letters of that kind."""
    return rows_of.is_at_home(kind)


def withdraw(*, about: Ref, at: datetime) -> int:
    """Whatever is still unsent about this thing will not be sent; how many letters."""
    return rows_of.withdraw(about=about, at=at)


def arrived(*, about: Ref, at: datetime) -> int:
    """What is still unsent about this thing came to hand all the same; how many letters."""
    return rows_of.arrived(about=about, at=at)


def again(*, letter: int, at: datetime) -> None:
    """Try a given-up letter again from the beginning; Refusal mail.not-failed."""
    rows_of.again(id=letter, at=at)


def handed(*, letter: int, on: date, by: str, at: datetime) -> None:
    """It was handed over on paper that day, as `by` (a key) says; Refusal mail.not-to-hand."""
    rows_of.handed(id=letter, on=on, by=by, at=at)


def not_handed(*, letter: int, at: datetime) -> None:
    """Take that back; Refusal mail.not-handed."""
    rows_of.not_handed(id=letter, at=at)


def letters(
    *,
    kind: str = "",
    state: str = "",
    libraries: Collection[str] | None = None,
    before_id: int | None = None,
    rows: int = 50,
) -> list[LetterCard]:
    """Latest first; page on with before_id. libraries: Symbols ("" is the alliance), None: all."""
    return rows_of.listed(kind=kind, state=state, libraries=libraries, before_id=before_id, rows=rows)


def count(*, state: str = "", libraries: Collection[str] | None = None) -> int:
    return rows_of.counted(state=state, libraries=libraries)


def letter(*, id: int) -> LetterCard:
    """Absent when there is none of that number."""
    return rows_of.one(id)


def latest_about(*, about: Ref) -> LetterCard | None:
    return rows_of.about(kind=about.kind, id=about.id)


def server() -> Server | None:
    """Where letters go; None: the operator has named no mail server, so they wait in the outbox."""
    return postman.server()


def post(*, stop: threading.Event) -> None:
    """Bring letters until told to stop; in a thread of its own, for a mail server may hang."""
    postman.walk(stop)


def post_once(*, now: datetime) -> bool:
    """Bring what is due; False when the server is in trouble. Never inside a transaction."""
    return postman.bring(now=now)
