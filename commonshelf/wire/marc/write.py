"""MARC written so that everybody else's reader can read it; what cannot be written is refused, not cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from lxml import etree

from commonshelf.wire.marc import jsonform
from commonshelf.wire.marc.clean import without_controls
from commonshelf.wire.marc.flavour import flavour_of
from commonshelf.wire.marc.record import Field, Flavour, Marc

MOST_FIELD: Final = 9_999  # bytes, the directory has four digits for it
MOST_RECORD: Final = 99_999  # bytes, the leader has five
SLIM: Final = "http://www.loc.gov/MARC21/slim"
XCHANGE: Final = "info:lc/xmlns/marcxchange-v1"
_FORMATS: Final = {Flavour.MARC21: "MARC21", Flavour.UNIMARC: "UNIMARC", Flavour.CNMARC: "CNMARC"}
_KINDS: Final = {"z": "Authority", "u": "Holdings", "v": "Holdings", "x": "Holdings", "y": "Holdings"}
# MARC21slim.xsd: what a leader, an indicator, a code and a tag may be.
_SLIM_LEADER: Final = re.compile(
    r"[\d ]{5}[\dA-Za-z ][\dA-Za-z][\dA-Za-z ]{3}(?:2| )(?:2| )[\d ]{5}[\dA-Za-z ]{3}(?:4500|    )"
).fullmatch
_INDICATOR: Final = re.compile(r"[\da-z ]").fullmatch
_CODE: Final = re.compile(r"[!-~]").fullmatch
_CONTROL_TAG: Final = re.compile(r"00[1-9A-Za-z]").fullmatch
_DATA_TAG: Final = re.compile(
    r"0[1-9A-Z][0-9A-Z]|0[1-9a-z][0-9a-z]|[1-9A-Z][0-9A-Z]{2}|[1-9a-z][0-9a-z]{2}"
).fullmatch


class TooLong(Exception):
    """The form has no room for it. tag: the field, "" for the record as a whole; sizes in bytes."""

    def __init__(self, tag: str, size: int, limit: int) -> None:
        super().__init__(f"{tag or 'record'}: {size} bytes, at most {limit}")
        self.tag = tag
        self.size = size
        self.limit = limit


def iso2709(marc: Marc) -> bytes:
    """ISO 2709 in UTF-8. Raises TooLong."""
    directory: list[str] = []
    body: list[bytes] = []
    start = 0
    for field in marc.fields:
        data = _flat(field).encode("utf-8", "replace") + b"\x1e"
        if len(data) > MOST_FIELD:
            raise TooLong(field.tag, len(data), MOST_FIELD)
        directory.append(f"{_tag(field.tag)}{len(data):04d}{start:05d}")
        body.append(data)
        start += len(data)
        if start > MOST_RECORD:
            break
    base = 25 + 12 * len(directory)
    length = base + start + 1
    if length > MOST_RECORD:
        raise TooLong("", length, MOST_RECORD)
    leader = _leader(marc, length, base)
    return (leader + "".join(directory)).encode("ascii") + b"\x1e" + b"".join(body) + b"\x1d"


def _flat(field: Field) -> str:
    if field.subfields or field.ind:
        marks = (f"\x1f{_code(code)}{without_controls(value)}" for code, value in field.subfields)
        return _indicators(field.ind, lower=False) + "".join(marks)
    return without_controls(field.data)


@lru_cache(maxsize=4096)
def _tag(tag: str) -> str:
    plain = "".join(char if char.isascii() and char.isalnum() else "9" for char in tag)
    return plain[:3].ljust(3, "9")


@lru_cache(maxsize=4096)
def _code(code: str) -> str:
    return code if _CODE(code) else "a"


@lru_cache(maxsize=4096)
def _indicators(ind: str, *, lower: bool) -> str:
    two = ind[:2].ljust(2)
    if lower:
        return "".join(char if _INDICATOR(char) else " " for char in two)
    return "".join(char if " " <= char <= "~" else " " for char in two)


def _leader(marc: Marc, length: int, base: int) -> str:
    """Counts as they are; MARC 21 says UTF-8 in leader/09, UNIMARC leaves that place blank."""
    old = without_controls(marc.leader).encode("ascii", "replace").decode("ascii").ljust(24)
    family = flavour_of(marc.fields)
    coding = "a" if family is Flavour.MARC21 else " "
    map_ = "4500" if family is Flavour.MARC21 else "450 "
    return f"{length:05d}{old[5:9]}{coding}22{base:05d}{old[17:20]}{map_}"


def marcxml(marcs: Iterable[Marc]) -> bytes:
    """A MARC21slim collection, valid against its schema; a leader of another family is mended to fit."""
    root = etree.fromstring(f'<collection xmlns="{SLIM}"/>')
    for marc in marcs:
        record = etree.SubElement(root, f"{{{SLIM}}}record")
        etree.SubElement(record, f"{{{SLIM}}}leader").text = _slim_leader(marc.leader)
        for field in marc.fields:
            _slim_field(record, field)
    return _bytes(root)


def marcxchange(marcs: Iterable[Marc]) -> bytes:
    """A marcxchange collection (ISO 25577): any family, the leader as it is."""
    root = etree.fromstring(f'<collection xmlns="{XCHANGE}"/>')
    for marc in marcs:
        kind = _KINDS.get(marc.leader[6:7], "Bibliographic")
        attributes = {"format": _FORMATS[flavour_of(marc.fields)], "type": kind}
        record = etree.SubElement(root, f"{{{XCHANGE}}}record", attributes)
        etree.SubElement(record, f"{{{XCHANGE}}}leader").text = _legal(marc.leader)[:24].ljust(24)
        for field in marc.fields:
            _field(record, field, XCHANGE, _tag(field.tag))
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _legal(text: str) -> str:
    """without_controls takes out everything XML 1.0 does not allow, and a little more."""
    return without_controls(text)


def _slim_leader(leader: str) -> str:
    text = _legal(leader)[:24].ljust(24)
    if _SLIM_LEADER(text):
        return text
    plain = "".join(char if char.isascii() and (char.isalnum() or char == " ") else " " for char in text)
    counts = [part if re.fullmatch(r"[\d ]{5}", part) else "     " for part in (plain[:5], plain[12:17])]
    kind = plain[6] if plain[6] != " " else "a"
    return f"{counts[0]}{plain[5]}{kind}{plain[7:10]}22{counts[1]}{plain[17:20]}4500"


def _slim_field(record: etree._Element, field: Field) -> None:
    """A tag the schema has no place for goes out as 9XX with its own name in front, so nothing is lost."""
    tag = _tag(field.tag)
    control = not field.subfields and not field.ind
    if _CONTROL_TAG(tag) if control else _DATA_TAG(tag):
        _field(record, field, SLIM, tag)
        return
    parts = field.subfields or (("a", field.data),)
    _field(record, Field("999", field.ind or "  ", (("9", tag), *parts), ""), SLIM, "999")


def _field(record: etree._Element, field: Field, space: str, tag: str) -> None:
    if not field.subfields and not field.ind:
        etree.SubElement(record, f"{{{space}}}controlfield", {"tag": tag}).text = _legal(field.data)
        return
    if not field.subfields:
        return  # a data field with nothing in it: the schemas want at least one subfield
    ind = _indicators(field.ind, lower=True)
    data = etree.SubElement(record, f"{{{space}}}datafield", {"tag": tag, "ind1": ind[0], "ind2": ind[1]})
    for code, value in field.subfields:
        etree.SubElement(data, f"{{{space}}}subfield", {"code": _code(code)}).text = _legal(value)


def json_form(marc: Marc) -> dict[str, Any]:
    """MARC-in-JSON as pymarc and others read it."""
    fields: list[dict[str, Any]] = []
    for field in marc.fields:
        if field.subfields or field.ind:
            parts = [{code: value} for code, value in field.subfields]
            ind = field.ind.ljust(2)
            fields.append({field.tag: {"ind1": ind[0], "ind2": ind[1], "subfields": parts}})
        else:
            fields.append({field.tag: field.data})
    return {"leader": marc.leader, "fields": fields}


def from_json(form: Mapping[str, Any]) -> Marc:
    """Back from `json_form`. Raises ValueError when the form is another."""
    try:
        return jsonform.record(form)[0]
    except (TypeError, KeyError, AttributeError) as trouble:
        raise ValueError(f"not MARC-in-JSON: {trouble}") from trouble
