"""What joined records say differently; silence and punctuation are no difference."""

from __future__ import annotations

from datetime import UTC, datetime

from commonshelf.catalogue.cards import Member
from commonshelf.catalogue.domain.facts import Class, Facts, Name
from commonshelf.search.domain.differing import Difference, classed, differences

SHOWN = Facts(
    flavour="marc21", title="红楼梦", names=(Name("曹雪芹", "author"),), publisher="示范出版社", year=2008
)


def test_silence_spelling_and_punctuation_are_no_difference():
    said = Facts(flavour="cnmarc", title="紅樓夢", names=(Name("曹雪芹"),), publisher="示范出版社.")
    assert differences(SHOWN, said) == ()


def test_another_year_and_publisher_are_named():
    said = Facts(flavour="cnmarc", title="红楼梦", publisher="别家", year=2009, extent="2册")
    assert differences(SHOWN, said) == (
        Difference("publisher", "别家"),
        Difference("year", "2009"),
        Difference("extent", "2册"),
    )


def test_classes_side_by_side_the_shared_scheme_and_the_most_agreed_first():
    def member(library, *numbers):
        facts = Facts(flavour="marc21", title="t", classes=tuple(Class(*n) for n in numbers))
        return Member(1, library, "1", facts, (), datetime(2026, 1, 1, tzinfo=UTC))

    found = classed(
        [
            member("A", ("local", "小说1"), ("clc", "I242.4")),
            member("B", ("clc", "I242.4")),
            member("C", ("clc", "I24"), ("ddc", "895.1")),
        ]
    )
    assert [(c.number.scheme, c.number.number, c.libraries) for c in found] == [
        ("clc", "I242.4", ("A", "B")),
        ("clc", "I24", ("C",)),
        ("ddc", "895.1", ("C",)),
        ("local", "小说1", ("A",)),
    ]
