"""The display record."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.blend import blend
from commonshelf.catalogue.domain.facts import Class, Facts, Link, Name
from commonshelf.catalogue.domain.tests.test_facts import FACTS

FULL = Facts(
    "cnmarc",
    "山海志",
    subtitle="一个示范",
    names=(Name("张小三", "author"),),
    publisher="示范出版社",
    year=2019,
    languages=("chi",),
    isbns=("9787000001237",),
    subjects=("地理学",),
    classes=(Class("clc", "K92"),),
)
THIN = Facts(
    "cnmarc", "山海志", extent="320页", subjects=("山水",), classes=(Class("clc", "K92"), Class("las", "12"))
)
LATIN = Facts(
    "marc21",
    "Shan hai zhi",
    names=(Name("Zhang Xiaosan"), Name("张小三", other="Zhang Xiaosan")),
    publisher="Shi fan",
    year=2019,
    languages=("chi",),
    isbns=("9787000001237",),
    summary="Of hills.",
    links=(Link("https://example.org"),),
    extent="320 p.",
    subjects=("地理學",),
    series=("S",),
    edition="2nd ed.",
    statement="x",
)


def test_the_fuller_record_in_its_own_script_leads():
    shown = blend([LATIN, THIN, FULL])
    assert (shown.title, shown.publisher, shown.subtitle) == ("山海志", "示范出版社", "一个示范")
    assert "Shan hai zhi" in shown.other_titles
    assert shown.names == (Name("张小三", "author", other="Zhang Xiaosan"),)


def test_gaps_are_filled_and_lists_gathered():
    shown = blend([FULL, THIN, LATIN])
    assert shown.summary == "Of hills."
    assert shown.links == (Link("https://example.org"),)
    assert set(shown.subjects) == {"地理学", "山水"}
    assert set(shown.classes) == {Class("clc", "K92"), Class("las", "12")}
    assert shown.extent


def test_one_member_is_shown_as_it_is():
    assert blend([FULL]) == FULL


def test_a_number_good_with_one_is_not_shown_as_wrong():
    assert blend([FULL, replace(THIN, bad_numbers=("9787000001237", "7000001239"))]).bad_numbers == (
        "7000001239",
    )


@given(st.lists(FACTS, min_size=1, max_size=4), st.randoms())
def test_the_order_of_members_does_not_matter(members, random):
    shuffled = random.sample(members, len(members))
    assert blend(members) == blend(shuffled)
