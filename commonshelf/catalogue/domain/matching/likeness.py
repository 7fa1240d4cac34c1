"""How like two portraits are: the questions that features, vetoes and guards ask. None looks at weights."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import Indel

from commonshelf.catalogue.domain.matching.portraits import FIRST_HAN, Portrait, dated
from commonshelf.catalogue.domain.publishers import STATE_PRINTERS

_DIGITS: Final = re.compile(r"\d+|[〇零一二三四五六七八九十百]+")
_COMMON: Final = re.compile(
    r"基础|教程|原理|概论|导论|通论|引论|总论|概要|纲要|基本|技术|实务|实训|实验|实践|实用|应用|英语|日语|汉语|语文|数学|物理|化学|生物"
    r"|政治|历史|地理|音乐|美术|体育|制图|设计|入门|指南|手册|大全|词典|字典|辞典|教材|习题|练习|辅导|考试|题解|管理|会计|工程|写作|操作"
    r"|教育|心理|法规|分析|系统|程序|网络|护理|诊断|作品|文集|全集|选集|诗集|选读|[学论法史诗]$|年鉴|年报|报告|通史|简史|论文"
    r"|^(?:poems|poeticalworks|works|completeworks|collectedworks|poetry|plays|essays|letters|speeches|address"
    r"|addresses|sermons?|selectedpoems|selections|shortstories|stories|annualreport|report|reports|proceedings"
    r"|catalogue?|history|hearings?|papers|introduction|constitution|statistics|bulletin|memoirs?|lectures)$"
)
"""Words of titles that many books bear."""
SERIALS: Final = frozenset({"serial", "eserial"})
_SHORT_HAN: Final = 4
_LONG_HAN: Final = 8
_SHORT_LATIN: Final = 10
_NEAR: Final = 0.75
LETTER: Final = 0.93
HALF: Final = 0.5

similarity: Final = Indel.normalized_similarity


def in_han(p: Portrait) -> bool:
    """Whether a portrait's title is written in Chinese script."""
    return not p.title.isascii() and any(char >= FIRST_HAN for char in p.title)


def plain(p: Portrait) -> bool:
    """A title that says little by itself: short, or one that many books bear."""
    said = len(p.title) + len(p.subtitle)
    if p.title[:1] < FIRST_HAN:
        return said < _SHORT_LATIN or _COMMON.search(p.title) is not None
    return said < _SHORT_HAN or (said < _LONG_HAN and _COMMON.search(p.title) is not None)


def short(p: Portrait) -> bool:
    least = _SHORT_HAN if p.title[:1] >= FIRST_HAN else _SHORT_LATIN
    return len(p.title) + len(p.subtitle) < least


def likeness(a: Portrait, b: Portrait) -> float:
    """Of the titles, the better of alone and with their subtitles."""
    if a.title == b.title:
        return 1.0
    best = float(similarity(a.title, b.title))
    if a.subtitle or b.subtitle:
        best = max(best, float(similarity(a.title + a.subtitle, b.title + b.subtitle)))
    return best


def titles_agree(a: Portrait, b: Portrait) -> bool:
    """Whether the titles are the same but for a letter, alone or with their subtitles."""
    return likeness(a, b) >= LETTER


def titles_meet(a: Portrait, b: Portrait) -> bool:
    """Whether the titles have anything in common; cheap, for most pairs of a block have not."""
    if a.title == b.title:
        return True
    if not a.title or not b.title:
        return False
    one, other = a.title + a.subtitle, b.title + b.subtitle
    if one.startswith(b.title) or other.startswith(a.title):
        return True
    if similarity(a.title, b.title) >= HALF or similarity(one, other) >= HALF:
        return True
    return a.title in (b.part, b.subtitle) or b.title in (a.part, a.subtitle)


def numbers_agree(a: Portrait, b: Portrait) -> bool:
    return shares(a.isbns, b.isbns) or shares(a.numbers, b.numbers) or shares(a.issns, b.issns)


def one_maker(a: Portrait, b: Portrait) -> bool:
    """Whether a maker is shared, or two are nearly alike."""
    if shares(a.makers, b.makers):
        return True
    return any(near(one, other) for one in a.makers[:3] for other in b.makers[:3])


def one_publisher(a: Portrait, b: Portrait) -> bool:
    if not a.publisher or not b.publisher:
        return False
    return a.publisher == b.publisher or one_house(a.publisher, b.publisher)


def volume_one_sided(a: Portrait, b: Portrait) -> bool:
    return bool(a.volume and not dated(a.volume)) != bool(b.volume and not dated(b.volume))


def unlike(one: str, other: str) -> bool:
    return not near(one, other)


def shares(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(value in other for value in one)


def near(one: str, other: str, *, least: int = 2) -> bool:
    if len(one) > len(other):
        one, other = other, one
    return (len(one) >= least and one in other) or similarity(one, other) >= _NEAR


def replaced(one: str, other: str) -> bool:
    """Whether something stands in the middle of each that the other has not (craw-fish, cat-fish)."""
    limit = min(len(one), len(other))
    head = 0
    while head < limit and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < limit - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    least = 2 if max(one[:1], other[:1]) < FIRST_HAN else 0
    return limit - head - tail > least


def digits(text: str) -> set[str]:
    return set() if text.isascii() and text.isalpha() else set(_DIGITS.findall(text))


def one_serial(a: Portrait, b: Portrait) -> bool:
    """Of one serial some record the first year, others that of their first issue."""
    return (a.carrier in SERIALS or b.carrier in SERIALS) and shares(a.issns, b.issns)


def one_house(one: str, other: str) -> bool:
    """Whether two publishers may be one: a word shared, nearly alike, or a state printer."""
    if one in STATE_PRINTERS or other in STATE_PRINTERS:
        return True
    words = one.split()
    if any(len(word) > 3 and word in words for word in other.split()):
        return True
    return near(one, other)


def year_in_common(a: Portrait, b: Portrait) -> bool:
    return a.year in b.years or b.year in a.years or any(year in b.years for year in a.years)


def far(one: int, other: int) -> bool:
    """More apart than counting otherwise explains."""
    return abs(one - other) > max(4, min(one, other) // 25)


def one_agency(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    agencies = {number.partition(":")[0] for number in one}
    return any(number.partition(":")[0] in agencies for number in other)


def edition_one_sided(a: Portrait, b: Portrait) -> bool:
    return bool(later(a)) != bool(later(b))


def later(p: Portrait) -> str:
    """The edition, where it is not the first."""
    return "" if p.edition == "1" else p.edition


def part_unlike(one: str, other: str) -> float:
    return 1.0 if replaced(one, other) else 1.0 - similarity(one, other)


def moved(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a series is shared, but never at one number."""
    pairs = [(said.partition(";"), told.partition(";")) for said in one for told in other]
    numbers = [(a, b) for (name, _, a), (same, _, b) in pairs if name == same and a and b]
    return bool(numbers) and all(a != b for a, b in numbers)
