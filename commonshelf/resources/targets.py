"""Other resolvers people may be sent to: the alliance's and each library's own, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.members.cards import Said
from commonshelf.resources import citing
from commonshelf.resources.domain import hosts
from commonshelf.resources.models import Target
from commonshelf.wire.openurl.citation import Citation
from commonshelf.wire.openurl.write import hybrid

CONFLICT: Final = 409
LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class TargetCard:
    """library "": the alliance's, shown to everybody. base: its address without a question."""

    id: int
    library: str
    name: Said
    base: str
    active: bool
    version: int = 1


@dataclass(slots=True)
class _Kept:
    mark: str | None = None
    rows: tuple[TargetCard, ...] = ()


_kept = _Kept()


def card_of(row: Target) -> TargetCard:
    library = members.symbols_by_id()[row.library_id] if row.library_id else ""
    name = Said(row.name_zh or row.name_en, row.name_en or row.name_zh)
    return TargetCard(row.pk, library, name, row.base, row.active, row.version)


def ref(library: str, id: int | None = None) -> Ref:
    return Ref("resolver", str(id or "new"), library)


def targets(*, actor: Actor) -> list[TargetCard]:
    """All the actor may look at, the alliance's first. Absent: none at all."""
    rows = [card_of(row) for row in Target.objects.select_related("library").order_by("pk")]
    seen = [
        one
        for one in rows
        if members.allowed(actor=actor, action="resources.read-targets", object=ref(one.library))
    ]
    places = {"", *(card.symbol for card in members.libraries())}
    if not any(
        members.allowed(actor=actor, action="resources.read-targets", object=ref(one)) for one in places
    ):
        raise Absent
    return sorted(seen, key=lambda one: (one.library, one.id))


def targets_for(*, library: str) -> tuple[TargetCard, ...]:
    """The alliance's and those of the reader's library; kept in the process until one changes."""
    global _kept  # noqa: PLW0603  # swapped whole, so that nobody sees half of it
    mark, kept = members.directory_mark(), _kept
    if not mark or kept.mark != mark:
        kept = _Kept(mark, tuple(card_of(row) for row in Target.objects.filter(active=True).order_by("pk")))
        _kept = kept
    return tuple(one for one in kept.rows if one.library in {"", library})


def set_target(
    *,
    actor: Actor,
    library: str,
    name: Said,
    base: str,
    active: bool = True,
    id: int | None = None,
    version: int = 0,
    key: str = "",
) -> TargetCard:
    """Enter or change one. library "": the alliance's. Refusals resources.bad-resolver, no-name, changed."""
    row = _row(id, library) if id else Target()

    def do() -> Done[int]:
        fresh = _row(id, library) if id else row
        if id and fresh.version != version:
            raise Refusal("resources.changed", status=CONFLICT)
        address = hosts.base(base)
        if not address:
            raise Refusal("resources.bad-resolver", {"field": "base", "url": base.strip()[:100]})
        if not (name.zh.strip() or name.en.strip()):
            raise Refusal("resources.no-name", {"field": "name_zh"})
        fresh.library_id = members.library_id(symbol=library) if library else None
        fresh.name_zh, fresh.name_en = name.zh.strip()[:LONGEST], name.en.strip()[:LONGEST]
        fresh.base, fresh.active = address, active
        fresh.version = fresh.version + 1 if id else 1
        fresh.save()
        members.directory_changed()
        facts = {"host": hosts.host_of(address), "active": active}
        return Done(fresh.pk, facts, ref(library, fresh.pk))

    made = members.act(actor=actor, action="resources.set-target", object=ref(library, id), do=do, key=key)
    return card_of(Target.objects.get(pk=made))


def target(*, actor: Actor, id: int) -> TargetCard:
    row = Target.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    card = card_of(row)
    members.demand(actor=actor, action="resources.read-targets", object=ref(card.library, id))
    return card


@dataclass(frozen=True, slots=True)
class WayOn:
    """To a resolver that was entered, with the citation behind its address."""

    name: Said
    url: str


def ways_on(*, library: str, citation: Citation) -> list[WayOn]:
    """library: the one the reader picked, "" none. Who made the address is this installation."""
    said = replace(citation, source=citing.source())
    return [WayOn(one.name, address_of(one, said)) for one in targets_for(library=library)]


def address_of(target: TargetCard, citation: Citation) -> str:
    """Where a citation leads at that resolver. Its host is the one that was entered, whatever is cited."""
    return hosts.with_query(target.base, hybrid(citation))


def _row(id: int, library: str) -> Target:
    """Absent also for another library's: the object of the act names whose it is."""
    row = Target.objects.filter(pk=id).first()
    if row is None or card_of(row).library != library:
        raise Absent
    return row
