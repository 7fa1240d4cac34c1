"""MARC 21 bibliographic records to facts, own script before romanisation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from commonshelf.catalogue.domain import people, titles, volumes
from commonshelf.catalogue.domain.facts import Class, Facts, Link, Name
from commonshelf.catalogue.domain.pairs880 import Paired
from commonshelf.catalogue.domain.words import clean, coded_year, distinct, isbns, languages, trim, year_of
from commonshelf.kernel import ids
from commonshelf.wire.marc.record import Field, Flavour, Marc

_FORMATS: Final = {
    "a": "book", "t": "book", "c": "score", "d": "score", "e": "map", "f": "map", "g": "video", "i": "audio",
    "j": "music", "k": "image", "m": "file", "o": "kit", "p": "other", "r": "other",
}  # fmt: skip
_ELECTRONIC: Final = re.compile(
    r"electronic|online|computer|internet|网络|電子|电子|e-book|ebook", re.IGNORECASE
)
_MICROFORM: Final = re.compile(r"micro(?:form|film|fiche|card|opaque)|缩微|縮微", re.IGNORECASE)
_NOTES: Final = (
    "500", "501", "502", "504", "508", "511", "515", "518", "521", "530", "533", "534", "538", "546",
    "550", "580", "586",
)  # fmt: skip
_NAMES: Final = (("100", False), ("110", True), ("111", True), ("700", False), ("710", True), ("711", True))
_SUBJECTS: Final = ("600", "610", "611", "630", "647", "648", "650", "651", "653", "655")
_OCLC: Final = re.compile(r"^\s*\(OCoLC\)\s*(?:ocm|ocn|on|ocl7?)?\s*0*(\d{3,})", re.IGNORECASE)
_OWN_OCLC: Final = re.compile(r"\s*(?:ocm|ocn|on)?\s*0*(\d{3,})\s*$")
_PREFIXED: Final = re.compile(r"^\s*\((CALIS|[A-Z0-9-]*NLC[A-Z0-9-]*)\)\s*(?:CAL)?\s*(\S+)", re.IGNORECASE)
_BRACKETS: Final = str.maketrans("", "", "[]［］<>")
_DATES_SAID: Final = frozenset("cdeikmpqrstu")
_GUESSED_WITHIN: Final = 9


def facts_of(marc: Marc, tags: Mapping[str, list[Field]]) -> Facts:
    """Facts of a bibliographic record; `tags` is the record's fields by tag."""
    paired = Paired(tags)
    coded = tags["008"][0].data if "008" in tags else ""
    title = _Title(paired, "，".join(distinct(_edition(paired))))
    place, publisher, date = _published(paired)
    good, bad = _isbns(tags)
    numbers, bad_numbers = _numbers(tags)
    statement = title.statement
    return Facts(
        flavour=str(Flavour.MARC21),
        title=title.title,
        subtitle=title.subtitle,
        other_titles=_other_titles(paired, title),
        volume=title.volume,
        volume_number=title.volume_number,
        statement=statement,
        names=people.with_roles(_names(paired), statement) or people.from_statement(statement),
        edition=title.edition,
        edition_number=_with_carrier(title.edition_number, coded, marc.leader),
        place=place,
        publisher=publisher,
        year=_year(coded, date),
        date=date,
        extent=next((trim(field.first("a")) for field in paired.fields("300")), ""),
        series=distinct(_series(paired)),
        languages=languages([coded[35:38], *(v for f in tags.get("041", ()) for v in f.all("ad"))]),
        format=_format(marc, tags, coded, title.medium),
        isbns=good,
        issns=distinct(ids.issn(value) for f in tags.get("022", ()) for value in f.all("a")),
        numbers=numbers,
        bad_numbers=distinct([*bad, *bad_numbers]),
        classes=tuple(dict.fromkeys(_classes(tags))),
        subjects=distinct(_subjects(paired)),
        summary=" ".join(distinct(clean(f.first("a")) for f in paired.fields("520"))),
        contents=" -- ".join(distinct(" ".join(map(clean, f.all("agrt"))) for f in paired.fields("505"))),
        notes=distinct(" ".join(map(clean, f.all("a"))) for f in paired.fields(*_NOTES)),
        links=tuple(dict.fromkeys(_links(tags))),
        original_title=_original(paired),
        component=marc.leader[7:8] in {"a", "b"},
    )


