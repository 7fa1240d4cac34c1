"""Which holder comes first and which sentence speaks of it, as tables."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.cards import Copy, EditionCard, Member
from commonshelf.catalogue.domain.facts import Facts, Link
from commonshelf.members.cards import Opening
from commonshelf.search.domain.shaping import Site, State, floor_of, holders, shares, state_of, verdict

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
OPEN = Opening(open=True, until=NOW, next=None)
CLOSED = Opening(open=False, until=None, next=NOW)
STATUSES = ["on-shelf", "on-loan", "missing", "on-order", "reference", "unknown", "strange"]


def copy(library="A", status="on-shelf", *, branch="", n=1, call="I242/1", url="", location=""):
    return Copy(library, branch, location, call, "", "", n, status, url, NOW)


def card(*copies, silent=(), fmt="book", links=()):
    facts = Facts(flavour="marc21", title="题", format=fmt, links=links)
    libraries = sorted({c.library for c in copies} | set(silent))
    members = tuple(Member(n, library, str(n), facts, (), NOW) for n, library in enumerate(libraries))
    return EditionCard(1, None, facts, members, tuple(copies))


def site(library, *, here=False, mine=None, km=None, opening=OPEN, branch="main"):
    return Site(library, branch, here=here, mine=here if mine is None else mine, km=km, opening=opening)


def sites(*given):
    found = {(s.library, s.branch): s for s in given}
    for s in given:
        found.setdefault((s.library, ""), s)
    return found


def first(edition, *around):
    return verdict(holders(edition, sites(*around)))


@pytest.mark.parametrize(
    ("says", "copies", "around", "library", "code", "tone"),
    [
        (
            "my open branch before a nearer one",
            [copy("A"), copy("B")],
            [site("A", here=True, km=0), site("B", km=0.1)],
            "A", "on-shelf", "ok",
        ),
        (
            "my library though closed, before others that are open",
            [copy("A"), copy("B")],
            [site("A", here=True, km=0, opening=CLOSED), site("B", km=1)],
            "A", "on-shelf", "wait",
        ),
        (
            "another branch of mine before strangers",
            [copy("A", branch="east"), copy("B")],
            [site("A", here=True, km=0), site("A", mine=True, km=9, branch="east"), site("B", km=1)],
            "A", "on-shelf", "ok",
        ),
        (
            "the nearest open one when mine has lent all",
            [copy("A", "on-loan"), copy("B"), copy("C")],
            [site("A", here=True, km=0), site("B", km=5), site("C", km=2)],
            "C", "on-shelf", "ok",
        ),
        (
            "open before nearer",
            [copy("B"), copy("C")],
            [site("B", km=5), site("C", km=2, opening=CLOSED)],
            "B", "on-shelf", "ok",
        ),
        (
            "a known distance before an unknown one",
            [copy("B"), copy("C")],
            [site("B"), site("C", km=80)],
            "C", "on-shelf", "ok",
        ),
        (
            "more copies when nothing else tells them apart",
            [copy("B"), copy("C", n=4)],
            [site("B"), site("C")],
            "C", "on-shelf", "ok",
        ),
        (
            "no hours told is not closed",
            [copy("B")],
            [site("B", opening=None)],
            "B", "on-shelf", "ok",
        ),
        (
            "read at once at my library before a walk",
            [copy("A", "unknown", call="", url="https://a.example/1"), copy("B")],
            [site("A", here=True), site("B", km=1)],
            "A", "online", "ok",
        ),
        (
            "a walk before somebody else's online copy",
            [copy("A", "unknown", call="", url="https://a.example/1"), copy("B")],
            [site("A"), site("B", km=1)],
            "B", "on-shelf", "ok",
        ),
        ("use in the library", [copy("B", "reference")], [site("B")], "B", "reference", "ok"),
        ("a state nobody told", [copy("B", "strange")], [site("B")], "B", "unknown", "unknown"),
        ("all lent", [copy("B", "on-loan"), copy("B", "missing")], [site("B")], "B", "on-loan", "wait"),
        (
            "ordered before lent",
            [copy("B", "on-order"), copy("C", "on-loan")],
            [site("B"), site("C")],
            "B", "on-order", "wait",
        ),
        ("lost", [copy("B", "missing")], [site("B")], "B", "missing", "no"),
    ],
)  # fmt: skip
def test_the_first_holder_and_its_sentence(*, says, copies, around, library, code, tone):
    found = first(card(*copies), *around)
    assert found.holder is not None, says
    assert (found.holder.library, found.code, found.tone) == (library, code, tone), says


def test_a_library_without_copy_data_still_counts():
    found = first(card(silent=["B"]), site("B"))
    assert (found.code, found.tone, found.libraries, found.total) == ("untold", "unknown", 1, 0)


def test_an_electronic_record_with_a_link_is_online_without_copies():
    edition = card(silent=["B"], fmt="ebook", links=(Link("https://b.example/read"),))
    found = first(edition, site("B"))
    assert (found.code, found.holder.url) == ("online", "https://b.example/read")


def test_nobody_left():
    assert verdict(()).code == "nowhere"


def test_copies_without_branch_and_with_the_main_code_are_one_holder():
    ordered = holders(card(copy("A"), copy("A", branch="main", n=2)), sites(site("A")))
    assert [(h.site.branch, h.on_shelf) for h in ordered] == [("main", 3)]


def test_an_unknown_branch_code_stays_with_its_library():
    ordered = holders(card(copy("A", branch="x9")), sites(site("A", here=True, km=0)))
    assert (ordered[0].site.branch, ordered[0].site.mine, ordered[0].site.km) == ("x9", True, None)


def test_a_former_member_is_shown_without_place():
    assert holders(card(copy("Z")), {})[0].site == Site("Z", "")


def test_shares_add_up_branches_and_put_mine_first():
    edition = card(copy("B", n=3), copy("A", branch="east"), copy("A", "on-loan"))
    ordered = holders(edition, sites(site("A", here=True), site("A", mine=True, branch="east"), site("B")))
    assert [(s.library, s.mine, s.on_shelf, s.total) for s in shares(ordered)] == [
        ("A", True, 1, 2),
        ("B", False, 3, 3),
    ]


copies_ = st.lists(
    st.builds(
        copy,
        library=st.sampled_from("ABCD"),
        status=st.sampled_from(STATUSES),
        branch=st.sampled_from(["", "main", "x"]),
        n=st.integers(1, 9),
    ),
    min_size=1,
    max_size=8,
)


@given(copies_, st.permutations(range(8)))
def test_the_order_of_the_file_does_not_matter(copies, order):
    around = sites(site("A", here=True, km=0), site("B", km=2), site("C", opening=CLOSED), site("D"))
    shuffled = [copies[place] for place in order if place < len(copies)]
    one, other = (holders(card(*some), around) for some in (copies, shuffled))
    assert [(h.library, h.site.branch, h.state, h.on_shelf) for h in one] == [
        (h.library, h.site.branch, h.state, h.on_shelf) for h in other
    ]
    assert verdict(one).code == verdict(other).code


@given(copies_)
def test_no_copy_is_lost_or_counted_twice(copies):
    ordered = holders(card(*copies), sites(site("A"), site("B")))
    assert sum(len(h.copies) for h in ordered) == len(copies)
    told = verdict(ordered)
    assert told.total == sum(c.copies for c in copies)
    assert told.on_shelf == sum(c.copies for c in copies if c.status in {"on-shelf", "reference"})
    assert (told.code == State.ON_SHELF) == any(c.status == "on-shelf" for c in copies)


def test_a_link_with_a_shelf_is_a_book_with_a_link():
    assert state_of(copy(url="https://x.example", call="I1")) is State.ON_SHELF


@pytest.mark.parametrize(
    ("floors", "location", "where"),
    [
        ("文学区：三楼东侧\n期刊: 一楼", "文学区", "三楼东侧"),
        ("文学区：三楼东侧\n期刊: 一楼", "期刊", "一楼"),
        ("Stacks: basement", "STACKS", "basement"),
        ("文学区：三楼", "文学", ""),
        ("三楼", "三楼", ""),
        ("", "文学区", ""),
        ("：三楼", "", ""),
    ],
)
def test_the_floor_plan_in_words(floors, location, where):
    assert floor_of(floors, location) == where


def test_a_shelf_named_in_the_other_language():
    zh, en = "文学区：三楼东侧\n期刊：一楼", "Literature: third floor, east\nJournals: ground floor"
    assert floor_of(en, "期刊", zh) == "ground floor"
    assert floor_of("Literature: third floor", "期刊", zh) == "一楼"
    assert floor_of("", "期刊", zh) == "一楼"
