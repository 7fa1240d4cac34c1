"""What of a MARC record is its library's own business, and is left out of what everybody may take along.

Decided field by field from the formats' own words:

- 9XX: defined by each system for itself. There stand prices, patrons of a hold, notes of the desk; and
  call numbers and barcodes, which the edition page shows anyway. All of it stays at home.
- 59X: local notes, MARC 21.
- MARC 21 541, 542, 561, 583 with first indicator 0: "private" by the format itself (how it was acquired,
  who owned it, what was done to it).
- $x "nonpublic note" of MARC 21 583, 852-856, 859, 863-868, 876-878 and of UNIMARC 856; of 876-878 also
  $c (price) and $e (whom it was bought from).
- UNIMARC and CNMARC 316, 317, 318 (notes on the copy in hand) with first indicator 0, where a system
  marks private ones as MARC 21 does; 830, the cataloguer's note to cataloguers; 345, how it was acquired.
"""

from __future__ import annotations

from typing import Final

from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.record import Field, Flavour, Marc

_MARKED: Final = {
    Flavour.MARC21: frozenset({"541", "542", "561", "583"}),
    Flavour.UNIMARC: frozenset({"316", "317", "318"}),
}
_WHOLLY: Final = {Flavour.MARC21: frozenset[str](), Flavour.UNIMARC: frozenset({"345", "830"})}
_NONPUBLIC: Final = {
    Flavour.MARC21: frozenset(
        {
            "583",
            "852",
            "853",
            "854",
            "855",
            "856",
            "859",
            "863",
            "864",
            "865",
            "866",
            "867",
            "868",
            "876",
            "877",
            "878",
        }
    ),
    Flavour.UNIMARC: frozenset({"856"}),
}
_BOUGHT: Final = frozenset({"876", "877", "878"})


def without_private(marc: Marc) -> Marc:
    """The record as everybody may have it; the very same object when nothing in it is private."""
    family = flavour_of(marc.fields)
    family = Flavour.UNIMARC if family is Flavour.CNMARC else family
    kept = tuple(_open_part(field, family) for field in marc.fields if not _is_private(field, family))
    kept = tuple(field for field in kept if field.subfields or field.data)
    return marc if kept == marc.fields else marc._replace(fields=kept)


def _is_private(field: Field, family: Flavour) -> bool:
    tag = field.tag
    if tag.startswith("9") or tag in _WHOLLY[family]:
        return True
    if family is Flavour.MARC21 and tag.startswith("59"):
        return True
    return tag in _MARKED[family] and field.ind[:1] == "0"


def _open_part(field: Field, family: Flavour) -> Field:
    if field.tag not in _NONPUBLIC[family]:
        return field
    hidden = "cex" if family is Flavour.MARC21 and field.tag in _BOUGHT else "x"
    kept = tuple(pair for pair in field.subfields if pair[0] not in hidden)
    return field if kept == field.subfields else field._replace(subfields=kept)