class _Title:
    """245 (or 240/130 where a record has none) taken apart; the romanised twin kept aside."""

    def __init__(self, paired: Paired, edition: str) -> None:
        field, twin = next(iter(paired.get("245")), (None, None))
        self.title = self.subtitle = self.volume = self.volume_number = ""
        self.statement = self.medium = self.romanised = ""
        self.edition, self.edition_number = edition, volumes.edition_number(edition)
        if field is None:
            return
        head, parts_of, names = "", [], []
        for code, value in field.subfields:
            if code == "a":
                head = head or trim(value)
            elif code == "b":
                self.subtitle = f"{self.subtitle} : {trim(value)}" if self.subtitle else trim(value)
            elif code == "n":
                parts_of.append(trim(value))
            elif code == "p":
                names.append(trim(value))
            elif code == "c":
                self.statement = self.statement or clean(value).rstrip(" /")
            elif code == "h":
                self.medium = value
            elif code in "kfgs" and not head:
                head = trim(value)
        if not head:
            head, self.subtitle = (names.pop(0), self.subtitle) if names else (self.subtitle, "")
        subtitles = [self.subtitle] if self.subtitle else []
        said = titles.from_parts(head, subtitles, parts_of, names, edition)
        self.title, self.subtitle, self.volume, self.volume_number, self.edition, self.edition_number = said
        self.statement = (
            self.statement.removesuffix(".") if self.statement.isascii() else trim(self.statement)
        )
        if twin is not None:
            self.romanised = " : ".join(trim(value) for value in twin.all("ab") if trim(value))


def _edition(paired: Paired) -> Iterator[str]:
    for field in paired.fields("250"):
        yield from (trim(value) for value in field.all("ab"))


def _with_carrier(number: str, coded: str, leader: str) -> str:
    """Large print and braille (008/23) are editions of their own."""
    if leader[6:7] in {"a", "t"} and coded[23:24] in {"d", "f"}:
        kind = "large" if coded[23] == "d" else "braille"
        if kind not in number:
            return f"{number}-{kind}" if number else kind
    return number


def _published(paired: Paired) -> tuple[str, str, str]:
    """(place, publisher, date as printed): 264 of publication, else 260, else any 264."""
    later = list(paired.fields("264"))
    fields = [*(f for f in later if f.ind[1:2] == "1"), *paired.fields("260"), *later]
    place = publisher = date = ""
    for field in fields:
        place = place or trim(field.first("a").translate(_BRACKETS))
        publisher = publisher or trim(field.first("b").translate(_BRACKETS))
        date = date or trim(field.first("c"))
    return place, publisher, date


def _year(coded: str, date: str) -> int | None:
    year = coded_year(coded[7:11]) if coded[6:7] in _DATES_SAID else None
    if year is not None and coded[6] == "q":  # "19--?" coded as 1900-1999 says no year
        latest = coded_year(coded[11:15])
        if latest is not None and latest - year > _GUESSED_WITHIN:
            year = None
    return year if year is not None or not date else year_of(date)


def _isbns(tags: Mapping[str, list[Field]]) -> tuple[tuple[str, ...], list[str]]:
    good: list[str] = []
    bad: list[str] = []
    for field in tags.get("020", ()):
        for code, value in field.subfields:
            if code == "a":
                right, wrong = isbns(value)
                good += right
                bad += wrong
            elif code == "z":
                right, wrong = isbns(value)
                bad += right + wrong
    return distinct(good), bad


def _numbers(tags: Mapping[str, list[Field]]) -> tuple[tuple[str, ...], list[str]]:
    """OCLC numbers only with their prefix or from 001 under 003 OCoLC; LCCN from 010 $a (find.md 1.3)."""
    good: list[str] = []
    bad: list[str] = []
    if any(field.data.strip() == "OCoLC" for field in tags.get("003", ())):
        own = (_OWN_OCLC.match(field.data) for field in tags.get("001", ()))
        good += [f"oclc:{match[1]}" for match in own if match]
    for field in tags.get("010", ()):
        good += [f"lccn:{lccn}" for value in field.all("a") if (lccn := _lccn(value))]
        bad += [f"lccn:{lccn}" for value in field.all("z") if (lccn := _lccn(value))]
    for field in tags.get("035", ()):
        for code, value in field.subfields:
            if code in "az" and (match := _OCLC.match(value)):
                (good if code == "a" else bad).append(f"oclc:{match[1]}")
            elif code == "a" and (match := _PREFIXED.match(value)):
                system = "calis" if match[1].upper() == "CALIS" else "nlc"
                good.append(f"{system}:{match[2].lstrip('0')}")
    for field in tags.get("022", ()):
        bad += [f"issn:{found}" for value in field.all("yz") if (found := ids.issn(value))]
    return distinct(good), bad


def _lccn(text: str) -> str:
    """LCCN by the Library of Congress's own rule: no blanks, nothing after "/", serial part of six digits."""
    plain = re.sub(r"\s", "", text).partition("/")[0].lower()
    head, dash, tail = plain.partition("-")
    plain = head + tail.zfill(6) if dash and tail.isdigit() and len(tail) <= 6 else plain.replace("-", "")
    match = re.match(r"[a-z]{0,3}\d{8,10}(?!\d)", plain)
    return match[0] if match else ""


