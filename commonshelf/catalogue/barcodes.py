"""Copies by the number on their label: what a desk or a terminal reads off a book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from commonshelf.catalogue.cards import Labelled
from commonshelf.catalogue.domain import facts as facts_form
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.models import Item
from commonshelf.members import api as members

SEEN: Final = 2_000
"""So many of a library's copies, the highest barcodes first, tell what it calls policies and locations."""
NAMED: Final = 60
"""Of each; nobody reads further."""


def named_on_copies(library: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Loan policies, and shelving locations, each the commonest first."""
    rows = Item.objects.filter(library=members.library_id(symbol=library)).order_by("-barcode")
    told = list(rows.values_list("loan_policy", "shelving_location")[:SEEN])
    policies = Counter(policy for policy, _ in told if policy)
    locations = Counter(location for _, location in told if location)
    return _commonest(policies), _commonest(locations)


def _commonest(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in counted.most_common(NAMED))


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
