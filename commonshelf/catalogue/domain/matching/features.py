"""Features: what the score-card weighs of two portraits, each a number from 0 to 1, the same for (b, a)."""

from __future__ import annotations

from typing import Final, NamedTuple

from commonshelf.catalogue.domain.matching import likeness
from commonshelf.catalogue.domain.matching.portraits import UNSAID, Portrait


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
    Feature("nothing_against", 5, "They share a number and the title, and nothing both say contradicts."),
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


def compare(a: Portrait, b: Portrait) -> list[float]:
    """Values in the order of NAMES."""
    shared = likeness.shares(a.makers, b.makers)
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
    whole = begins = crossed = unlike = swapped = 0.0
    like = 1.0
    if not equal:
        wholly = likeness.similarity(one, other)
        like = max(likeness.similarity(a.title, b.title), wholly)
        whole = wholly >= likeness.LETTER
        begins = one.startswith(b.title) or other.startswith(a.title)
        crossed = a.title in (b.part, b.subtitle) or b.title in (a.part, a.subtitle)
        unlike = not begins and not crossed and like < likeness.LETTER
        swapped = not begins and likeness.replaced(a.title, b.title)
    sub = a.subtitle and b.subtitle
    return [
        equal,
        whole,
        begins,
        max(0.0, like - likeness.HALF) / likeness.HALF,
        unlike,
        swapped,
        one != other and likeness.digits(one) != likeness.digits(other),
        crossed,
        bool(a.subtitle) != bool(b.subtitle),
        1.0 - likeness.similarity(a.subtitle, b.subtitle) if sub and a.subtitle != b.subtitle else 0.0,
    ]


def _makers(a: Portrait, b: Portrait, *, shared: bool) -> list[float]:
    near = not shared and any(likeness.near(one, other) for one in a.makers[:3] for other in b.makers[:3])
    both = bool(a.makers and b.makers)
    return [
        shared,
        near,
        both and not shared and not near,
        not shared and not near and (likeness.plain(a) or likeness.plain(b)),
    ]


def _publication(a: Portrait, b: Portrait) -> list[float]:
    both = bool(a.publisher and b.publisher)
    same = both and a.publisher == b.publisher
    near = both and not same and likeness.one_house(a.publisher, b.publisher)
    other = both and not same and not near
    places = bool(a.place and b.place) and a.place != b.place
    elsewhere = places and not likeness.near(a.place, b.place, least=4)
    gap = abs(a.year - b.year) if a.year and b.year and not likeness.one_serial(a, b) else -1
    common = gap > 0 and likeness.year_in_common(a, b)
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


def _extent(a: Portrait, b: Portrait) -> list[float]:
    both = bool((a.pieces or a.pages) and (b.pieces or b.pages))
    pieces = both and a.pieces != b.pieces and max(a.pieces, b.pieces) > 1
    if not a.pages or not b.pages:
        return [0.0, 0.0, pieces]
    far = likeness.far(a.pages, b.pages)
    return [a.pages == b.pages, far, pieces]


def _numbers(a: Portrait, b: Portrait) -> list[float]:
    isbn = likeness.shares(a.isbns, b.isbns) or likeness.shares(a.issns, b.issns)
    number = likeness.shares(a.numbers, b.numbers)
    bad = False
    if a.bad or b.bad:
        one, other = (*a.isbns, *a.numbers), (*b.isbns, *b.numbers)
        bad = likeness.shares(a.bad, (*b.bad, *other)) or likeness.shares(b.bad, one)
    return [
        isbn,
        (isbn or number) and _nothing_against(a, b),
        (isbn or number) and _printed_again(a, b),
        not isbn and bool((a.isbns and b.isbns) or (a.issns and b.issns)),
        number,
        not number and bool(a.numbers and b.numbers) and likeness.one_agency(a.numbers, b.numbers),
        bad and not isbn and not number,
    ]


def _nothing_against(a: Portrait, b: Portrait) -> bool:
    """What a thin record needs: beside number and title all that both say agrees."""
    if a.title != b.title or likeness.volume_one_sided(a, b) or likeness.edition_one_sided(a, b):
        return False
    if a.year and b.year and abs(a.year - b.year) > 1:
        return False
    if a.pages and b.pages and likeness.far(a.pages, b.pages):
        return False
    if a.publisher and b.publisher and not likeness.one_publisher(a, b):
        return False
    if a.subtitle and b.subtitle and likeness.similarity(a.subtitle, b.subtitle) < likeness.HALF:
        return False
    return not (a.makers and b.makers) or likeness.one_maker(a, b)


def _printed_again(a: Portrait, b: Portrait) -> bool:
    """Many libraries give the year of their copy's printing instead of the edition's."""
    known = a.year and b.year and a.year != b.year and a.pages and a.publisher
    return bool(known) and a.pages == b.pages and a.publisher == b.publisher and a.title == b.title


def _parts(a: Portrait, b: Portrait) -> list[float]:
    return [
        bool(a.volume) and a.volume == b.volume,
        likeness.volume_one_sided(a, b),
        bool(a.part) != bool(b.part),
        likeness.part_unlike(a.part, b.part) if a.part and b.part else 0.0,
        likeness.edition_one_sided(a, b),
        a.kind != b.kind,
        bool(a.series and b.series) and likeness.moved(a.series, b.series),
        bool(a.language and b.language) and a.language != b.language,
        (a.carrier == UNSAID) != (b.carrier == UNSAID),
    ]
