"""Points of the score-card as sentences, and what each gave as a bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue.domain.matching.judging import Point
from commonshelf.review.domain.picture import Bar, bars

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MINUS: Final = "\u2212"
SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "title_equal": _("Same title"),
    "title_whole": _("Same title once the subtitle is taken with it, or but for one letter"),
    "title_begins": _("One title begins with the other"),
    "title_likeness": _("Titles are alike, letter by letter"),
    "title_unlike": _("Titles differ, and neither begins with the other"),
    "title_replaced": _("Within the titles some words stand in place of others"),
    "title_numbers_unlike": _("Other numbers in the titles"),
    "title_in_part": _("The title of one is the subtitle or part of the other"),
    "subtitle_one_sided": _("Only one has a subtitle"),
    "subtitle_unlike": _("Subtitles are unlike"),
    "makers_shared": _("An author, editor or translator in common"),
    "makers_near": _("Makers are nearly alike"),
    "makers_conflict": _("Other makers"),
    "plain_title": _("A title many books bear, and no maker in common"),
    "publisher_equal": _("Same publisher"),
    "publisher_near": _("Publishers are nearly alike"),
    "publisher_conflict": _("Another publisher"),
    "place_conflict": _("Another place of publication"),
    "another_house": _("Both publisher and place are others"),
    "year_equal": _("Same year"),
    "year_shared": _("Another year, but one printed year in common"),
    "year_apart": _("Years lie more than one apart"),
    "year_gap": _("Years lie far apart"),
    "pages_equal": _("Same number of pages"),
    "pages_far": _("Quite another number of pages"),
    "pieces_unlike": _("Another number of volumes"),
    "isbn_shared": _("An ISBN or ISSN in common"),
    "nothing_against": _("Same number and title, and nothing that contradicts"),
    "printed_again": _("Same number, title, publisher and pages: printed again"),
    "isbn_unshared": _("Both have ISBNs or ISSNs, none in common"),
    "number_shared": _("A number of an agency in common (OCLC, LCCN, CALIS and others)"),
    "number_unshared": _("Both have numbers of one agency, none in common"),
    "bad_shared": _("A cancelled number of one is found in the other"),
    "volume_equal": _("Same volume"),
    "volume_one_sided": _("Only one says which volume it is"),
    "part_one_sided": _("Only one names a part"),
    "part_unlike": _("Names of the parts are unlike"),
    "edition_one_sided": _("Only one says a later edition"),
    "edition_kind_unlike": _("Only one is said to be revised, annotated or bilingual"),
    "series_number_unlike": _("Same series, another number in it"),
    "language_conflict": _("Another language"),
    "carrier_unsaid": _("Only one is a microform or an object"),
}
"""One line for each feature of `matching.features.NAMES`; a test holds the two together."""


@dataclass(frozen=True, slots=True)
class PointShown:
    """gave: weight times value. share: how far the feature holds, in per cent."""

    feature: str
    said: str
    share: int
    weight: float
    gave: float
    bar: Bar

    @property
    def signed(self) -> str:
        return signed(self.gave)


def signed(value: float) -> str:
    """ "+3.1", "−1.2" with a true minus, "0" for what rounds to nothing."""
    if round(value, 1) == 0:
        return "0"
    return f"{'+' if value >= 0 else MINUS}{abs(value):.1f}"


def sentence(feature: str) -> str:
    return str(SENTENCES.get(feature, feature.replace("_", " ")))


def shown(points: Iterable[Point]) -> tuple[PointShown, ...]:
    """Those that told, the weightiest first, for before against."""
    told = sorted(
        (point for point in points if point.value and point.weight),
        key=lambda point: (-abs(point.value * point.weight), point.feature),
    )
    gave = [point.value * point.weight for point in told]
    return tuple(
        PointShown(p.feature, sentence(p.feature), round(100 * p.value), p.weight, value, bar)
        for p, value, bar in zip(told, gave, bars(gave), strict=True)
    )
