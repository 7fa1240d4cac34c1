"""Descriptions: stable, small, and all that a conflict looks at."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.describing import RULES, described, marks
from commonshelf.catalogue.domain.facts import Facts, Name
from commonshelf.catalogue.domain.matching.judging import conflict
from commonshelf.catalogue.domain.matching.portraits import Portrait, digest, load

FACTS = Facts(
    flavour="marc21", title="红楼梦", names=(Name("曹雪芹", "author"),), year=1996, publisher="示范出版社"
)


def test_equal_facts_are_one_description_and_others_another():
    one = described(FACTS)
    assert one == described(replace(FACTS, notes=("馆藏有虫蛀",), flavour="cnmarc"))
    assert one.id != described(replace(FACTS, year=1997)).id
    assert one.id == digest(load(one.portrait))
    assert one.alike
    assert 0 < one.id < 2**63
    assert 0 < RULES < 2**63


PORTRAITS = st.builds(
    Portrait,
    carrier=st.sampled_from(["book", "ebook", "other"]),
    title=st.sampled_from(["红楼梦", "西游记"]),
    component=st.booleans(),
    volume=st.sampled_from(["", "1", "2", "1998"]),
    part=st.sampled_from(["", "索引", "图集"]),
    edition=st.sampled_from(["", "1", "2"]),
    year=st.sampled_from([0, 1990]),
    isbns=st.sampled_from([(), ("9787302111115",)]),
)


@given(PORTRAITS, PORTRAITS)
def test_marks_are_all_that_a_conflict_looks_at(one, other):
    assert conflict(marks(one), marks(other)) == conflict(one, other)
