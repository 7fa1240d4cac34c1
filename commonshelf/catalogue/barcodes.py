"""Copies by the number on their label: what a desk or a terminal reads off a book."""

from __future__ import annotations

from collections.abc import Iterable

from commonshelf.catalogue.cards import Labelled
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.models import Item
from commonshelf.members import api as members


def labelled(barcode: str, library: str) -> list[Labelled]:
    """Of that library, or ("") of every member of today; a barcode is one copy's within a library."""
    if library:
        owners = [members.library_id(symbol=library)]
    else:
        owners = [members.library_id(symbol=card.symbol) for card in members.libraries()]
    rows = Item.objects.filter(library__in=owners, barcode=barcode).exclude(record=None).order_by("pk")
    named = ("library", "record", "branch", "call_number", "volume", "status")
    found: dict[int, tuple[int, str, str, str, str]] = {}
    for owner, *told in rows.values_list(*named):
        found.setdefault(owner, tuple(told))
    facts = _facts(record for record, *_ in found.values())
    symbols = members.symbols_by_id()
    return [
        Labelled(symbols[owner], barcode, branch, *facts[record], number, volume, status)
        for owner, (record, branch, number, volume, status) in found.items()
        if record in facts
    ]


def _facts(records: Iterable[int]) -> dict[int, tuple[int, str]]:
    """Record -> edition, title; "" where what is stored cannot be read before it is renewed."""
    found = {}
    rows = FactsRow.objects.filter(record__in=list(records)).values_list("record", "edition", "data")
    for record, edition, data in rows:
        try:
            title = facts_form.load(data).title
        except ValueError:
            title = ""
        found[record] = (edition, title)
    return found
