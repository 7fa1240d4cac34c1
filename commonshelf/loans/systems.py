"""Which system keeps a library's loans: its manager chooses, the alliance office connects, both try it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.domain.hosts import is_loopback
from commonshelf.loans.ils import choosing
from commonshelf.loans.ils.contract import LibrarySystemClient, SystemSilent
from commonshelf.loans.ils.sip2 import Sip2
from commonshelf.loans.models import LibrarySystem, Terminal
from commonshelf.members import api as members
from commonshelf.wire.sip2.values import CHARSETS

ADAPTERS: Final = ("here", "manual", "sip2")
TOLD: Final = ("host", "port", "tls", "charset", "user", "institution", "location", "sends_local")
PROBLEMS: Final = (
    "no-answer",
    "closed",
    "hung-up",
    "certificate",
    "tls",
    "sign-in",
    "offline",
    "not-sip2",
    "secret-missing",
    "secret-open",
)
"""Why a system could not be asked; the page has a sentence for each."""
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class SystemCard:
    """adapter: here, manual, sip2. told: what the office wrote down of a system that speaks SIP2.

    tried_at: when it was last tried by hand; problem: one of PROBLEMS, "" when it answered.
    """

    library: str
    adapter: str = "here"
    told: Mapping[str, Any] = field(default_factory=dict)
    tried_at: datetime | None = None
    problem: str = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """name: what the system calls itself; "" when it did not answer, then problem says why."""

    name: str
    problem: str


def system(*, actor: Actor, library: str) -> SystemCard:
    """Absent unless the actor may read it."""
    members.demand(actor=actor, action="loans.read-systems", object=_ref(library))
    return _card(library, _row(library))


def system_of(*, library: str) -> LibrarySystemClient:
    """The adapter that the doors of loans ask. `SystemSilent` when it cannot even be made."""
    return choosing.client_of(library)


def set_system(*, actor: Actor, library: str, adapter: str, version: int, key: str = "") -> SystemCard:
    """here, manual, or sip2 once the office has said where it is.

    Refusals loans.system-unknown, loans.system-not-connected, loans.system-changed.
    """

    def do() -> members.Done[SystemCard]:
        row = _fresh(library, version)
        if adapter not in ADAPTERS:
            raise Refusal("loans.system-unknown", {"field": "adapter", "name": adapter})
        if adapter == "sip2" and not row.settings.get("host"):
            raise Refusal("loans.system-not-connected", {"field": "adapter"})
        row.adapter = adapter
        row.save()
        return members.Done(_card(library, row), {"adapter": adapter}, stored=row.pk)

    return members.act(
        actor=actor,
        action="loans.set-system",
        object=_ref(library),
        do=do,
        key=key,
        again=lambda _stored: _card(library, _row(library)),
    )


def connect_system(
    *,
    actor: Actor,
    library: str,
    host: str,
    port: int,
    tls: bool,
    charset: str,
    user: str,
    institution: str,
    location: str,
    sends_local: bool,
    version: int,
    key: str = "",
) -> SystemCard:
    """Where a library's SIP2 service is. The office's, as our machine will speak to whatever stands there.

    Refusals loans.system-host, loans.system-port, loans.system-clear (TLS is a must off this machine),
    loans.terminal-setting (charset), loans.system-changed.
    """
    told = {
        "host": host.strip(),
        "port": port,
        "tls": tls,
        "charset": charset,
        "user": user.strip(),
        "institution": institution.strip(),
        "location": location.strip(),
        "sends_local": sends_local,
    }

    def do() -> members.Done[SystemCard]:
        _check(told)
        row = _fresh(library, version)
        row.settings, row.tried_at, row.problem = told, None, ""
        row.save()
        return members.Done(_card(library, row), {"host": told["host"], "port": port}, stored=row.pk)

    return members.act(
        actor=actor,
        action="loans.connect-system",
        object=_ref(library),
        do=do,
        key=key,
        again=lambda _stored: _card(library, _row(library)),
    )


def try_system(*, actor: Actor, library: str, key: str = "") -> Tried:
    """Sign in there and ask how it is: first over the network, then what came of it is written down."""
    members.demand(actor=actor, action="loans.try-system", object=_ref(library))
    row = _row(library)
    if row is None or not row.settings.get("host"):
        raise Refusal("loans.system-not-connected", {"field": "adapter"})
    tried = _try(library, row.settings)

    def do() -> members.Done[None]:
        LibrarySystem.objects.filter(pk=row.pk).update(tried_at=timezone.now(), problem=tried.problem)
        return members.Done(None, {"problem": tried.problem})

    members.act(actor=actor, action="loans.try-system", object=_ref(library), do=do, key=key)
    return tried


def _try(library: str, told: Mapping[str, Any]) -> Tried:
    try:
        far: Sip2 = choosing.sip2(library, told)
        return Tried(far.try_it(), "")
    except SystemSilent as silent:
        return Tried("", silent.problem)


def _check(told: Mapping[str, Any]) -> None:
    if not _HOST.fullmatch(told["host"]):
        raise Refusal("loans.system-host", {"field": "host", "host": told["host"]})
    if not 1 <= told["port"] <= 65_535:
        raise Refusal("loans.system-port", {"field": "port", "port": told["port"]})
    if not told["tls"] and not is_loopback(told["host"]):
        raise Refusal("loans.system-clear", {"field": "tls", "host": told["host"]})
    if told["charset"] not in CHARSETS:
        raise Refusal("loans.terminal-setting", {"field": "charset", "value": told["charset"]})


def _ref(library: str) -> Ref:
    return Ref("system", library, library)


def _row(library: str) -> LibrarySystem | None:
    return LibrarySystem.objects.filter(library_id=members.library_id(symbol=library)).first()


def _fresh(library: str, version: int) -> LibrarySystem:
    row = _row(library) or LibrarySystem(library_id=members.library_id(symbol=library), version=0)
    if row.version != version:
        raise Refusal("loans.system-changed", {"library": library}, 409)
    row.version += 1
    return row


def _card(library: str, row: LibrarySystem | None) -> SystemCard:
    if row is None:
        return SystemCard(library)
    return SystemCard(
        library, row.adapter, dict(row.settings), row.tried_at, row.problem, version=row.version
    )


# -- all at once, for the office


NONE: Final = ("here", "", 0, 0)
"""adapter, problem, terminals, of which switched on: of a library nobody has set anything for."""


def counts() -> dict[str, tuple[str, str, int, int]]:
    """Symbol -> as in NONE, of the libraries that have anything to tell."""
    symbols = members.symbols_by_id()
    chosen = {row.library_id: (row.adapter, row.problem) for row in LibrarySystem.objects.all()}
    told = Terminal.objects.values_list("library_id").annotate(
        all=Count("pk"), on=Count("pk", filter=Q(active=True))
    )
    counted = {library: (number, on) for library, number, on in told}
    return {
        symbols[id]: (*chosen.get(id, NONE[:2]), *counted.get(id, NONE[2:]))
        for id in chosen.keys() | counted.keys()
    }
