"""Records in a few words, for tests: made here, no book of any library."""

from __future__ import annotations

from commonshelf.catalogue.domain import read_marc
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.wire.marc.record import Field, Flavour, Marc

CNMARC_LEADER = "00000nam0 2200000   450 "
MARC21_LEADER = "00000nam a2200000 i 4500"


def field(line: str) -> Field:
    """ "2001 $a题名$f责任者" or "001 A1": tag, indicators (three more characters), then data or subfields."""
    tag = line[:3]
    if "$" not in line:
        return Field(tag, "", (), line[4:])
    ind, *subfields = line[3:].split("$")
    return Field(tag, f"{ind:<2}"[:2], tuple((part[0], part[1:]) for part in subfields if part), "")


def cnmarc(*lines: str, leader: str = CNMARC_LEADER) -> Marc:
    return Marc(leader, tuple(map(field, lines)))


def marc21(*lines: str, leader: str = MARC21_LEADER) -> Marc:
    return Marc(leader, tuple(map(field, lines)))


def cn_facts(*lines: str, leader: str = CNMARC_LEADER) -> Facts:
    return read_marc.facts_of(cnmarc(*lines, leader=leader), Flavour.CNMARC)


def m21_facts(*lines: str, leader: str = MARC21_LEADER) -> Facts:
    return read_marc.facts_of(marc21(*lines, leader=leader), Flavour.MARC21)
