"""What people write about a record by hand: each field's text to facts, over what the record itself says.

A record made by hand is an empty one with every field written over; an edited one keeps what its
bytes say wherever nobody wrote. Texts are kept as they were typed, so that better rules read them
anew. Lines part makers, notes, series and addresses; semicolons and commas part subjects.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from commonshelf.catalogue.domain import people, volumes
from commonshelf.catalogue.domain.classes import clc_main_class
from commonshelf.catalogue.domain.facts import Class, Facts, Link, Name
from commonshelf.catalogue.domain.titles import split_title
from commonshelf.catalogue.domain.words import clean, distinct, isbns, languages, trim, year_of
from commonshelf.kernel import ids
from commonshelf.kernel.text import han_share

FLAVOUR: Final = "hand"
FIELDS: Final = (
    "title", "subtitle", "author", "volume", "edition", "place", "publisher", "year", "isbn", "issn",
    "extent", "series", "format", "language", "class", "local_class", "subject", "summary", "note", "url",
    "other_title",
)  # fmt: skip
"""Names of the fields, those of `columns.COLUMNS` where there is one."""
FORMATS: Final = (
    "book", "ebook", "serial", "eserial", "map", "score", "music", "audio", "video", "image", "file", "kit",
    "other",
)  # fmt: skip
LONGEST: Final = 2000
"""Characters of one field; summaries and notes may have five times as many."""
_LONG: Final = frozenset({"summary", "note"})
_LINES: Final = re.compile(r"\s*[\r\n]+\s*")
_WORDS: Final = re.compile(r"\s*[;；|,，、\r\n]+\s*")
_WITH_ROLE: Final = re.compile(r"(?P<name>.*[^\s(（])\s*[(（](?P<role>[^()（）]+)[)）]\s*")
_SO_PRINTED: Final = re.compile(
    r"([0-9][0-9Xx\- ]{7,16})\s*[(（](?:错|錯|错误|sic|wrong)[)）]", re.IGNORECASE
)
_URL: Final = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)
_BODY: Final = re.compile(
    r"(?:委员会|委員會|大学|大學|学院|研究所|研究院|图书馆|出版社|编写组|编辑部|编委会|教研室|协会|学会|公司|局|馆|社"
    r"|\b(?:University|Institute|Committee|Library|Association|Press|Society|Ministry))$"
)
_ROLE_WORDS: Final = {
    "author": "著", "editor": "主编", "compiler": "辑", "translator": "译", "annotator": "注",
    "illustrator": "绘", "photographer": "摄影", "reviser": "修订", "director": "导演",
    "performer": "演奏", "composer": "作曲",
}  # fmt: skip


class Fault(NamedTuple):
    """What keeps a field from standing. code: see `cataloguing.refusals`."""

    code: str
    facts: dict[str, str | int]


def over(facts: Facts, changes: Mapping[str, str]) -> Facts:
    """The facts with these fields written anew; fields nobody wrote stay as they are. {} changes nothing."""
    for name in FIELDS:
        if name in changes:
            facts = _WRITERS[name](facts, changes)
    return facts


def made(fields: Mapping[str, str]) -> Facts:
    """Facts of a record that exists by this form alone."""
    return over(Facts(flavour=FLAVOUR, title=""), {name: fields[name] for name in FIELDS if fields.get(name)})


def texts(facts: Facts) -> dict[str, str]:
    """Every field as it stands in a form; written back it says the same."""
    return {
        "title": facts.title,
        "subtitle": facts.subtitle,
        "author": "\n".join(_name_text(name) for name in facts.names),
        "volume": facts.volume,
        "edition": facts.edition,
        "place": facts.place,
        "publisher": facts.publisher,
        "year": facts.date or str(facts.year or ""),
        "isbn": "\n".join(facts.isbns),
        "issn": "\n".join(facts.issns),
        "extent": facts.extent,
        "series": "\n".join(facts.series),
        "format": facts.format,
        "language": " ".join(facts.languages),
        "class": "; ".join(found.number for found in _own(facts) if found.scheme == "clc"),
        "local_class": "; ".join(found.number for found in facts.classes if found.scheme == "local"),
        "subject": "; ".join(facts.subjects),
        "summary": facts.summary,
        "note": "\n".join(facts.notes),
        "url": "\n".join(link.url for link in facts.links),
        "other_title": "\n".join(facts.other_titles),
    }


def changed(facts: Facts, fields: Mapping[str, str]) -> dict[str, str]:
    """Those of the sent fields that say something else than the facts do; order and blanks say nothing."""
    stands = texts(facts)
    return {
        name: fields[name].strip()
        for name in FIELDS
        if name in fields and _same_lines(fields[name]) != _same_lines(stands[name])
    }


def faults(fields: Mapping[str, str]) -> Iterator[tuple[str, Fault]]:
    """Why these fields cannot stand as written: (field, fault)."""
    for name, text in fields.items():
        limit = LONGEST * 5 if name in _LONG else LONGEST
        if len(text) > limit:
            yield name, Fault("too-long", {"limit": limit, "length": len(text)})
        elif text.strip() and (check := _CHECKS.get(name)) and (fault := check(text)):
            yield name, fault
    if "title" in fields and not clean(fields["title"]):
        yield "title", Fault("no-title", {})


def makers(text: str) -> tuple[Name, ...]:
    """Makers, one a line: "鲁迅（著）", "Ann Lee (translator)", or a statement such as "甲著；乙译"."""
    found: list[Name] = []
    for line in filter(None, map(clean, _LINES.split(text))):
        match = _WITH_ROLE.fullmatch(line)
        role = role_of(match["role"]) if match else ""
        if match and role:
            found.append(Name(trim(match["name"]), role))
        elif "," in line and not _is_statement(line):
            found.append(Name(people.plain_name(line)))
        else:
            found += people.from_statement(line) or (Name(people.plain_name(line)),)
    named = (replace(name, body=name.body or bool(_BODY.search(name.name))) for name in found if name.name)
    return tuple(dict.fromkeys(named))


def role_of(word: str) -> str:
    """A role from a word in either language, or by our own name for it."""
    said = word.strip().casefold()
    return said if said in people.ROLES else people.role_of(word)


def _is_statement(line: str) -> bool:
    """Whether a line with a comma names several, rather than one person surname first."""
    pieces = line.split(",")
    return han_share(line) > 0 or len(pieces) != 2 or " " in pieces[0].strip()


def _name_text(name: Name) -> str:
    if not name.role:
        return name.name
    if han_share(name.name) > 0:
        return f"{name.name}（{_ROLE_WORDS.get(name.role, name.role)}）"
    return f"{name.name} ({name.role})"


def _same_lines(text: str) -> str:
    return "\n".join(filter(None, (clean(line) for line in text.splitlines())))


def _own(facts: Facts) -> Iterator[Class]:
    """Classes the record itself gives; what a library's table adds is not the record's to say."""
    return (found for found in facts.classes if not found.origin)


# -- each field's text into the facts

_Writer = Callable[[Facts, Mapping[str, str]], Facts]


def _write_title(facts: Facts, changes: Mapping[str, str]) -> Facts:
    said = split_title(
        changes["title"],
        subtitle=changes.get("subtitle", facts.subtitle),
        volume=changes.get("volume", facts.volume),
        edition=changes.get("edition", facts.edition),
    )
    now = replace(facts, title=said.title, subtitle=said.subtitle)
    if not facts.volume and "volume" not in changes:
        now = replace(now, volume=said.volume, volume_number=said.volume_number)
    if not facts.edition and "edition" not in changes:
        now = replace(now, edition=said.edition, edition_number=said.edition_number)
    if said.statement and "author" not in changes and not facts.names:
        now = replace(now, statement=said.statement, names=people.from_statement(said.statement))
    return now


def _write_subtitle(facts: Facts, changes: Mapping[str, str]) -> Facts:
    return facts if "title" in changes else replace(facts, subtitle=trim(changes["subtitle"]))


def _write_author(facts: Facts, changes: Mapping[str, str]) -> Facts:
    lines = [line for line in map(clean, _LINES.split(changes["author"])) if line]
    untouched = {clean(_name_text(name)): name for name in facts.names}
    before = {name.name: name for name in facts.names}
    names: list[Name] = []
    for line in lines:
        if line in untouched:
            names.append(untouched[line])
            continue
        names += [
            replace(name, other=old.other, body=old.body) if (old := before.get(name.name)) else name
            for name in makers(line)
        ]
    return replace(facts, names=tuple(dict.fromkeys(names)), statement=" ; ".join(lines))


def _write_volume(facts: Facts, changes: Mapping[str, str]) -> Facts:
    text = trim(changes["volume"])
    shown, number = volumes.of_part([text], [], volumes.take_apart("")) if text else ("", "")
    return replace(facts, volume=shown, volume_number=number)


def _write_edition(facts: Facts, changes: Mapping[str, str]) -> Facts:
    text = trim(changes["edition"])
    return replace(facts, edition=text, edition_number=volumes.edition_number(text))


def _write_year(facts: Facts, changes: Mapping[str, str]) -> Facts:
    date = clean(changes["year"])
    return replace(facts, date=date, year=year_of(date))


def _write_isbn(facts: Facts, changes: Mapping[str, str]) -> Facts:
    text = changes["isbn"]
    printed = tuple(re.sub(r"[\s-]", "", found).upper() for found in _SO_PRINTED.findall(text))
    good, _ = isbns(_SO_PRINTED.sub(" ", text))
    return replace(facts, isbns=good, bad_numbers=distinct((*facts.bad_numbers, *printed)))


def _write_issn(facts: Facts, changes: Mapping[str, str]) -> Facts:
    return replace(
        facts, issns=distinct(ids.issn(part) for part in re.split(r"[\s;；,，]+", changes["issn"]))
    )


def _write_extent(facts: Facts, changes: Mapping[str, str]) -> Facts:
    text = clean(changes["extent"])
    return replace(facts, extent=f"{text}页" if text.isdecimal() and text != "0" else trim(text))


def _write_format(facts: Facts, changes: Mapping[str, str]) -> Facts:
    return replace(facts, format=changes["format"]) if changes["format"] in FORMATS else facts


def _write_language(facts: Facts, changes: Mapping[str, str]) -> Facts:
    return replace(facts, languages=languages(re.split(r"[\s;；,，、|]+", changes["language"])))


def _write_class(facts: Facts, changes: Mapping[str, str]) -> Facts:
    kept = tuple(found for found in _own(facts) if found.scheme != "clc")
    numbers = distinct(map(clean, _WORDS.split(changes["class"])))
    return replace(facts, classes=(*(Class("clc", number) for number in numbers), *kept))


def _write_local_class(facts: Facts, changes: Mapping[str, str]) -> Facts:
    kept = tuple(found for found in facts.classes if found.scheme != "local")
    numbers = distinct(map(clean, _WORDS.split(changes["local_class"])))
    return replace(facts, classes=(*kept, *(Class("local", number) for number in numbers)))


def _write_url(facts: Facts, changes: Mapping[str, str]) -> Facts:
    labels = {link.url: link for link in facts.links}
    found = dict.fromkeys(_URL.findall(changes["url"]))
    return replace(facts, links=tuple(labels.get(url, Link(url)) for url in found))


def _lines_into(fact: str, field: str, *, trimmed: bool = True) -> _Writer:
    def write(facts: Facts, changes: Mapping[str, str]) -> Facts:
        said: dict[str, Any] = {fact: distinct(map(trim if trimmed else clean, _LINES.split(changes[field])))}
        return replace(facts, **said)

    return write


def _text_into(fact: str, *, trimmed: bool = True) -> _Writer:
    def write(facts: Facts, changes: Mapping[str, str]) -> Facts:
        said: dict[str, Any] = {fact: (trim if trimmed else clean)(changes[fact])}
        return replace(facts, **said)

    return write


def _write_subject(facts: Facts, changes: Mapping[str, str]) -> Facts:
    return replace(facts, subjects=distinct(map(trim, _WORDS.split(changes["subject"]))))


_WRITERS: Final[Mapping[str, _Writer]] = {
    "title": _write_title,
    "subtitle": _write_subtitle,
    "author": _write_author,
    "volume": _write_volume,
    "edition": _write_edition,
    "place": _text_into("place"),
    "publisher": _text_into("publisher"),
    "year": _write_year,
    "isbn": _write_isbn,
    "issn": _write_issn,
    "extent": _write_extent,
    "series": _lines_into("series", "series"),
    "format": _write_format,
    "language": _write_language,
    "class": _write_class,
    "local_class": _write_local_class,
    "subject": _write_subject,
    "summary": _text_into("summary", trimmed=False),
    "note": _lines_into("notes", "note", trimmed=False),
    "url": _write_url,
    "other_title": _lines_into("other_titles", "other_title"),
}


# -- what cannot stand


def _check_year(text: str) -> Fault | None:
    return None if year_of(clean(text)) else Fault("bad-year", {"said": text[:40]})


def _check_isbn(text: str) -> Fault | None:
    rest = _SO_PRINTED.sub(" ", text)
    good, bad = isbns(rest)
    if bad:
        return Fault("bad-isbn", {"said": bad[0]})
    if not good and not _SO_PRINTED.search(text):
        return Fault("no-isbn", {"said": text.strip()[:40]})
    return None


def _check_issn(text: str) -> Fault | None:
    wrong = [part for part in re.split(r"[\s;；,，]+", text.strip()) if part and not ids.issn(part)]
    return Fault("bad-issn", {"said": wrong[0][:40]}) if wrong else None


def _check_class(text: str) -> Fault | None:
    wrong = [part for part in filter(None, map(clean, _WORDS.split(text))) if not clc_main_class(part)]
    return Fault("bad-class", {"said": wrong[0][:40]}) if wrong else None


def _check_language(text: str) -> Fault | None:
    wrong = [part for part in re.split(r"[\s;；,，、|]+", text.strip()) if part and not languages([part])]
    return Fault("bad-language", {"said": wrong[0][:40]}) if wrong else None


def _check_url(text: str) -> Fault | None:
    wrong = [line for line in _LINES.split(text.strip()) if line and not _URL.fullmatch(line)]
    return Fault("bad-url", {"said": wrong[0][:80]}) if wrong else None


def _check_format(text: str) -> Fault | None:
    return None if text in FORMATS else Fault("bad-format", {"said": text[:20]})


_CHECKS: Final[Mapping[str, Callable[[str], Fault | None]]] = {
    "year": _check_year,
    "isbn": _check_isbn,
    "issn": _check_issn,
    "class": _check_class,
    "language": _check_language,
    "url": _check_url,
    "format": _check_format,
}
