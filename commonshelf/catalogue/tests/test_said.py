"""What members say, gathered line by line: the same whoever comes first."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain import said
from commonshelf.catalogue.domain.blend import blend
from commonshelf.catalogue.domain.facts import Class, Facts, Name, dump

word = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)
facts = st.builds(
    Facts,
    flavour=st.just("cnmarc"),
    title=word,
    subtitle=word,
    volume=word,
    other_titles=st.lists(word, max_size=2).map(tuple),
    names=st.lists(st.builds(Name, word, other=word), max_size=3).map(tuple),
    publisher=word,
    year=st.none() | st.integers(1, 2030),
    languages=st.sampled_from([(), ("chi",), ("eng", "chi")]),
    isbns=st.lists(st.just("9787020002207"), max_size=1).map(tuple),
    classes=st.lists(st.builds(Class, st.sampled_from(["clc", "ddc"]), word), max_size=2).map(tuple),
    subjects=st.lists(word, max_size=3).map(tuple),
    summary=word,
    notes=st.lists(word, max_size=2).map(tuple),
)


def told(members):
    lines = ""
    for one in members:
        lines = said.gathered(lines, said.lines(one))
    return lines


@given(st.lists(facts, min_size=1, max_size=6), st.integers(0, 99))
def test_the_order_of_coming_changes_nothing_but_the_order_of_lines(members, seed):
    shuffled = random.Random(seed).sample(members, len(members))
    one, other = told(members).split("\n"), told(shuffled).split("\n")
    assert one[0] == other[0]
    assert sorted(one) == sorted(other)
    assert len(set(one)) == len(one)


@given(facts)
def test_nothing_a_member_says_is_missing(one):
    read = said.read(said.lines(one, dump(one)))
    flat = "".join(map(str, (read.titles, read.other_titles, read.makers, read.subjects, read.rest)))
    for text in (
        one.title,
        *one.other_titles,
        *(name.name for name in one.names),
        *one.subjects,
        one.summary,
    ):
        assert all(char in flat or repr(char)[1:-1] in flat or not char.isprintable() for char in text)
    assert (read.year, read.format, read.languages) == (one.year, one.format, one.languages)
    assert read.numbers[: len(one.isbns)] == one.isbns


@given(facts)
def test_what_is_known_adds_nothing(one):
    lines = said.lines(one)
    assert said.gathered(lines, lines) is lines


@given(st.lists(facts, min_size=1, max_size=4))
def test_the_leading_member_is_the_one_people_see(members):
    ranks = sorted(said.rank_line(one, "") for one in members)
    if len(ranks) == 1 or ranks[0] != ranks[1]:  # else only the text itself decides
        read = said.read(told(members))
        assert read.title.split() == blend(members).title.translate(said._CUT).split()


def test_nothing_is_said_by_nobody():
    assert said.read("") == said.Said()
