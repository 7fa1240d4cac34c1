"""Leafing: every term exactly once, forwards and backwards, whatever stands there."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonshelf.browse import api, feeding, shelves, terms
from commonshelf.browse.tests.making import Feed, entry
from commonshelf.kernel.refusal import Absent, Refusal

pytestmark = pytest.mark.django_db
TITLES = [
    "1984",
    "安徒生童话",
    "Emma",
    "海底两万里",
    "Hamlet",
    "红楼梦",
    "红岩",
    "红字",
    "西游记",
    "Zorba",
    "ひらがな",
]


@pytest.fixture
def shelf():
    feeding.clear()
    feed = Feed()
    feed.take(*(entry(n, title, shelves=[("EAST", f"I24/{n}")]) for n, title in enumerate(TITLES, 1)))
    return feed


def texts(stretch):
    return [term.text for term in stretch.terms]


def test_all_stand_in_their_order(shelf):
    assert texts(api.scan(index="title", term="", after=50)) == TITLES


def test_a_scan_tells_what_stands_before_and_behind(shelf):
    found = api.scan(index="title", term="紅樓夢", before=2, after=3)
    assert texts(found) == ["海底两万里", "Hamlet", "红楼梦", "红岩", "红字"]
    assert (found.position, found.exact, found.earlier, found.later) == (3, True, True, True)
    found = api.scan(index="title", term="红尘", before=1, after=1)
    assert texts(found) == ["Hamlet", "红楼梦"]
    assert (found.position, found.exact) == (2, False)


def test_a_scan_at_either_end(shelf):
    first = api.scan(index="title", term="0", before=5, after=2)
    assert (texts(first), first.position, first.earlier, first.later) == (TITLES[:2], 1, False, True)
    beyond = api.scan(index="title", term="ん", before=2, after=5)
    assert (texts(beyond), beyond.position, beyond.later) == (TITLES[-2:], 3, False)
    assert texts(api.scan(index="title", term="x", before=0, after=0)) == []


def test_an_index_there_is_not_is_refused_with_those_there_are(shelf):
    with pytest.raises(Refusal) as refused:
        api.scan(index="colour", term="red")
    assert refused.value.code == "browse.no-such-index"
    assert "subject" in str(refused.value.facts["known"])


@pytest.mark.parametrize(
    ("typed", "first"), [("红", "红楼梦"), ("hong", "红楼梦"), ("honglou", "红楼梦"), ("em", "Emma")]
)
def test_jumping_by_characters_or_by_pinyin(shelf, typed, first):
    assert texts(terms.jumped("title", typed, 5))[0] == first


def test_letters_lead_to_what_stands_under_them(shelf):
    assert terms.initials("title") == ("0", "a", "e", "h", "x", "z", "…")
    assert texts(terms.under("title", "h", 2)) == ["海底两万里", "Hamlet"]
    assert texts(terms.under("title", "…", 2)) == ["ひらがな"]


words = st.text(st.sampled_from("ab红西安 李1z-"), min_size=1, max_size=5)


@given(found=st.lists(words, max_size=25), rows=st.integers(1, 6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_leafing_meets_every_term_once_in_both_directions(db, found, rows):
    feeding.clear()
    Feed().take(*(entry(n, subjects=[text]) for n, text in enumerate(found, 1)))
    everything = texts(api.scan(index="subject", term="", after=100))
    page = terms.under("subject", "0", rows)
    forwards = texts(page)
    while page.later:
        page = terms.behind("subject", page.terms[-1].text, rows)
        forwards += texts(page)
    assert forwards == everything
    backwards = texts(page)
    while page.earlier:
        before = page.terms[0].text
        page = terms.until("subject", before, rows)
        kept = texts(page)
        backwards = kept[: kept.index(before) if before in kept else None] + backwards
    assert backwards == everything


# -- shelves

places = st.sampled_from(["I24/1", "I24/2", "I247.5/3", "QA76.C1", "823.9 A", "x 9"])


@given(
    held=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["EAST", "WEST"]), places), max_size=20),
    library=st.sampled_from(["EAST", ""]),
    rows=st.integers(1, 4),
)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_going_along_a_shelf_meets_every_book_once(db, held, library, rows):
    feeding.clear()
    by_edition = {id: [(symbol, number) for one, symbol, number in held if one == id] for id, _, _ in held}
    Feed().take(*(entry(id, "t", shelves=told) for id, told in by_edition.items()))
    page = shelves.along(library, "", 0, rows)
    met = list(page.spots)
    while page.later:
        last = page.spots[-1]
        page = shelves.along(library, last.place, last.edition + 1, rows)
        met += page.spots
    keys = [(spot.place, spot.edition) for spot in met]
    wanted = {(number, id) for id, symbol, number in held if library in {"", symbol}}
    assert keys == sorted(set(keys))
    assert len(keys) == len(wanted)
    back: list[object] = list(page.spots)
    while page.earlier:
        first = page.spots[0]
        page = shelves.until(library, first.place, first.edition, rows)
        back = [
            spot for spot in page.spots if (spot.place, spot.edition) < (first.place, first.edition)
        ] + back
    assert back == met


def test_neighbours_are_other_editions_each_once(shelf):
    left, right = api.neighbours(library="EAST", number="I24/5", edition=5, rows=2)
    assert ([spot.edition for spot in left], [spot.edition for spot in right]) == ([3, 4], [6, 7])
    volumes = [("EAST", f"I24/5:{n}") for n in range(40)]
    shelf.take(entry(20, "set", shelves=volumes))
    left, right = api.neighbours(library="EAST", number="I24/5:7", edition=20, rows=2)
    assert ([spot.edition for spot in left], [spot.edition for spot in right]) == ([4, 5], [6, 7])
    left, right = api.neighbours(library="", number="I24/6", edition=6, rows=2)
    assert ([spot.edition for spot in left], [spot.edition for spot in right]) == ([5, 20], [7, 8])
    assert api.neighbours(library="EAST", number="…", edition=1) == ([], [])


def test_call_numbers_are_scanned_each_once_with_all_its_editions(shelf):
    shelf.take(*(entry(100 + n, "same", shelves=[("WEST", "I24/5")]) for n in range(30)))
    found = api.scan(index="call-number", term="i24/5", before=1, after=2)
    assert [(term.text, term.editions) for term in found.terms] == [("I24/4", 1), ("I24/5", 31), ("I24/6", 1)]
    assert (found.position, found.exact) == (2, True)
    assert texts(api.scan(index="call-number", term="", library="WEST")) == ["I24/5"]


# -- classes


def test_the_tree_counts_each_edition_once_in_every_class_above_it(shelf):
    shelf.take(
        entry(50, "a", classes=["I242.4", "I247.5"]),
        entry(51, "b", classes=["B84"]),
        entry(52, "c", classes=["TP312"]),
    )
    mains = api.tree(language="en")
    assert [(card.code, card.editions) for card in mains.below] == [("B", 1), ("I", 1), ("T", 1)]
    page = api.tree(code="I24", language="en")
    assert (page.here.name, page.here.editions) == ("Fiction", 1)
    assert [card.code for card in page.above] == ["I", "I2"]
    assert [(card.code, card.editions) for card in page.below] == [("I242", 1), ("I247", 1)]
    assert [card.code for card in api.tree(code="B").below] == ["B84"]  # B8 has no name and is passed over
    assert [card.code for card in api.tree(code="T").below] == ["TP"]
    assert api.tree(code="J").here.editions == 0  # named, though nothing stands there


@pytest.mark.parametrize("code", ["W", "I99999", "nothing", "../etc", "%"])
def test_a_class_there_is_not_is_absent(shelf, code):
    with pytest.raises(Absent):
        api.tree(code=code)


def test_books_of_a_class_come_in_its_order_page_by_page(shelf):
    shelf.take(*(entry(60 + n, "t", classes=[f"I247.{n % 3}", "I24"]) for n in range(9)))
    met, after = [], ""
    while True:
        found, after = api.classified(code="I24", after=after, rows=4)
        met += found
        if not after:
            break
    assert len(met) == 18
    assert [code for _, code in met] == sorted(code for _, code in met)
    assert len(set(met)) == 18
    assert api.classified(code="I24", after="nonsense", rows=2)[0] == met[:2]
