"""Citations by APA (7th edition) and MLA (9th edition), as runs of text: titles are set in italics.

A work in Chinese keeps Chinese words (译, 编, 等, 第2版) between the style's own marks, and its names
stand whole: neither style knows them, and turned round or shortened they would be nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.naming import Parts, made_by, parts, translated_by
from commonshelf.catalogue.domain.words import clean
from commonshelf.kernel.text import han_share

_CHINESE: Final = 0.3
_MOST_APA: Final = 20
_KINDS: Final = {
    "map": ("[Map]", "[地图]"),
    "score": ("[Musical score]", "[乐谱]"),
    "music": ("[Album]", "[唱片]"),
    "audio": ("[Audio recording]", "[录音]"),
    "video": ("[Video]", "[视频]"),
    "image": ("[Picture]", "[图片]"),
    "file": ("[Computer software]", "[软件]"),
}
SERIALS: Final = frozenset({"serial", "eserial"})
ONLINE: Final = frozenset({"ebook", "eserial"})
_COUNTED: Final = re.compile(r"\d+(?:[.-]\d+)*")
_PLACED: Final = re.compile("[上中下]")
_FIRST_WORDS: Final = frozenset({"1", "first", "1st"})


class Run(NamedTuple):
    text: str
    italic: bool = False


Cited = tuple[Run, ...]


def plain(cited: Iterable[Run]) -> str:
    return "".join(run.text for run in cited)


def in_chinese(facts: Facts, language: str) -> bool:
    """Whether the work is cited in Chinese words; language: of the reader, where the record does not show."""
    if facts.title:
        return han_share(facts.title) >= _CHINESE
    return "chi" in facts.languages or language.startswith("zh")


def whole_title(facts: Facts, *, zh: bool) -> str:
    """ "Title: subtitle"; a record without a title says so."""
    title = clean(facts.title) or ("[题名不详]" if zh else "[No title]")
    return f"{title}: {clean(facts.subtitle)}" if facts.subtitle else title


def year(facts: Facts) -> str:
    return str(facts.year) if facts.year is not None else clean(facts.date)


def edition(facts: Facts, *, zh: bool, word: str = "ed.") -> str:
    """ "3rd ed.", "第3版"; "" for a first edition, which no style names."""
    said = clean(facts.edition).rstrip(".")
    number = facts.edition_number
    if not said or (not number and _is_first(said)) or number in _FIRST_WORDS:
        return ""
    if not number.isdecimal():
        return said
    return f"第{number}版" if zh else f"{ordinal(int(number))} {word}"


def _is_first(said: str) -> bool:
    from_start = said.casefold().replace(" ", "")
    return from_start.startswith(("第1版", "第一版", "1版", "一版", "初版", "1sted", "firsted"))


def ordinal(n: int) -> str:
    ending = "th" if n % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


def volume(facts: Facts) -> str:
    """As a reader says it: "2" for "Volume 2"; 下册 stays 下册, for our number of it is for joining only."""
    said, number = clean(facts.volume), facts.volume_number
    return number if _COUNTED.fullmatch(number) and not _PLACED.search(said) else said


def _volume(facts: Facts, abbreviation: str, *, zh: bool) -> str:
    number = volume(facts)
    if zh or not _COUNTED.fullmatch(number):
        return clean(facts.volume)
    return f"{abbreviation} {number.replace('-', '–')}"


def _span(facts: Facts) -> str:
    """Years of a serial as a whole: its own words when they say an end, else from its first year on."""
    said = clean(facts.date)
    if said and said.rstrip("-–— ") != said[:4] and "-" in said:
        return said.replace("-", "–")
    return f"{facts.year}–" if facts.year is not None else said.replace("-", "–")


def _link(facts: Facts) -> str:
    return clean(facts.links[0].url) if facts.format in ONLINE and facts.links else ""


def _set(title: str, *, zh: bool) -> Run:
    return Run(title, italic=not zh)  # Han has no italics


# -- APA


def apa(facts: Facts, language: str = "zh-hans") -> Cited:
    """For example: Sample, J. R. (1998). *The hills* (C. Test, Trans.; 3rd ed., Vol. 2). Model Press."""
    zh = in_chinese(facts, language)
    makers, editing = made_by(facts.names)
    date = f"({_span(facts) if facts.format in SERIALS else year(facts)})"
    if date == "()":
        date = "(无日期)" if zh else "(n.d.)"
    title: list[Run] = [_set(whole_title(facts, zh=zh), zh=zh)]
    if extra := _apa_extra(facts, zh=zh):
        title.append(Run(f" ({extra})"))
    if kind := _KINDS.get(facts.format):
        title.append(Run(f" {kind[1 if zh else 0]}"))
    title.append(Run("." if not _stopped(plain(title)) else ""))
    runs: list[Run] = []
    if makers:
        runs += [Run(_sentence(_apa_makers(makers, editing=editing, zh=zh))), Run(f" {date}. "), *title]
    else:
        runs += [*title, Run(f" {date}.")]
    publisher = clean(facts.publisher)
    if publisher and publisher != (makers[0].name if makers else ""):
        runs.append(Run(f" {_sentence(publisher)}"))
    if link := _link(facts):
        runs.append(Run(f" {link}"))
    return tuple(run for run in runs if run.text)


def _stopped(text: str) -> bool:
    return text.endswith((".", "?", "!", "。", "？", "！"))


def _sentence(text: str) -> str:
    return text if _stopped(text) else f"{text}."


def _apa_makers(makers: list[Name], *, editing: bool, zh: bool) -> str:
    told = [_inverted(parts(name)) for name in makers]
    if len(told) > _MOST_APA:
        listed = f"{', '.join(told[: _MOST_APA - 1])}, . . . {told[-1]}"
    elif zh or len(told) == 1:
        listed = ", ".join(told)
    else:
        listed = f"{', '.join(told[:-1])}, & {told[-1]}"
    if not editing:
        return listed
    return f"{listed} ({'编' if zh else 'Ed.' if len(told) == 1 else 'Eds.'})"


def _inverted(name: Parts) -> str:
    """ "Sample, J. R., Jr."."""
    return ", ".join(part for part in (name.family, name.initials, name.suffix) if part)


def _apa_extra(facts: Facts, *, zh: bool) -> str:
    helpers = [parts(name) for name in translated_by(facts.names)]
    if zh:
        trans = f"{', '.join(name.direct for name in helpers)}, 译" if helpers else ""
    else:
        said = [f"{name.initials} {name.family}".strip() for name in helpers]
        listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])}, & {said[-1]}" if said else ""
        trans = f"{listed}, Trans." if said else ""
    numbers = ", ".join(part for part in (edition(facts, zh=zh), _volume(facts, "Vol.", zh=zh)) if part)
    return "; ".join(part for part in (trans, numbers) if part)


# -- MLA


def mla(facts: Facts, language: str = "zh-hans") -> Cited:
    """For example: Sample, John R. *The hills*. Translated by Cy Test, 3rd ed., vol. 2, Model Press, 1998."""
    zh = in_chinese(facts, language)
    makers, editing = made_by(facts.names)
    runs: list[Run] = []
    if makers:
        runs.append(Run(f"{_sentence(_mla_makers(makers, editing=editing, zh=zh))} "))
    title = whole_title(facts, zh=zh)
    runs += [_set(title, zh=zh), Run("" if _stopped(title) else ".")]
    rest = [
        _mla_translators(facts, zh=zh),
        edition(facts, zh=zh),
        _volume(facts, "vol.", zh=zh),
        clean(facts.publisher),
        _span(facts) if facts.format in SERIALS else year(facts),
        _link(facts),
    ]
    if said := ", ".join(part for part in rest if part):
        runs.append(Run(f" {_sentence(said[:1].upper() + said[1:])}"))
    return tuple(run for run in runs if run.text)


def _mla_makers(makers: list[Name], *, editing: bool, zh: bool) -> str:
    first, *others = [parts(name) for name in makers]
    begun = ", ".join(part for part in (first.family, first.given, first.suffix) if part)
    if zh:
        listed = f"{begun}, 等" if len(others) > 1 else ", ".join([begun, *(name.direct for name in others)])
        return f"{listed}, 编" if editing else listed
    if len(others) > 1:
        listed = f"{begun}, et al."
    else:
        listed = f"{begun}, and {others[0].direct}" if others else begun
    if not editing:
        return listed
    return f"{listed}, {'editors' if others else 'editor'}"


def _mla_translators(facts: Facts, *, zh: bool) -> str:
    said = [parts(name).direct for name in translated_by(facts.names)]
    if not said:
        return ""
    if zh:
        return f"{said[0]}等译" if len(said) > 2 else f"{', '.join(said)}译"
    if len(said) > 2:
        return f"translated by {said[0]} et al."
    return f"translated by {' and '.join(said)}"
