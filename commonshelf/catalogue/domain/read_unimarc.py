"""UNIMARC and its Chinese branches (CNMARC, CMARC) to facts. Habits: find.md 6.1 and 6.2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from commonshelf.catalogue.domain import people, titles, volumes
from commonshelf.catalogue.domain.classes import clc_main_class
from commonshelf.catalogue.domain.facts import Class, Facts, Link, Name
from commonshelf.catalogue.domain.words import clean, coded_year, distinct, isbns, languages, trim, year_of
from commonshelf.kernel import ids
from commonshelf.wire.marc.record import Field, Flavour, Marc

Tags = Mapping[str, list[Field]]

_FORMATS: Final = {
    "a": "book", "b": "book", "c": "score", "d": "score", "e": "map", "f": "map", "g": "video", "i": "audio",
    "j": "music", "k": "image", "l": "file", "m": "kit", "r": "other",
}  # fmt: skip
_ELECTRONIC: Final = ("电子资源", "电子图书", "網路資源", "电子文献", "电子书", "electronic", "électronique")
_MICROFORM: Final = ("缩微", "縮微", "microform", "microfiche", "microfilm")
_VARIANTS: Final = (
    "500", "501", "503", "510", "512", "513", "514", "515", "516", "517", "518", "520", "530", "531",
    "532", "540", "541", "545",
)  # fmt: skip
_NOTES: Final = (
    "300", "301", "302", "303", "304", "305", "306", "307", "308", "310", "311", "312", "313", "314",
    "315", "316", "320", "321", "324", "325", "326", "328", "333",
)  # fmt: skip
_SUBJECTS: Final = ("600", "601", "602", "604", "605", "606", "607", "608", "610")
_PREFIXED: Final = re.compile(r"^\(([^)]*)\)\s*(.+)$")
_UNIFIED: Final = re.compile(r"\d{3,5}\s*[·.．•・]\s*\d{1,6}")
_CALIS: Final = re.compile(r"^CAL\s*0*(\d{6,})$")


def facts_of(marc: Marc, flavour: Flavour, tags: Tags) -> Facts:
    """Facts of a bibliographic record; `tags` is the record's fields by tag."""
    title, subtitle, volume, volume_number, edition, edition_no = _title(tags)
    place, publisher, date = _published(tags)
    good, bad, unified = _numbers_of_books(tags)
    names, others = _names(tags)
    statement = _statement(tags)
    return Facts(
        flavour=str(flavour),
        title=title,
        subtitle=subtitle,
        other_titles=_other_titles(tags, title),
        volume=volume,
        volume_number=volume_number,
        statement=statement,
        names=names or others or people.from_statement(statement),
        edition=edition,
        edition_number=edition_no,
        place=place,
        publisher=publisher,
        year=_year(tags, date),
        date=date,
        extent=_firsts(tags, "215", "a"),
        series=distinct([*_series(tags)]),
        languages=languages(code for field in tags.get("101", ()) for code in field.all("a")),
        format=_format(marc, tags),
        isbns=good,
        issns=distinct(ids.issn(text) for field in tags.get("011", ()) for text in field.all("a")),
        numbers=distinct([*_other_numbers(tags), *unified]),
        bad_numbers=bad,
        classes=tuple(dict.fromkeys(_classes(tags, flavour))),
        subjects=distinct(_subjects(tags)),
        summary=_joined(tags, ("330",), "a", " "),
        contents=_joined(tags, ("327",), "a", " -- "),
        notes=distinct(
            clean(text) for tag in _NOTES for field in tags.get(tag, ()) for text in field.all("a")
        ),
        links=tuple(dict.fromkeys(_links(tags))),
        original_title=_original(tags),
        component=marc.leader[7:8] == "a",
    )


def _firsts(tags: Tags, tag: str, code: str) -> str:
    return next((trim(value) for field in tags.get(tag, ()) if (value := field.first(code))), "")


def _joined(tags: Tags, wanted: Iterable[str], code: str, glue: str) -> str:
    return glue.join(
        distinct(clean(text) for tag in wanted for field in tags.get(tag, ()) for text in field.all(code))
    )


