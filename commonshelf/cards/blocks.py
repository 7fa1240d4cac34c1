"""Blocks: why a reader may not, for now; each with a reason the reader reads, and an end or none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from django.utils import timezone

from commonshelf.cards.cards import BlockCard
from commonshelf.cards.domain.kinds import REASONS
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.models import Block
from commonshelf.cards.readers import about, block_card, ref, row
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409


def block(
    *,
    actor: Actor,
    reader: str,
    library: str,
    reason: str,
    words: str = "",
    services: Collection[str] = (),
    active_to: date | None = None,
    everywhere: bool = False,
    key: str = "",
) -> BlockCard:
    """From today. services (): all. active_to: the first day on which it no longer holds.

    everywhere: at all members; only the home library may. Refusals cards.bad-reason, cards.bad-service,
    cards.block-past, cards.not-home, cards.reader-closed.
    """

    def do() -> Done[BlockCard]:
        now, today = timezone.now(), timezone.localdate()
        found = row(reader)
        at = members.library_id(symbol=members.library(symbol=library).symbol)
        _sound(reason, services, active_to, today)
        if everywhere and found.home_id != at:
            raise Refusal("cards.not-home")
        if found.state != "active":
            raise Refusal("cards.reader-closed", status=CONFLICT)
        made = Block.objects.create(
            reader=found,
            library_id=None if everywhere else at,
            reason=reason,
            words=words.strip()[:300],
            services=[one for one in SERVICES if one in services],
            active_from=today,
            active_to=active_to,
            set_by=actor.key,
            set_at=now,
        )
        facts = {"reason": reason, "everywhere": everywhere, "block": made.pk}
        return Done(block_card(made), facts, stored=made.pk)

    return members.act(
        actor=actor,
        action="cards.block",
        object=about(reader, library),
        do=do,
        key=key,
        again=lambda stored: block_card(Block.objects.get(pk=int(str(stored)))),
    )


def _sound(reason: str, services: Collection[str], active_to: date | None, today: date) -> None:
    if reason not in REASONS:
        raise Refusal("cards.bad-reason", {"field": "reason"})
    if set(services) - set(SERVICES):
        raise Refusal("cards.bad-service", {"field": "services"})
    if active_to is not None and active_to <= today:
        raise Refusal("cards.block-past", {"field": "last_date"})


def lift_block(*, actor: Actor, block: int, library: str, why: str = "", key: str = "") -> None:
    """By whoever set it: that library, or of one for everywhere the home library. Absent otherwise."""
    found = Block.objects.select_related("reader__person").filter(pk=block).first()
    if found is None or members.library_id(symbol=library) != (found.library_id or found.reader.home_id):
        raise Absent

    def do() -> Done[None]:
        lifted = Block.objects.filter(pk=block, lifted_at=None).update(
            lifted_at=timezone.now(), lifted_by=actor.key, lifted_why=why.strip()[:300]
        )
        if not lifted:
            raise Refusal("cards.block-lifted", status=CONFLICT)
        return Done(None, {"block": block})

    members.act(actor=actor, action="cards.lift-block", object=ref(found.reader, library), do=do, key=key)


def past_blocks(*, reader: str, library: str) -> list[BlockCard]:
    """Lifted or over, latest first: those this library may see."""
    today = timezone.localdate()
    found = Block.objects.filter(reader__person__key=reader).order_by("-pk")
    cards = [block_card(one) for one in found]
    return [
        one
        for one in cards
        if one.library in {"", library} and (one.lifted_at or (one.active_to and one.active_to <= today))
    ]
