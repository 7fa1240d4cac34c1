"""Features: what the score-card weighs of two portraits, each a number from 0 to 1, the same for (b, a)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rapidfuzz.distance import Indel

from commonshelf.catalogue.domain.matching.portraits import FIRST_HAN, UNSAID, Portrait, dated
from commonshelf.catalogue.domain.publishers import STATE_PRINTERS


class Feature(NamedTuple):
    """guess: the weight a librarian would give before any pair was counted. The fitting starts from it, keeps
    near it where the labelled pairs say little, and never turns its sign.
    """

    name: str
    guess: float
    what: str


FEATURES: Final = (
    Feature("title_equal", 2, "The titles are equal, without volume, edition and article."),
    Feature("title_whole", 1, "Not equal, but title and subtitle run together are, or differ in a letter."),
    Feature("title_begins", 1, "One title with its subtitle begins with the other's title."),
    Feature("title_likeness", 2, "How like the titles are, letter by letter: 1 equal, 0 half or less."),
    Feature("title_unlike", -1, "The titles are different and neither begins with the other."),
    Feature("title_replaced", -2, "In the middle of the titles some words stand for others."),
    Feature("title_numbers_unlike", -1.5, "The numbers inside titles and subtitles are different ones."),
    Feature("title_in_part", 1, "The title of one is the part's name or the subtitle of the other."),
    Feature("subtitle_one_sided", -0.2, "Only one has a subtitle."),
    Feature("subtitle_unlike", -1, "Both have a subtitle: how unlike they are."),
    Feature("makers_shared", 1, "An author, editor or translator is named by both."),
    Feature("makers_near", 0.7, "None is the same, but two are nearly alike or one inside the other."),
    Feature("makers_conflict", -2, "Both name some, and they are others."),
    Feature("plain_title", -1, "A title many books bear, or very short, and no maker shared."),
    Feature("publisher_equal", 1, "The publisher is the same."),
    Feature("publisher_near", 0.5, "The publishers are written nearly alike or one inside the other."),
    Feature("publisher_conflict", -1, "Both name a publisher, and it is another."),
    Feature("place_conflict", -0.4, "Both name a place, and it is another."),
    Feature("another_house", -0.7, "Publisher and place are both other ones."),
    Feature("year_equal", 2, "The year is the same."),
    Feature("year_shared", 0.5, "Not the same, but one printed year (of copyright, say) is common to both."),
    Feature("year_apart", -2, "The years lie more than one apart."),
    Feature("year_gap", -1, "How far apart the years lie: 1 is twelve years or more."),
    Feature("pages_equal", 1, "The number of pages is the same."),
    Feature("pages_far", -2, "The numbers of pages differ much."),
    Feature("pieces_unlike", -1.5, "The numbers of volumes differ, or only one is counted in volumes."),
    Feature("isbn_shared", 2, "They share an ISBN or ISSN."),
    Feature("printed_again", 4, "Number, title, publisher and pages are the same, only the year is not."),
    Feature("isbn_unshared", -2, "Both have ISBNs (or ISSNs), and none is shared."),
    Feature("number_shared", 2, "They share an agency's number (OCLC, LCCN, CALIS, NLC, 统一书号)."),
    Feature("number_unshared", -1, "Both have numbers of one agency, and none is shared."),
    Feature("bad_shared", 0.5, "A cancelled or invalid number of one stands in the other."),
    Feature("volume_equal", 1, "Both say the same volume."),
    Feature("volume_one_sided", -3, "Only one says a volume; never joined without a person."),
    Feature("part_one_sided", -1, "Only one names a part."),
    Feature("part_unlike", -2, "Both name a part: how unlike the names are."),
    Feature("edition_one_sided", -1.5, "Only one says an edition number beyond the first."),
    Feature("edition_kind_unlike", -0.5, "One is said to be revised, annotated or bilingual, the other not."),
    Feature("series_number_unlike", -1.5, "They share a series, but stand in it at other numbers."),
    Feature("language_conflict", -1, "The languages are different ones."),
    Feature("carrier_unsaid", -0.5, "One is a microform or a thing, the other not."),
)  # fmt: skip
NAMES: Final = tuple(feature.name for feature in FEATURES)

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
_LETTER: Final = 0.93
_HALF: Final = 0.5

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


def one_maker(a: Portrait, b: Portrait) -> bool:
    """Whether a maker is shared, or two are nearly alike."""
    if shares(a.makers, b.makers):
        return True
    return any(_near(one, other) for one in a.makers[:3] for other in b.makers[:3])


def one_publisher(a: Portrait, b: Portrait) -> bool:
    if not a.publisher or not b.publisher:
        return False
    return a.publisher == b.publisher or _one_house(a.publisher, b.publisher)


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
    return likeness(a, b) >= _LETTER


def titles_meet(a: Portrait, b: Portrait) -> bool:
    """Whether the titles have anything in common; cheap, for most pairs of a block have not."""
    if a.title == b.title:
        return True
    if not a.title or not b.title:
        return False
    one, other = a.title + a.subtitle, b.title + b.subtitle
    if one.startswith(b.title) or other.startswith(a.title):
        return True
    if similarity(a.title, b.title) >= _HALF or similarity(one, other) >= _HALF:
        return True
    return a.title in (b.part, b.subtitle) or b.title in (a.part, a.subtitle)


def numbers_agree(a: Portrait, b: Portrait) -> bool:
    return shares(a.isbns, b.isbns) or shares(a.numbers, b.numbers) or shares(a.issns, b.issns)


def volume_one_sided(a: Portrait, b: Portrait) -> bool:
    return bool(a.volume and not dated(a.volume)) != bool(b.volume and not dated(b.volume))


def unlike(one: str, other: str) -> bool:
    return not _near(one, other)


def shares(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return any(value in other for value in one)


def _near(one: str, other: str, *, least: int = 2) -> bool:
    if len(one) > len(other):
        one, other = other, one
    return (len(one) >= least and one in other) or similarity(one, other) >= _NEAR


def compare(a: Portrait, b: Portrait) -> list[float]:
    """Values in the order of NAMES."""
    shared = shares(a.makers, b.makers)
    values = _titles(a, b)
    values += _makers(a, b, shared=shared)
    values += _publication(a, b)
    values += _extent(a, b)
    values += _numbers(a, b)
    values += _parts(a, b)
    return values


def _titles(a: Portrait, b: Portrait) -> list[float]:
    one, other = a.title + a.subtitle, b.title + b.subtitle
    equal = a.title == b.title
    whole = begins = crossed = unlike = replaced = 0.0
    like = 1.0
    if not equal:
        wholly = similarity(one, other)
        like = max(similarity(a.title, b.title), wholly)
        whole = wholly >= _LETTER
        begins = one.startswith(b.title) or other.startswith(a.title)
        crossed = a.title in (b.part, b.subtitle) or b.title in (a.part, a.subtitle)
        unlike = not begins and not crossed and like < _LETTER
        replaced = not begins and _replaced(a.title, b.title)
    sub = a.subtitle and b.subtitle
    return [
        equal,
        whole,
        begins,
        max(0.0, like - _HALF) / _HALF,
        unlike,
        replaced,
        one != other and (not one.isalpha() or not one.isascii()) and _digits(one) != _digits(other),
        crossed,
        bool(a.subtitle) != bool(b.subtitle),
        1.0 - similarity(a.subtitle, b.subtitle) if sub and a.subtitle != b.subtitle else 0.0,
    ]


def _replaced(one: str, other: str) -> bool:
    """Whether something stands in the middle of each that the other has not (craw-fish, cat-fish)."""
    limit = min(len(one), len(other))
    head = 0
    while head < limit and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < limit - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    least = 2 if one[0] < FIRST_HAN else 0
    return limit - head - tail > least


def _digits(text: str) -> set[str]:
    return set(_DIGITS.findall(text))


def _makers(a: Portrait, b: Portrait, *, shared: bool) -> list[float]:
    near = not shared and any(_near(one, other) for one in a.makers[:3] for other in b.makers[:3])
    both = bool(a.makers and b.makers)
    return [
        shared,
        near,
        both and not shared and not near,
        not shared and not near and (plain(a) or plain(b)),
    ]


def _publication(a: Portrait, b: Portrait) -> list[float]:
    both = bool(a.publisher and b.publisher)
    same = both and a.publisher == b.publisher
    near = both and not same and _one_house(a.publisher, b.publisher)
    other = both and not same and not near
    elsewhere = bool(a.place and b.place) and a.place != b.place and not _near(a.place, b.place, least=4)
    gap = abs(a.year - b.year) if a.year and b.year and not _one_serial(a, b) else -1
    common = gap > 0 and _year_in_common(a, b)
    return [
        same,
        near,
        other,
        elsewhere,
        other and elsewhere,
        gap == 0,
        common,
        gap > 1 and not common,
        min(gap - 1, 11) / 11 if gap > 1 else 0.0,
    ]


def _one_serial(a: Portrait, b: Portrait) -> bool:
    """Of one serial some record the first year, others that of their first issue."""
    return a.carrier in SERIALS and shares(a.issns, b.issns)


def _one_house(one: str, other: str) -> bool:
    """Whether two publishers may be one: a word shared, nearly alike, or a state printer."""
    if one in STATE_PRINTERS or other in STATE_PRINTERS:
        return True
    words = one.split()
    if any(len(word) > 3 and word in words for word in other.split()):
        return True
    return _near(one, other)


def _year_in_common(a: Portrait, b: Portrait) -> bool:
    return a.year in b.years or b.year in a.years or any(year in b.years for year in a.years)


def _extent(a: Portrait, b: Portrait) -> list[float]:
    pieces = (
        a.pieces != b.pieces
        and (max(a.pieces, b.pieces) > 1)
        and bool((a.pieces or a.pages) and (b.pieces or b.pages))
    )
    if not a.pages or not b.pages:
        return [0.0, 0.0, pieces]
    gap = abs(a.pages - b.pages)
    few = gap <= max(4, min(a.pages, b.pages) // 25)
    return [gap == 0, not few, pieces]


def _numbers(a: Portrait, b: Portrait) -> list[float]:
    isbn = shares(a.isbns, b.isbns) or shares(a.issns, b.issns)
    number = shares(a.numbers, b.numbers)
    bad = False
    if a.bad or b.bad:
        bad = shares(a.bad, (*b.bad, *b.isbns, *b.numbers)) or shares(b.bad, (*a.isbns, *a.numbers))
    return [
        isbn,
        (isbn or number) and _printed_again(a, b),
        not isbn and bool((a.isbns and b.isbns) or (a.issns and b.issns)),
        number,
        not number and bool(a.numbers and b.numbers) and _one_agency(a.numbers, b.numbers),
        bad and not isbn and not number,
    ]


def _printed_again(a: Portrait, b: Portrait) -> bool:
    """Many libraries give the year of their copy's printing instead of the edition's."""
    known = a.year and b.year and a.year != b.year and a.pages and a.publisher
    return bool(known) and a.pages == b.pages and a.publisher == b.publisher and a.title == b.title


def _one_agency(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    agencies = {number.partition(":")[0] for number in one}
    return any(number.partition(":")[0] in agencies for number in other)


def _parts(a: Portrait, b: Portrait) -> list[float]:
    edition_a, edition_b = "" if a.edition == "1" else a.edition, "" if b.edition == "1" else b.edition
    return [
        bool(a.volume) and a.volume == b.volume,
        volume_one_sided(a, b),
        bool(a.part) != bool(b.part),
        _part_unlike(a.part, b.part) if a.part and b.part else 0.0,
        bool(edition_a) != bool(edition_b),
        a.kind != b.kind,
        bool(a.series and b.series) and _moved(a.series, b.series),
        bool(a.language and b.language) and a.language != b.language,
        (a.carrier == UNSAID) != (b.carrier == UNSAID),
    ]


def _part_unlike(one: str, other: str) -> float:
    return 1.0 if _replaced(one, other) else 1.0 - similarity(one, other)


def _moved(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a series is shared, but never at one number."""
    known = dict(said.partition(";")[::2] for said in one)
    numbers = [
        (known[name], number) for said in other for name, _, number in [said.partition(";")] if name in known
    ]
    return any(a and b and a != b for a, b in numbers) and not any(a and a == b for a, b in numbers)