def _title(tags: Tags) -> tuple[str, str, str, str, str, str]:
    """(title, subtitle, volume, volume number, edition, edition number) of 200 and 205."""
    field = next((f for f in tags.get("200", ()) if f.first("a") or f.first("i")), None)
    edition = "，".join(distinct(trim(text) for f in tags.get("205", ()) for text in f.all("ab")))
    if field is None:
        return "", "", "", "", edition, volumes.edition_number(edition)
    heads: list[str] = []
    parts: dict[str, list[str]] = {"e": [], "h": [], "i": []}
    for code, value in field.subfields:
        if code == "a":
            heads.append(value)
        elif code in parts:
            parts[code].append(trim(value))
    if not heads:  # only a part's own name
        heads, parts["i"] = parts["i"][:1], parts["i"][1:]
    title, *rest = titles.from_parts(clean(heads[0]), parts["e"], parts["h"], parts["i"], edition)
    more = [
        text for value in heads[1:3] if (text := trim(value))
    ]  # a book of several works without a title of its own
    subtitle, volume, number, edition, edition_no = rest
    return " ; ".join([title, *more]), subtitle, volume, number, edition, edition_no


def _statement(tags: Tags) -> str:
    field = next(iter(tags.get("200", ())), None)
    return " ; ".join(text for text in map(clean, field.all("fg")) if text) if field else ""


def _published(tags: Tags) -> tuple[str, str, str]:
    """(place, publisher, date as printed) of 210, or 214 of newer UNIMARC, or 219."""
    place = publisher = date = ""
    for tag in ("210", "214", "219"):
        for field in tags.get(tag, ()):
            place = place or _unbracketed(field.first("a"))
            publisher = publisher or _unbracketed(field.first("c"))
            date = date or trim(field.first("d"))
    return place, publisher, date


def _unbracketed(text: str) -> str:
    text = trim(text)
    if text[:1] in "[［〔" and text[-1:] in "]］〕":
        return trim(text[1:-1])
    return text


def _year(tags: Tags, date: str) -> int | None:
    if date and (year := year_of(date)) is not None:
        return year
    for field in tags.get("100", ()):
        coded = field.first("a")
        if coded[8:9] != "u" and (year := coded_year(coded[9:13])) is not None:
            return year
    return None


def _numbers_of_books(tags: Tags) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """(good ISBNs, cancelled or invalid ones, unified book numbers 统一书号) of 010, 091 and 013."""
    good: list[str] = []
    bad: list[str] = []
    unified: list[str] = []
    for field in tags.get("010", ()):
        for code, value in field.subfields:
            if code == "a":
                right, wrong = isbns(value)
                if not right and _UNIFIED.fullmatch(value.strip()):
                    unified.append(value)
                good += right
                bad += wrong
            elif code == "z":
                bad += [number for numbers in isbns(value) for number in numbers]
    unified += [value for field in tags.get("091", ()) for value in field.all("a")]
    digits = (re.sub(r"[^\d.]", "", re.sub(r"[·．•・]", ".", value)) for value in unified)
    return distinct(good), distinct(bad), [f"unified:{number}" for number in digits if number]


def _other_numbers(tags: Tags) -> Iterator[str]:
    for field in tags.get("099", ()):
        for value in field.all("a"):
            if match := _CALIS.match(value.strip()):
                yield f"calis:{match[1]}"
    for field in tags.get("035", ()):
        for value in field.all("a"):
            match = _PREFIXED.match(value.strip())
            if match is None:
                continue
            agency, number = match[1].upper(), match[2].strip()
            if agency == "OCOLC" and (digits := re.sub(r"\D", "", number).lstrip("0")):
                yield f"oclc:{digits}"
            elif "NLC" in agency:
                yield f"nlc:{agency.replace('NLC', '')}{number}"
            elif agency == "CALIS":
                yield f"calis:{number.removeprefix('CAL').strip().lstrip('0')}"


def _other_titles(tags: Tags, title: str) -> tuple[str, ...]:
    """Parallel and variant titles, and romanised ones ($9 or capital subfields): for search only."""
    found: list[str] = []
    for field in tags.get("200", ()):
        found += [
            trim(value)
            for code, value in field.subfields
            if code in "cdiAEI" or (code == "9" and len(value) > 2)
        ]
    for tag in _VARIANTS:
        for field in tags.get(tag, ()):
            found += [trim(value) for code, value in field.subfields if code in "aeiA9"]
    return tuple(text for text in distinct(found) if text != title)


def _name(field: Field, *, body: bool) -> Name | None:
    main = field.first("a")
    if not main:
        return None
    second = field.first("b")
    if body:
        text = " ".join(trim(value) for value in field.all("ab"))
    else:
        text = f"{trim(main)}, {trim(second)}" if second and not second.startswith(("(", "（")) else main
    name = people.plain_name(text) or trim(text)
    if not name:
        return None
    role = next((found for value in field.all("4") if (found := people.role_of(value))), "")
    other = next(
        (clean(value) for code, value in field.subfields if code in "A9" and not value.isdigit()), ""
    )
    return Name(name, role, body, other)


