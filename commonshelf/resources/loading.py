"""A list of titles read and taken over at once: what the command does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.resources import bringing
from commonshelf.resources.cards import ArrivalCard, FaultCard
from commonshelf.resources.comparing import Compared, compare
from commonshelf.resources.setting import owner_of
from commonshelf.resources.showing import arrival, faults

_CHUNK: Final = 1 << 20
_SHOWN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file did, or (arrival None) would do. faults: the first thousand."""

    arrival: int | None
    lines: int
    titles: int
    added: int
    changed: int
    gone: int
    rejected: int
    told: int
    matched: int | None
    faults: tuple[FaultCard, ...]


def load(
    *,
    actor: Actor,
    resource: int,
    path: Path,
    whole: bool = True,
    sure: bool = False,
    dry_run: bool = False,
) -> Loaded:
    """Read it and take it over here; dry_run: say what it would do and write nothing.

    Refuses what `bring` and `take` refuse; a list that is refused leaves nothing waiting.
    """
    if dry_run:
        return _would(actor, resource, path, whole=whole)
    if not path.is_file():
        raise Refusal("catalogue.file-missing", {"file": path.name})
    made = bringing.bring(actor=actor, resource=resource, chunks=_chunks(path), name=path.name, whole=whole)
    bringing.look(made)
    card = arrival(id=made)
    if card.state == "failed":
        raise Refusal(str(card.refused["code"]), card.refused["facts"])  # type: ignore[arg-type]  # of JSON
    try:
        bringing.take(actor=actor, arrival=made, sure=sure)
    except Refusal:
        bringing.drop(actor=actor, arrival=made)
        raise
    return _said(bringing.run(made))


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            yield data


def _would(actor: Actor, resource: int, path: Path, *, whole: bool) -> Loaded:
    row = bringing.open_resource(resource)
    members.demand(actor=actor, action="resources.bring-titles", object=bringing.ref(owner_of(row)))
    found: Compared = compare(path, path.name, resource, whole=whole)
    told = tuple(
        FaultCard(one.number, one.column, one.code, one.value, bytes(one.raw) if one.raw else None)
        for one in found.faults[:_SHOWN]
    )
    return Loaded(
        None,
        found.lines,
        found.titles,
        len(found.added),
        len(found.changed),
        len(found.gone),
        found.rejected,
        found.told,
        None,
        told,
    )


def _said(card: ArrivalCard) -> Loaded:
    return Loaded(
        card.id,
        card.lines,
        card.titles,
        card.added,
        card.changed,
        card.gone,
        card.rejected,
        card.told,
        card.matched,
        tuple(faults(arrival=card.id, rows=_SHOWN)),
    )
