"""Machines that speak SIP2 with us: who they are, where they stand, how they sign in."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from commonshelf.kernel.actor import Actor, Agent, Ref, Role, Standing
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.loans.models import Terminal
from commonshelf.members import api as members
from commonshelf.wire.sip2.values import CHARSETS

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
LANGUAGES: Final = ("zh-hans", "en")
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH: Final = 20
"""31^20: nobody guesses it, so guesses need not be counted; ASCII, as machines want it."""
SEEN_EVERY: Final = timedelta(minutes=1)
DRIFTED: Final = 300
"""Seconds by which a clock may be wrong before the page says so."""
FARTHEST: Final = 10**9
"""Seconds, some thirty years: what is kept of a clock that was never set."""


@dataclass(frozen=True, slots=True)
class TerminalCard:
    """branch "": the main one. skew_seconds: by how much its clock was ahead of ours; None: never told.

    asks_password: readers must type theirs.
    """

    id: int
    library: str
    branch: str
    name: str
    charset: str
    language: str
    asks_password: bool
    active: bool
    added_at: datetime
    seen_at: datetime | None
    skew_seconds: int | None
    version: int

    @property
    def drifted(self) -> bool:
        return self.skew_seconds is not None and abs(self.skew_seconds) > DRIFTED

    @property
    def skew_said(self) -> str:
        """ "8 h slow", for people."""
        off = self.skew_seconds or 0
        minutes = round(abs(off) / 60)
        told = {"n": minutes if minutes < 120 else round(minutes / 60)}
        if minutes < 120:
            said = gettext("{n} minutes fast") if off > 0 else gettext("{n} minutes slow")
        else:
            said = gettext("{n} hours fast") if off > 0 else gettext("{n} hours slow")
        return said.format(**told)

    @property
    def actor(self) -> Actor:
        """It stands at that library's desk in a librarian's place; it has no key, as it is nobody."""
        standing = Standing(Role.LIBRARIAN, self.library)
        return Actor(name=self.name, agent=Agent.SIP2, standings=(standing,))


@dataclass(frozen=True, slots=True)
class NewTerminal:
    """password: shown once, kept as a digest only; "" when the same form came a second time."""

    terminal: TerminalCard
    password: str


def terminals(*, actor: Actor, library: str) -> list[TerminalCard]:
    """Of one library, by name. Absent unless the actor may read them."""
    members.demand(actor=actor, action="loans.read-systems", object=Ref("library", library, library))
    rows = Terminal.objects.select_related("library").filter(library__symbol=library)
    return [_card(row) for row in rows.order_by("-active", "name")]


def add_terminal(
    *,
    actor: Actor,
    library: str,
    name: str,
    branch: str = "",
    charset: str = "utf-8",
    language: str = "zh-hans",
    asks_password: bool = False,
    key: str = "",
) -> NewTerminal:
    """Refusals: loans.terminal-name, loans.terminal-taken, loans.terminal-setting. Absent: no such branch."""
    made: list[str] = []

    def do() -> members.Done[NewTerminal]:
        if not NAME.fullmatch(name):
            raise Refusal("loans.terminal-name", {"field": "name", "name": name})
        if Terminal.objects.filter(name__iexact=name).exists():
            raise Refusal("loans.terminal-taken", {"field": "name", "name": name})
        _check(library, branch, charset, language)
        made.append(_password())
        row = Terminal.objects.create(
            library_id=members.library_id(symbol=library),
            branch=branch,
            name=name,
            digest=_digest(made[0]),
            charset=charset,
            language=language,
            asks_password=asks_password,
            added_at=timezone.now(),
        )
        facts = {"terminal": name, "branch": branch, "charset": charset}
        reply = NewTerminal(_card(row), made[0])
        return members.Done(reply, facts, object=_ref(row.pk, library), stored=row.pk)

    return members.act(
        actor=actor,
        action="loans.add-terminal",
        object=Ref("terminal", "", library),
        do=do,
        key=key,
        again=lambda stored: NewTerminal(_card(_row(int(str(stored)), library)), ""),
    )


def set_terminal(
    *,
    actor: Actor,
    library: str,
    id: int,
    version: int,
    branch: str,
    charset: str,
    language: str,
    asks_password: bool,
    active: bool,
    key: str = "",
) -> TerminalCard:
    """Switched off, its line ends within a minute. Refusal: loans.terminal-changed (by somebody else)."""

    def do() -> members.Done[TerminalCard]:
        row = _row(id, library)
        if row.version != version:
            raise Refusal("loans.terminal-changed", {"name": row.name}, 409)
        _check(library, branch, charset, language)
        row.branch, row.charset, row.language = branch, charset, language
        row.asks_password, row.active = asks_password, active
        row.version += 1
        row.save()
        facts = {"terminal": row.name, "branch": branch, "charset": charset, "active": active}
        return members.Done(_card(row), facts, stored=row.pk)

    return members.act(
        actor=actor,
        action="loans.set-terminal",
        object=_ref(id, library),
        do=do,
        key=key,
        again=lambda _stored: _card(_row(id, library)),
    )


def new_password(*, actor: Actor, library: str, id: int, key: str = "") -> NewTerminal:
    """The old one opens nothing from now on; a line that is open is ended within a minute."""

    def do() -> members.Done[NewTerminal]:
        row = _row(id, library)
        password = _password()
        row.digest = _digest(password)
        row.version += 1
        row.save(update_fields=["digest", "version"])
        return members.Done(NewTerminal(_card(row), password), {"terminal": row.name}, stored=row.pk)

    return members.act(
        actor=actor,
        action="loans.new-terminal-password",
        object=_ref(id, library),
        do=do,
        key=key,
        again=lambda _stored: NewTerminal(_card(_row(id, library)), ""),
    )


# -- what the line itself asks


def sign_in(*, name: str, password: str) -> TerminalCard | None:
    """The terminal of that name and password, if it is switched on and its library takes part; else None.

    A line asks again every minute, so that what was switched off ends.
    """
    row = Terminal.objects.select_related("library").filter(name=name).first()
    kept = row.digest if row else _digest("")
    right = secrets.compare_digest(kept, _digest(password))
    if row is None or not right or not row.active or not members.takes_part(symbol=row.library.symbol):
        return None
    return _card(row)


def seen(*, terminal: TerminalCard, at: datetime, skew_seconds: int | None) -> None:
    """Written down at most once a minute, or when its clock was set. No act: the machine merely is there."""
    told = {} if skew_seconds is None else {"skew_seconds": max(-FARTHEST, min(FARTHEST, skew_seconds))}
    with transaction.atomic():
        Terminal.objects.filter(pk=terminal.id).update(seen_at=at, **told)


def _check(library: str, branch: str, charset: str, language: str) -> None:
    known = {one.code for one in members.library(symbol=library).branches}
    if branch and branch not in known:
        raise Absent
    if charset not in CHARSETS:
        raise Refusal("loans.terminal-setting", {"field": "charset", "value": charset})
    if language not in LANGUAGES:
        raise Refusal("loans.terminal-setting", {"field": "language", "value": language})


def _password() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def _digest(password: str) -> str:
    return hashlib.sha256(password.encode()).hexdigest()


def _ref(id: int, library: str) -> Ref:
    return Ref("terminal", str(id), library)


def _row(id: int, library: str) -> Terminal:
    row = Terminal.objects.select_related("library").filter(pk=id, library__symbol=library).first()
    if row is None:
        raise Absent
    return row


def _card(row: Terminal) -> TerminalCard:
    return TerminalCard(
        id=row.pk,
        library=members.symbols_by_id()[row.library_id],
        branch=row.branch,
        name=row.name,
        charset=row.charset,
        language=row.language,
        asks_password=row.asks_password,
        active=row.active,
        added_at=row.added_at,
        seen_at=row.seen_at,
        skew_seconds=row.skew_seconds,
        version=row.version,
    )
