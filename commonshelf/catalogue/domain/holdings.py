"""Copies of a record, read by the mapping of its source or by what the record carries (find.md 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from commonshelf.catalogue.domain.profiles import PROFILES
from commonshelf.catalogue.domain.status import (
    MISSING,
    ON_LOAN,
    ON_ORDER,
    REFERENCE,
    STATUSES,
    UNKNOWN,
    own_status,
    status_of,
)
from commonshelf.catalogue.domain.words import clean
from commonshelf.wire.marc.record import Field, Flavour, Marc

__all__ = ["PROFILES", "CopyFacts", "copies_of", "count_of", "cut", "profile_of"]

_MOST_COPIES: Final = 9999
_MOST_IN_RANGE: Final = 200
_WIDTHS: Final = {
    "branch": 40, "shelving_location": 120, "call_number": 120, "barcode": 60, "volume": 120,
    "loan_policy": 60, "url": 2000,
}  # fmt: skip
_TELLING: Final = frozenset({"876"} | {profile["tag"] for profile in PROFILES.values()})
_TEXTUAL: Final = ("866", "867", "868")
_RANGE: Final = re.compile(r"^([A-Za-z]*)(\d{4,})\s*-\s*(\d{1,})$")
_COUNT: Final = re.compile(r"\d{1,4}")
_COUNT_ONLY: Final = re.compile(r"^\s*(?:复本|共|副本)?\s*(\d{1,3})\s*(?:册|本|种|件)?\s*$")
_NO: Final = frozenset({"", "0", "n", "no", "否"})


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """One copy, or a holding of several alike. status: one of `status.STATUSES`."""

    branch: str = ""
    shelving_location: str = ""
    call_number: str = ""
    barcode: str = ""
    volume: str = ""
    copies: int = 1
    status: str = UNKNOWN
    loan_policy: str = ""
    url: str = ""


def copies_of(marc: Marc, flavour: Flavour, mapping: Mapping[str, Any] | str) -> list[CopyFacts]:
    """Copies of a bibliographic or holdings record.

    mapping: name of a profile, a mapping of its form, or {} = by what the record carries.
    """
    rules = _rules(mapping)
    if not rules:
        name = profile_of(marc, flavour)
        if not name:
            return []
        rules = PROFILES[name]
    tags = _by_tag(marc)
    found = list(_held(tags, rules) if rules.get("item") else _plain(tags.get(rules["tag"], ()), rules))
    if rules is PROFILES["alma"]:
        found += _plain(tags.get("AVE", ()), PROFILES["alma-online"])
    return [cut(copy) for copy in found]


def profile_of(marc: Marc, flavour: Flavour) -> str:
    """Name of the profile its own fields speak for; "" when it carries no copies."""
    held = [field for field in marc.fields if field.tag in _TELLING]
    return _by_content(_by_tag(Marc(marc.leader, tuple(held))), flavour) if held else ""


def _by_tag(marc: Marc) -> dict[str, list[Field]]:
    tags: dict[str, list[Field]] = {}
    for field in marc.fields:
        tags.setdefault(field.tag, []).append(field)
    return tags


def _rules(mapping: Mapping[str, Any] | str) -> Mapping[str, Any]:
    if isinstance(mapping, str):
        return PROFILES.get(mapping, {})
    if mapping.get("profile"):  # a profile with the source's own translations on top
        return {**PROFILES.get(str(mapping["profile"]), {}), **mapping}
    return mapping if mapping.get("tag") else {}


def _by_content(tags: Mapping[str, list[Field]], flavour: Flavour) -> str:
    def carries(tag: str, *all_of: str) -> bool:
        return any(all(field.all(codes) for codes in all_of) for field in tags.get(tag, ()))

    if carries("AVA", "8bd") or carries("AVE", "u"):
        return "alma"
    asked: tuple[tuple[str, bool], ...]
    if flavour is Flavour.MARC21:
        asked = (
            ("koha", carries("952", "p", "abo") or carries("952", "o", "abp") or carries("952", "7", "ab")),
            ("mfhd", bool(tags.get("852")) and (bool(tags.get("876")) or not carries("852", "p"))),
            ("evergreen", carries("852", "p")),
            ("sirsi", carries("999", "i", "lm")),
            ("sirsi-949", carries("949", "i", "lmha")),
            ("innovative", carries("945", "i", "l")),
        )
    else:
        asked = (
            ("cnmarc", flavour is Flavour.CNMARC and carries("905", "bdefs")),
            ("koha-unimarc", carries("995", "fk")),
            ("koha", carries("952", "p")),
            ("sudoc", carries("930", "a", "bc")),
            ("mfhd", bool(tags.get("852"))),
        )
    return next((name for name, there in asked if there), "")


def _plain(fields: list[Field] | tuple[Field, ...], rules: Mapping[str, Any]) -> Iterator[CopyFacts]:
    for field in fields:
        if rules.get("needs") and not field.all(rules["needs"]):
            continue
        copy = _copy(field, rules)
        barcodes = [code for value in field.all(rules.get("barcode", "")) for code in _barcodes(value)] or [
            ""
        ]
        if len(barcodes) > 1:
            yield from (replace(copy, barcode=code, copies=1) for code in barcodes)
        else:
            yield replace(copy, barcode=barcodes[0])


def _copy(field: Field, rules: Mapping[str, Any]) -> CopyFacts:
    branch = _filled(field, rules.get("branch", ""))
    branches: Mapping[str, str] = rules.get("branches") or {}
    return CopyFacts(
        branch=branches.get(branch, branch),
        shelving_location=_filled(field, rules.get("location", "")),
        call_number=_call_number(field, rules),
        volume=" ".join(clean(value) for value in field.all(rules.get("volume", ""))),
        copies=count_of(_filled(field, rules.get("copies", ""))) or 1,
        status=_status(field, rules),
        loan_policy=_filled(field, rules.get("policy", "")),
        url=_url(_filled(field, rules.get("url", ""))),
    )


def _filled(field: Field, codes: str) -> str:
    """Value of the first of these codes that is filled, in the order of the codes."""
    for code in codes:
        for c, value in field.subfields:
            if c == code and (text := clean(value)):
                return text
    return ""


def _call_number(field: Field, rules: Mapping[str, Any]) -> str:
    codes = rules.get("call_number", "")
    text = " ".join(part for code in codes if (part := clean(field.first(code))))
    if not text and (parts := rules.get("call_number_parts")):
        text = "/".join(part for code in parts.split("/") if (part := clean(field.first(code))))
    return text


def _status(field: Field, rules: Mapping[str, Any]) -> str:
    table: Mapping[str, str] = rules.get("statuses") or {}
    if any(value.strip().lower() not in _NO for value in field.all(rules.get("lost", ""))):
        return MISSING
    if any(value.strip() for value in field.all(rules.get("due", ""))):
        return ON_LOAN
    for value in field.all(rules.get("not_for_loan", "")):
        if value.strip().lower() not in _NO:
            return table.get(value.strip(), ON_ORDER if value.strip().startswith("-") else REFERENCE)
    if said := _filled(field, rules.get("status", "")):
        return own_status(said, table)
    for code in rules.get("place_status", ""):
        if (told := own_status(field.first(code), table)) in {
            MISSING,
            ON_LOAN,
            ON_ORDER,
            REFERENCE,
        } and field.first(code):
            return told
    rest = str(rules.get("at_rest", UNKNOWN))
    return rest if rest in STATUSES else UNKNOWN


def _held(tags: Mapping[str, list[Field]], rules: Mapping[str, Any]) -> Iterator[CopyFacts]:
    """MARC holdings: 852 says where, 876 each item, 866-868 in words what there is; tied by $8 or $0."""
    places = [
        field for field in tags.get(rules["tag"], ()) if not rules.get("needs") or field.all(rules["needs"])
    ]
    items = [field for tag in (rules["item"], "877", "878") for field in tags.get(tag, ())]
    for number, place in enumerate(places):
        copy = replace(_copy(place, rules), barcode=_filled(place, rules.get("barcode", "")))
        mine = [item for item in items if _tied(item, place, alone=len(places) == 1, first=number == 0)]
        if mine:
            for item in mine:
                told = _filled(item, rules.get("item_status", ""))
                yield replace(
                    copy,
                    barcode=_filled(item, rules.get("item_barcode", "")) or copy.barcode,
                    volume=_filled(item, rules.get("item_volume", "")) or copy.volume,
                    status=status_of(told) if told else copy.status,
                    loan_policy=_filled(item, rules.get("item_policy", "")) or copy.loan_policy,
                )
            continue
        said = [
            clean(text)
            for tag in _TEXTUAL
            for field in tags.get(tag, ())
            if _tied(field, place, alone=len(places) == 1, first=number == 0)
            for text in field.all("a")
        ]
        yield replace(copy, volume="; ".join(said)) if said else copy


def _tied(field: Field, place: Field, *, alone: bool, first: bool) -> bool:
    """Whether an item or textual holding belongs to this 852: by a shared $8 or $0, else to the first."""
    links = {value for value in field.all("08") if len(value) > 4}
    marks = {value for value in place.all("08") if len(value) > 4}
    if links and marks:
        return bool(links & marks)
    return alone or first


def _barcodes(text: str) -> list[str]:
    """One barcode, or those of a written range of accession numbers ("1865829-30")."""
    text = clean(text)
    match = _RANGE.match(text)
    if not match:
        return [text] if text else []
    head, start, tail = match.groups()
    first = int(start)
    last = int(start[: len(start) - len(tail)] + tail) if len(tail) <= len(start) else 0
    if not first < last <= first + _MOST_IN_RANGE:
        return [text]
    return [f"{head}{n:0{len(start)}d}" for n in range(first, last + 1)]


def count_of(text: str) -> int | None:
    """How many copies a cell or subfield says ("3", "3册", "复本3"); None when it does not say."""
    match = _COUNT_ONLY.match(text) or (_COUNT.search(text) if "册" in text or "本" in text else None)
    if not match:
        return None
    return min(int(match.group(match.re.groups)), _MOST_COPIES)


def _url(text: str) -> str:
    return text if text.lower().startswith(("http://", "https://", "ftp://")) else ""


def cut(copy: CopyFacts, **other: Any) -> CopyFacts:
    """Within the widths of the item table (the record as received keeps the whole), `other` facts set."""
    copy = replace(copy, **other) if other else copy
    long = {
        name: getattr(copy, name)[:most] for name, most in _WIDTHS.items() if len(getattr(copy, name)) > most
    }
    return replace(copy, **long) if long else copy
