"""Who has an edition, and how each copy stands now: without the facts, for deciding where to get it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from commonshelf.catalogue import editions
from commonshelf.catalogue.cards import Copy
from commonshelf.catalogue.domain import said
from commonshelf.catalogue.store import shelf


class Holding(NamedTuple):
    """An edition with its copies. libraries: Symbols of those with a record of it, with copies or without.

    title, year, format: of the record that leads. work None: grouped with nothing.
    """

    edition: int
    work: int | None
    title: str
    year: int | None
    format: str
    libraries: tuple[str, ...]
    copies: tuple[Copy, ...]


def holdings(ids: Iterable[int], *, same_work: bool = False) -> list[Holding]:
    """Of living editions, those asked for first. same_work: with all other editions of their works."""
    asked = list(dict.fromkeys(ids))
    told = shelf.led_editions(dict.fromkeys([*asked, *(shelf.of_same_work(asked) if same_work else ())]))
    symbols = editions.offering()
    owner: dict[int, str] = {}
    of_edition: dict[int, list[int]] = {}
    for edition, record, library, _ in shelf.holder_rows(told):
        if symbol := symbols.get(library):
            owner[record] = symbol
            of_edition.setdefault(edition, []).append(record)
    copies = editions.copies_of(owner)
    order = sorted(of_edition, key=lambda one: (asked.index(one) if one in asked else len(asked), one))
    found = []
    for edition in order:
        work, lead = told[edition]
        records = of_edition[edition]
        leads = said.read(lead)
        found.append(
            Holding(
                edition,
                work,
                leads.title,
                leads.year,
                leads.format,
                tuple(sorted({owner[record] for record in records})),
                tuple([copy for record in records for copy in copies.get(record, ())]),
            )
        )
    return found
