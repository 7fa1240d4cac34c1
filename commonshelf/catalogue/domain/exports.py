"""References for programs: RIS, BibTeX and CSL-JSON, one edition at a time; the unsaid is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.naming import MAKERS, made_by, parts
from commonshelf.catalogue.domain.styles import SERIALS, edition, in_chinese, volume, whole_title, year
from commonshelf.catalogue.domain.words import clean
from commonshelf.kernel.text import fold

_RIS_TYPES: Final = {
    "book": "BOOK",
    "ebook": "EBOOK",
    "serial": "JFULL",
    "eserial": "EJOUR",
    "map": "MAP",
    "score": "MUSIC",
    "music": "SOUND",
    "audio": "SOUND",
    "video": "VIDEO",
    "image": "ART",
    "file": "COMP",
    "kit": "GEN",
    "other": "GEN",
}
_CSL_TYPES: Final = {
    "book": "book",
    "ebook": "book",
    "serial": "periodical",
    "eserial": "periodical",
    "map": "map",
    "score": "musical_score",
    "music": "song",
    "audio": "song",
    "video": "motion_picture",
    "image": "graphic",
    "file": "software",
}
_OTHER_CSL: Final = "document"
_TAGS: Final = {
    "chi": "zh", "eng": "en", "jpn": "ja", "kor": "ko", "fre": "fr", "ger": "de", "rus": "ru", "spa": "es",
    "ita": "it", "por": "pt", "ara": "ar", "lat": "la", "dut": "nl", "vie": "vi", "tha": "th", "tib": "bo",
    "uig": "ug", "mon": "mn", "san": "sa", "gre": "el", "pol": "pl", "cze": "cs", "swe": "sv",
}  # fmt: skip
"""MARC language code -> BCP 47; those of three letters are BCP 47 too where none of two exists."""


# -- RIS


def ris(facts: Facts, url: str = "") -> str:
    """One RIS record, lines ended by CRLF, as reference managers read it. url: where the edition is shown."""
    lines = [f"TY  - {_RIS_TYPES.get(facts.format, 'GEN')}"]
    lines += [f"{tag}  - {text}" for tag, value in _ris_fields(facts, url) if (text := clean(value))]
    lines.append("ER  - ")
    return "\r\n".join(lines) + "\r\n"


def _ris_fields(facts: Facts, url: str) -> Iterator[tuple[str, str]]:
    for name in facts.names:
        if tag := {"editor": "A2", "translator": "A4"}.get(name.role, "AU" if name.role in MAKERS else ""):
            yield tag, _ris_name(name)
    yield "TI", ": ".join(text for text in (facts.title, facts.subtitle) if text)
    yield "VL", facts.volume
    yield from (("T3", text) for text in facts.series[:1])
    yield "ET", facts.edition
    yield "CY", facts.place
    yield "PB", facts.publisher
    yield "PY", str(facts.year) if facts.year is not None else ""
    yield "SP", facts.extent
    yield from (("SN", number) for number in (*facts.isbns, *facts.issns))
    yield "LA", ", ".join(facts.languages)
    yield from (("KW", subject) for subject in facts.subjects)
    yield "AB", facts.summary
    yield from (("UR", link.url) for link in facts.links)
    yield "UR", url


def _ris_name(name: Name) -> str:
    """Surname first, as RIS asks; a name that is never turned stays whole."""
    taken = parts(name)
    return ", ".join(part for part in (taken.family, taken.given, taken.suffix) if part)


# -- BibTeX

_SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "&%$#_"},
    }
)
_IN_ADDRESS: Final = str.maketrans({char: f"%{ord(char):02X}" for char in '\\{}"^`<>| '})
_BIB_TYPES: Final = {"book": "book", "ebook": "book", "serial": "periodical", "eserial": "periodical"}


def citation_key(facts: Facts, edition: int) -> str:
    """Letters, digits and one hyphen; unique in the alliance, for it ends with the edition's number."""
    makers, _ = made_by(facts.names)
    first = makers[0] if makers else None
    said = fold(parts(first).family) if first else ""
    if first and not re.search("[a-z]", said):  # in Han: by the romanisation, if some record gives one
        said = fold(first.other).partition(",")[0].split(" ")[0]
    letters = re.sub("[^a-z]", "", said)[:20]
    return f"{letters or 'edition'}{facts.year or ''}-{edition}"


