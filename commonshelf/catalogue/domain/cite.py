"""Citations: GB/T 7714-2015 (numbered style, Chinese or Western wording) and RIS; the unsaid is left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.words import clean
from commonshelf.kernel.text import han_share

_MOST_NAMES: Final = 3
_TYPES: Final = {
    "book": "M", "ebook": "M/OL", "serial": "J", "eserial": "J/OL", "map": "CM", "score": "M", "music": "A",
    "audio": "A", "video": "V", "image": "Z", "file": "CP", "kit": "Z", "other": "Z",
}  # fmt: skip
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
_MAKERS: Final = frozenset(
    {"", "author", "editor", "compiler", "composer", "director", "performer", "annotator"}
)
_CHINESE: Final = 0.3
_ORDINALS: Final = {1: "st", 2: "nd", 3: "rd"}
_FIRST: Final = re.compile(
    r"^(?:第?\s*[1一]\s*版|初版|1st ed(?:\.|ition)?|first ed(?:\.|ition)?)\.?$", re.IGNORECASE
)
_BREAKS: Final = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85]+")


def gbt7714(facts: Facts, language: str) -> str:
    """One reference, for example 鲁迅. 呐喊[M]. 北京: 示范出版社, 2020.

    language: of the reader, used only when the record does not show its own; a Chinese book is
    cited in Chinese wording and another in Western wording, as the standard asks.
    """
    zh = _in_chinese(facts, language)
    parts = [_makers(facts.names, zh=zh), f"{_whole_title(facts)}[{_TYPES.get(facts.format, 'Z')}]"]
    if facts.format in {"serial", "eserial"}:
        parts.append(_span(facts))
    else:
        parts += [_helpers(facts.names, zh=zh), _edition(facts, zh=zh), _imprint(facts)]
    if facts.format in {"ebook", "eserial"} and facts.links:
        parts.append(facts.links[0].url)
    said = [part for part in parts if part]
    return "".join(_ended(part) for part in said).strip()


def _ended(part: str) -> str:
    return f"{part} " if part.endswith(".") else f"{part}. "


def _in_chinese(facts: Facts, language: str) -> bool:
    if facts.title:
        return han_share(facts.title) >= _CHINESE
    return "chi" in facts.languages or language.startswith("zh")


def _makers(names: Iterable[Name], *, zh: bool) -> str:
    all_names = list(names)
    makers = [name for name in all_names if name.role in _MAKERS and name.role != "editor"]
    makers = makers or [name for name in all_names if name.role == "editor"]
    return _listed(makers, zh=zh)


def _listed(names: list[Name], *, zh: bool) -> str:
    shown = ", ".join(_cited(name) for name in names[:_MOST_NAMES] if clean(name.name))
    if len(names) > _MOST_NAMES and shown:
        shown += ", 等" if zh else ", et al"
    return shown


def _cited(name: Name) -> str:
    """Surname first, in capitals where the script has them, given names as initials: TOLKIEN J R R."""
    text = clean(name.name)
    if name.body or han_share(text) > 0:
        return text
    surname, comma, given = text.partition(",")
    if not comma:
        words = text.split()
        surname, given = words[-1], " ".join(words[:-1])
    initials = " ".join(word[0].upper() for word in re.findall(r"[^\W\d_]+", given))
    return f"{surname.strip().upper()} {initials}".strip()


def _helpers(names: Iterable[Name], *, zh: bool) -> str:
    translators = [name for name in names if name.role == "translator"]
    if not translators:
        return ""
    shown = _listed(translators, zh=zh)
    if zh:
        return f"{shown}译" if shown.endswith("等") else f"{shown}, 译"
    return f"{shown}, trans"


def _whole_title(facts: Facts) -> str:
    title = _line(facts.title) or "[题名不详]"
    if facts.subtitle:
        title += f": {_line(facts.subtitle)}"
    if facts.volume:
        title += f": {_line(facts.volume)}"
    return title


def _edition(facts: Facts, *, zh: bool) -> str:
    said = _line(facts.edition).rstrip(".")
    if not said or _FIRST.match(said):
        return ""
    number = facts.edition_number
    if number.isdecimal():
        if zh:
            return f"{number}版"
        n = int(number)
        ending = "th" if n % 100 in {11, 12, 13} else _ORDINALS.get(n % 10, "th")
        return f"{n}{ending} ed"
    return said


def _imprint(facts: Facts) -> str:
    year = str(facts.year) if facts.year is not None else _line(facts.date)
    where = ": ".join(_line(text) for text in (facts.place, facts.publisher) if text)
    return ", ".join(text for text in (where, year) if text)


def _span(facts: Facts) -> str:
    """A serial as a whole: 2001- . 北京: 出版者, 2001-."""
    begins = f"{facts.year}-" if facts.year is not None else ""
    where = ": ".join(_line(text) for text in (facts.place, facts.publisher) if text)
    return ", ".join(text for text in (where, begins) if text)


def _line(text: str) -> str:
    return clean(_BREAKS.sub(" ", text))


def ris(facts: Facts) -> str:
    """One RIS record, lines ended by CRLF, as reference managers read it."""
    lines = [f"TY  - {_RIS_TYPES.get(facts.format, 'GEN')}"]
    lines += [f"{tag}  - {text}" for tag, value in _ris_fields(facts) if (text := _line(value))]
    lines.append("ER  - ")
    return "\r\n".join(lines) + "\r\n"


def _ris_fields(facts: Facts) -> Iterator[tuple[str, str]]:
    for name in facts.names:
        yield {"editor": "A2", "translator": "A4"}.get(name.role, "AU"), name.name
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
