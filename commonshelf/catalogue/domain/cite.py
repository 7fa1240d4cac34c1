"""Citations: GB/T 7714-2015 (numbered style, Chinese or Western wording); the unsaid is left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.naming import made_by, parts, translated_by
from commonshelf.catalogue.domain.styles import ONLINE, SERIALS, edition, in_chinese, whole_title, year
from commonshelf.catalogue.domain.words import clean

_MOST_NAMES: Final = 3
_TYPES: Final = {
    "book": "M", "ebook": "M/OL", "serial": "J", "eserial": "J/OL", "map": "CM", "score": "M", "music": "A",
    "audio": "A", "video": "V", "image": "Z", "file": "CP", "kit": "Z", "other": "Z",
}  # fmt: skip


def gbt7714(facts: Facts, language: str) -> str:
    """One reference, for example 鲁迅. 呐喊[M]. 北京: 示范出版社, 2020.

    language: of the reader, used only when the record does not show its own; a Chinese book is
    cited in Chinese wording and another in Western wording, as the standard asks.
    """
    zh = in_chinese(facts, language)
    makers, _ = made_by(facts.names)
    title = ": ".join(part for part in (whole_title(facts, zh=True), clean(facts.volume)) if part)
    said = [_listed(makers, zh=zh), f"{title}[{_TYPES.get(facts.format, 'Z')}]"]
    if facts.format in SERIALS:
        said.append(_span(facts))
    else:
        said += [_helpers(facts.names, zh=zh), _edition(facts, zh=zh), _imprint(facts)]
    if facts.format in ONLINE and facts.links:
        said.append(clean(facts.links[0].url))
    return "".join(_ended(part) for part in said if part).strip()


def _ended(part: str) -> str:
    return f"{part} " if part.endswith(".") else f"{part}. "


def _listed(names: list[Name], *, zh: bool) -> str:
    shown = ", ".join(_cited(name) for name in names[:_MOST_NAMES])
    if len(names) > _MOST_NAMES and shown:
        shown += ", 等" if zh else ", et al"
    return shown


def _cited(name: Name) -> str:
    """Surname first, in capitals where the script has them, given names as initials: TOLKIEN J R R."""
    taken = parts(name)
    if taken.whole:
        return taken.family if name.body or not taken.family.isascii() else taken.family.upper()
    initials = taken.initials.replace(".", "").replace("-", " ")
    return f"{taken.family.upper()} {initials}".strip()


def _helpers(names: Iterable[Name], *, zh: bool) -> str:
    translators = translated_by(names)
    if not translators:
        return ""
    shown = _listed(translators, zh=zh)
    if zh:
        return f"{shown}译" if shown.endswith("等") else f"{shown}, 译"
    return f"{shown}, trans"


def _edition(facts: Facts, *, zh: bool) -> str:
    return edition(facts, zh=zh, word="ed").removeprefix("第" if facts.edition_number.isdecimal() else "")


def _imprint(facts: Facts) -> str:
    return ", ".join(text for text in (_where(facts), year(facts)) if text)


def _span(facts: Facts) -> str:
    """A serial as a whole: 北京: 出版者, 2001-."""
    begins = f"{facts.year}-" if facts.year is not None else ""
    return ", ".join(text for text in (_where(facts), begins) if text)


def _where(facts: Facts) -> str:
    return ": ".join(clean(text) for text in (facts.place, facts.publisher) if text)
