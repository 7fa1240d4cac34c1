"""The map without tiles: everything inside, nothing covered, rings at round distances."""

import math
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.members.domain.atlas import draw, round_distance

coordinates = st.tuples(st.floats(20, 45), st.floats(80, 125))


@given(st.floats(0.01, 5000))
def test_round_distances_are_round_and_not_above(km):
    step = round_distance(km)
    assert step <= km * 1.000001 < step * 2.51
    assert f"{step:.0e}"[0] in "125"


@given(st.lists(coordinates, min_size=1, max_size=12), st.none() | coordinates)
def test_all_lies_inside_and_no_dot_covers_another(places, here):
    drawn = draw({str(n): place for n, place in enumerate(places)}, here, 480, 420)
    assert [dot.number for dot in drawn.dots] == list(range(1, len(places) + 1))
    for dot in drawn.dots:
        assert 0 <= dot.x <= 480
        assert 0 <= dot.y <= 420
    for one, other in combinations(drawn.dots, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > 8
    assert [ring.km for ring in drawn.rings] == sorted(ring.km for ring in drawn.rings)


def test_north_is_up_and_east_is_right():
    drawn = draw({"here": (30.0, 106.0), "north": (30.1, 106.0), "east": (30.0, 106.1)}, None, 480, 420)
    here, north, east = drawn.dots
    assert north.y < here.y
    assert east.x > here.x


def test_nothing_to_draw():
    assert draw({}, None, 480, 420) is None


def test_one_place_stands_in_the_middle():
    [dot] = draw({"a": (30.0, 106.0)}, None, 480, 420).dots
    assert (dot.x, dot.y) == (240, 210)