def _names(tags: Tags) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Makers of 70X and 71X in the order main, equal, other; second: those of 716, 720, 730."""
    found = [_name(f, body=False) for tag in ("700", "701") for f in tags.get(tag, ())]
    found += [_name(f, body=True) for tag in ("710", "711") for f in tags.get(tag, ())]
    found += [_name(f, body=False) for tag in ("702", "703") for f in tags.get(tag, ())]
    found += [_name(f, body=True) for f in tags.get("712", ())]
    loose = [_name(f, body=False) for tag in ("716", "720", "730") for f in tags.get(tag, ())]
    return tuple(dict.fromkeys(filter(None, found))), tuple(dict.fromkeys(filter(None, loose)))


def _embedded(field: Field, tag: str, code: str) -> str:
    """Value of a field embedded in a linking field: $1200 1$aTitle, or plainly $tTitle."""
    inside = False
    for c, value in field.subfields:
        if c == "1":
            inside = value[:3] == tag
        elif inside and c == code:
            return trim(value)
    return trim(field.first("t")) if tag == "200" else ""


def _series(tags: Tags) -> Iterator[str]:
    for field in tags.get("225", ()):
        head = trim(field.first("a"))
        numbers = " ".join(trim(value) for value in field.all("hiv"))
        yield f"{head} ; {numbers}" if head and numbers else head
    if not tags.get("225"):
        for tag in ("410", "461", "462"):
            for field in tags.get(tag, ()):
                yield _embedded(field, "200", "a")


def _original(tags: Tags) -> str:
    """Uniform title (500) or the title of what this translates (454)."""
    return _firsts(tags, "500", "a") or next(
        (found for f in tags.get("454", ()) if (found := _embedded(f, "200", "a"))), ""
    )


def _format(marc: Marc, tags: Tags) -> str:
    kind, level = marc.leader[6:7], marc.leader[7:8]
    found = _FORMATS.get(kind, "book")
    said = " ".join(value for field in tags.get("200", ()) for value in field.all("b")).lower()
    medium = "".join(field.first("a")[:1] for field in tags.get("106", ()))
    if any(word in said for word in _MICROFORM) or medium == "g":
        return "other"
    electronic = (
        kind == "l" or medium == "s" or bool(tags.get("135")) or any(word in said for word in _ELECTRONIC)
    )
    if level == "s" or tags.get("110"):
        return "eserial" if electronic else "serial"
    if electronic and found in {"book", "file"}:
        coded = "".join(field.first("a")[:1] for field in tags.get("135", ()))
        return "file" if coded in {"b", "e", "g", "i"} else "ebook"
    return found


_SCHEMES: Final = {"675": "udc", "676": "ddc", "680": "lcc"}


def _classes(tags: Tags, flavour: Flavour) -> Iterator[Class]:
    schemes = _SCHEMES | ({"690": "clc", "692": "las", "681": "local"} if flavour is Flavour.CNMARC else {})
    for tag, scheme in schemes.items():
        for field in tags.get(tag, ()):
            yield from (Class(scheme, text) for value in field.all("a") if (text := clean(value)))
    if flavour is Flavour.CNMARC and "690" not in tags:  # the shelf mark's first half is the class
        for field in tags.get("905", ()):
            head = clean(field.first("d") or field.first("s").partition("/")[0])
            if clc_main_class(head):
                yield Class("clc", head)
    for field in tags.get("686", ()):
        system = field.first("2").lower()
        scheme = "clc" if system in {"clc", "cclas", "ztf", "zhongtu"} else "local"
        yield from (Class(scheme, text) for value in field.all("a") if (text := clean(value)))


def _subjects(tags: Tags) -> Iterator[str]:
    for tag in _SUBJECTS:
        for field in tags.get(tag, ()):
            if tag == "610":
                yield from (trim(value) for value in field.all("a"))
                continue
            head = (
                ", ".join(trim(value) for value in field.all("ab"))
                if tag in {"600", "601", "602"}
                else trim(field.first("a"))
            )
            parts = [trim(value) for value in field.all("jxyzt")]
            yield " -- ".join(part for part in (head, *parts) if part)


def _links(tags: Tags) -> Iterator[Link]:
    for field in tags.get("856", ()):
        label = clean(field.first("z") or field.first("2") or field.first("3"))
        for value in field.all("u"):
            url = clean(value)
            if url.lower().startswith(("http://", "https://", "ftp://")):
                yield Link(url, label)
