"""A MARC record to facts, whatever its flavour: nothing downstream reads tags."""

from __future__ import annotations

from typing import Final

from commonshelf.catalogue.domain import read_marc21, read_unimarc
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.wire.marc.record import Field, Flavour, Marc

BIBLIOGRAPHIC: Final = "bibliographic"
AUTHORITY: Final = "authority"
HOLDINGS: Final = "holdings"
OTHER: Final = "other"

_HEADINGS: Final = ("100", "110", "111", "130", "147", "148", "150", "151", "155", "180", "181", "182", "185")
_UNIMARC_HEADINGS: Final = ("210", "215", "216", "220", "230", "235", "240", "245", "250", "260", "280")


def kind_of(marc: Marc, flavour: Flavour) -> str:
    """What the record describes: by leader/06 and, where that lies or is blank, by its title and heading."""
    kind = marc.leader[6:7]
    tags = {field.tag for field in marc.fields}
    if flavour is Flavour.MARC21:
        if "245" in tags:
            return BIBLIOGRAPHIC
        if kind == "z" or (
            kind not in "uvxy" and not tags.isdisjoint(_HEADINGS) and "008" in tags and _authority008(marc)
        ):
            return AUTHORITY
        if kind in {"u", "v", "x", "y"} or (
            "004" in tags and not tags.isdisjoint({"852", "866", "867", "868", "876"})
        ):
            return HOLDINGS
        return OTHER if kind in {"w", "q"} or not tags else BIBLIOGRAPHIC
    if kind in {"x", "y", "z"}:
        return HOLDINGS if "004" in tags and not tags.isdisjoint({"852", "866", "930"}) else AUTHORITY
    if kind in {"u", "v"} and "200" not in tags:
        return HOLDINGS
    if "200" in tags:
        return BIBLIOGRAPHIC
    if kind == "w" or (not tags.isdisjoint(_UNIMARC_HEADINGS[:3]) and "210" not in tags):
        return OTHER
    return BIBLIOGRAPHIC if tags else OTHER


def _authority008(marc: Marc) -> bool:
    """008 of an authority record is as long as a book's but says at 09 what kind of heading it is."""
    return len(marc.control("008")) == 40 and marc.control("008")[9:10] in {"a", "b", "c", "d", "e", "f", "g"}


def facts_of(marc: Marc, flavour: Flavour) -> Facts:
    """Facts of a bibliographic record. Odd or missing fields leave a fact unsaid; they never stop a load."""
    tags: dict[str, list[Field]] = {}
    for field in marc.fields:
        if field.tag in tags:
            tags[field.tag].append(field)
        else:
            tags[field.tag] = [field]
    if flavour is Flavour.MARC21:
        return read_marc21.facts_of(marc, tags)
    return read_unimarc.facts_of(marc, flavour, tags)