def bibtex(facts: Facts, key: str, url: str = "") -> str:
    """One BibTeX entry. Braces balance whatever the record holds; names in Han stand in braces, unparted."""
    lines = [f"@{_BIB_TYPES.get(facts.format, 'misc')}{{{key},"]
    lines += [f"  {name} = {{{value}}}," for name, value in _bib_fields(facts, url) if value]
    return "\n".join([*lines, "}", ""])


def _bib_fields(facts: Facts, url: str) -> Iterator[tuple[str, str]]:
    zh = in_chinese(facts, "")
    makers = [name for name in facts.names if name.role in MAKERS and name.role != "editor"]
    yield "author", _bib_names(makers)
    yield "editor", _bib_names([name for name in facts.names if name.role == "editor"])
    yield "translator", _bib_names([name for name in facts.names if name.role == "translator"])
    yield "title", _escaped(whole_title(facts, zh=zh))
    yield "volume", _escaped(volume(facts))
    yield "series", _escaped(facts.series[0] if facts.series else "")
    number = facts.edition_number
    yield "edition", number if number.isdecimal() else _escaped(edition(facts, zh=zh))
    yield "address", _escaped(facts.place)
    yield "publisher", _escaped(facts.publisher)
    yield "year", _escaped(year(facts))
    yield "isbn", ", ".join(map(_escaped, facts.isbns))
    yield "issn", ", ".join(map(_escaped, facts.issns))
    yield "language", ", ".join(_TAGS.get(code, _escaped(code)) for code in facts.languages)
    yield "keywords", _escaped(", ".join(facts.subjects))
    yield "abstract", _escaped(facts.summary)
    yield "url", clean(facts.links[0].url if facts.links else url).translate(_IN_ADDRESS)


def _escaped(text: str) -> str:
    return clean(text).translate(_SPECIAL)


def _bib_names(names: list[Name]) -> str:
    return " and ".join(_bib_name(name) for name in names if clean(name.name))


def _bib_name(name: Name) -> str:
    taken = parts(name)
    if taken.whole:
        return f"{{{_escaped(taken.family)}}}"
    return ", ".join(_name_part(part) for part in (taken.family, taken.suffix, taken.given) if part)


def _name_part(text: str) -> str:
    """In braces where BibTeX would part it: at a comma, or at the word "and"."""
    said = _escaped(text)
    return f"{{{said}}}" if "," in said or re.search(r"\band\b", said, re.IGNORECASE) else said


# -- CSL-JSON


def csl(facts: Facts, key: str, url: str = "") -> dict[str, Any]:
    """One item of CSL-JSON (schema 1.0.2)."""
    said: dict[str, Any] = {
        "id": key,
        "type": _CSL_TYPES.get(facts.format, _OTHER_CSL),
        "title": whole_title(facts, zh=in_chinese(facts, "")),
        "author": _csl_names(facts, MAKERS - {"editor"}),
        "editor": _csl_names(facts, {"editor"}),
        "translator": _csl_names(facts, {"translator"}),
        "issued": _csl_date(facts),
        "volume": volume(facts),
        "edition": facts.edition_number if facts.edition_number.isdecimal() else clean(facts.edition),
        "collection-title": clean(facts.series[0]) if facts.series else "",
        "publisher": clean(facts.publisher),
        "publisher-place": clean(facts.place),
        "ISBN": " ".join(facts.isbns),
        "ISSN": " ".join(facts.issns),
        "language": next((_TAGS.get(code, code) for code in facts.languages), ""),
        "keyword": ", ".join(map(clean, facts.subjects)),
        "abstract": clean(facts.summary),
        "URL": clean(facts.links[0].url if facts.links else url),
    }
    return {name: value for name, value in said.items() if value}


def _csl_names(facts: Facts, roles: set[str] | frozenset[str]) -> list[dict[str, str]]:
    return [_csl_name(name) for name in facts.names if name.role in roles and clean(name.name)]


def _csl_name(name: Name) -> dict[str, str]:
    taken = parts(name)
    if taken.whole:
        return {"literal": taken.family}
    said = {"family": taken.family, "given": taken.given, "suffix": taken.suffix}
    return {part: value for part, value in said.items() if value}


def _csl_date(facts: Facts) -> dict[str, Any]:
    if facts.year is None:
        return {"raw": clean(facts.date)} if clean(facts.date) else {}
    if facts.format in SERIALS and clean(facts.date):
        return {"date-parts": [[facts.year]], "raw": clean(facts.date)}
    return {"date-parts": [[facts.year]]}