def _other_titles(paired: Paired, title: _Title) -> tuple[str, ...]:
    found = [title.romanised]
    for field, twin in paired.get("130", "210", "240", "242", "246", "247", "730", "740"):
        both = (field, twin) if twin is not None else (field,)
        found += [" : ".join(text for value in one.all("abnpt") if (text := trim(value))) for one in both]
    return tuple(text for text in distinct(found) if text != title.title)


def _names(paired: Paired) -> tuple[Name, ...]:
    found: dict[Name, None] = {}
    for tag, body in _NAMES:
        for field, twin in paired.get(tag):
            if tag.startswith("7") and (field.ind[1:2] == "2" or field.first("t")):
                continue  # a work inside this one, not a maker of it
            name = _name(field, twin, body=body)
            if name:
                found[name] = None
    return tuple(found)


def _name(field: Field, twin: Field | None, *, body: bool) -> Name | None:
    text = " ".join(map(clean, field.all("ab"))) if body else " ".join(clean(v) for v in field.all("ab"))
    name = trim(text) if body else people.plain_name(text) or trim(text)
    if not name:
        return None
    role = next((r for value in (*field.all("4"), *field.all("e")) if (r := people.role_of(value))), "")
    other = people.plain_name(" ".join(twin.all("ab"))) if twin is not None else ""
    return Name(name, role, body, other)


def _series(paired: Paired) -> Iterator[str]:
    fields = list(paired.fields("490", "440")) or list(paired.fields("830", "800", "810"))
    for field in fields:
        head, number = trim(field.first("a")), trim(field.first("v"))
        yield f"{head} ; {number}" if head and number else head


def _original(paired: Paired) -> str:
    for field in paired.fields("240", "130"):
        head = trim(field.first("a"))
        if head:
            return head
    return next((text for f in paired.fields("765") if (text := trim(f.first("t") or f.first("s")))), "")


def _format(marc: Marc, tags: Mapping[str, list[Field]], coded: str, medium: str) -> str:
    kind, level = marc.leader[6:7], marc.leader[7:8]
    found = _FORMATS.get(kind, "book")
    form = coded[29:30] if kind in {"e", "f", "g", "k"} else coded[23:24]
    microform = form in {"a", "b", "c"} or bool(_MICROFORM.search(medium))
    if found == "file" and coded[26:27] == "d":
        found = "book"
    electronic = (
        form in {"o", "s", "q"}
        or found == "file"
        or bool(medium and _ELECTRONIC.search(medium))
        or kind == "m"
    )
    if not electronic:
        carriers = (value.strip() for f in tags.get("338", ()) for value in f.all("b"))
        electronic = "cr" in carriers or any(
            "online resource" in f.first("a").lower() for f in tags.get("300", ())
        )
    if microform and found == "book":
        return "other"
    if found == "book" and level in {"s", "b", "i"}:
        return "eserial" if electronic else "serial"
    if found == "book" and electronic:
        return "ebook"
    if found == "file" and level == "s":
        return "eserial"
    if found == "video" and coded[33:34] in {"i", "k", "l", "n", "o", "p", "s", "t", "a", "c"}:
        return "image"
    return found


_SCHEMES: Final = {
    "050": "lcc", "055": "lcc", "060": "local", "080": "udc", "082": "ddc", "083": "ddc", "090": "lcc",
    "092": "ddc", "093": "clc",
}  # fmt: skip
_LCC: Final = re.compile(r"[A-Z]{1,3}\s?\d{1,4}")
_NAMED: Final = {
    "clc": "clc",
    "cclas": "las",
    "las": "las",
    "ztf": "clc",
    "ddc": "ddc",
    "udc": "udc",
    "lcc": "lcc",
}


def _classes(tags: Mapping[str, list[Field]]) -> Iterator[Class]:
    for tag, scheme in _SCHEMES.items():
        for field in tags.get(tag, ()):
            for value in field.all("a"):
                number = clean(value).replace("/", "") if scheme == "ddc" else clean(value)
                if number and not (tag == "090" and not _LCC.match(number)):
                    yield Class(scheme, number)
    for field in tags.get("084", ()):
        scheme = _NAMED.get(field.first("2").strip().lower(), "local")
        yield from (Class(scheme, text) for value in field.all("a") if (text := clean(value)))


def _subjects(paired: Paired) -> Iterator[str]:
    for field in paired.fields(*_SUBJECTS):
        if field.tag == "653":
            yield from (trim(value) for value in field.all("a"))
            continue
        head = " ".join(clean(value) for code, value in field.subfields if code in "abcdnpt")
        parts = [trim(value) for value in field.all("vxyz")]
        yield " -- ".join(part for part in (trim(head), *parts) if part)


def _links(tags: Mapping[str, list[Field]]) -> Iterator[Link]:
    for field in tags.get("856", ()):
        label = clean(field.first("y") or field.first("3") or field.first("z"))
        for value in field.all("u"):
            url = clean(value)
            if url.lower().startswith(("http://", "https://", "ftp://")):
                yield Link(url, label)
