"""Guards of requests, copies, decisions and money taken away, each of which the wall must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from commonshelf.delivery import linking
from commonshelf.delivery.models import Link
from commonshelf.delivery.showing import digest_of
from commonshelf.members.cards import Said
from commonshelf.sharing import looking
from commonshelf.sharing.agency import queue
from commonshelf.sharing.desks import queues
from commonshelf.sharing.domain.life import Side
from commonshelf.sharing.life import messages, showing, whom
from commonshelf.sharing.models import Approval, Message, PatronRequest, Supply

Break = Callable[[pytest.MonkeyPatch], None]
RULES: Final = (
    "sharing.read",
    "sharing.read-desk",
    "sharing.print-slips",
    "sharing.read-capacity",
    "sharing.read-routes",
    "sharing.set-route",
    "sharing.read-approvals",
    "sharing.read-rules",
    "sharing.set-rules",
    "sharing.read-figures",
    "sharing.read-care",
    "sharing.read-money",
    "sharing.call",
    "delivery.read",
    "delivery.open",
    "resources.read-own",
    "resources.read-levels",
    "resources.set-resource",
    "resources.set-level",
    "resources.set-target",
)
"""Lines of the permission table that are opened to everybody, one at a time."""


def _instead(module: Any, name: str, other: Any) -> Break:
    return lambda patch: patch.setattr(module, name, other)


def _every_side(actor: object, row: PatronRequest) -> tuple[Side, ...]:
    return (Side.REQUESTER, Side.SUPPLIER)


def _named(row: PatronRequest, key: str) -> str:
    return str(row.reader.person.name_zh) if row.reader else ""


def _names_at_both_desks(patch: pytest.MonkeyPatch) -> None:
    """As if the supplier's desk knew the reader as their own library does."""
    usual = showing.card

    def card(actor: Any, row: PatronRequest, side: Side, now: Any) -> Any:
        return replace(usual(actor, row, side, now), reader=_named(row, ""))

    patch.setattr(showing, "card", card)


def _found(secret: str, actor: object) -> Link:
    return Link.objects.select_related("document", "reader__person").get(digest=digest_of(secret))


def _any_mine(*, actor: object, edition: int | None = None, rows: int = 60) -> list[Any]:
    """Those of whoever asked last."""
    owner = PatronRequest.objects.exclude(reader=None).order_by("-pk")[0].reader
    return _mine(actor=replace(actor, key=owner.person.key), edition=edition, rows=rows)  # type: ignore[type-var, union-attr]


_mine = looking.mine
_requested = queues.requested


def _title(row: Approval, *_: object) -> Said:
    return Said(row.request.title_zh, row.request.title_en)


def _whole_talk(row: PatronRequest, side: Side, supplies: list[Supply]) -> list[Message]:
    return list(Message.objects.filter(request=row).order_by("at", "pk"))


SCOPES: Final[Mapping[str, Break]] = {
    "requests are looked at from every side": _instead(whom, "sides", _every_side),
    "requests name their reader at every desk": _names_at_both_desks,
    "requests name their reader to whoever looks on": _instead(whom, "serves", lambda actor, row: True),
    "requests of one reader are everybody's": _instead(looking, "mine", _any_mine),
    "requests of every library lie on each desk": _instead(
        queues, "requested", lambda library, now: _requested("", now)
    ),
    "requests that are over are every desk's": _instead(
        queues, "_over", lambda library: PatronRequest.objects.exclude(closed_at=None)
    ),
    "requests are talked about before their readers": _instead(messages, "seen_by", _whole_talk),
    "a copy is opened by whoever has its link": _instead(linking, "_found", _found),
    "decisions name what was asked for in the register": _instead(queue, "_title", _title),
    "decisions are everybody's to take": _instead(queue, "_may", lambda actor, node, row: True),
}
"""Where a row or a field is narrowed to its desk, its reader or its agency, that narrowing taken away."""
