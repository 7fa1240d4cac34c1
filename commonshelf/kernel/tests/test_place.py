"""Distances and device places."""

from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.place import kilometres, read_place

places = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_a_known_distance():
    # Chengdu to Nanchong as the crow flies: about 192 km.
    assert 185 < kilometres((30.66, 104.07), (30.80, 106.08)) < 200
    assert abs(kilometres((0.0, 0.0), (0.0, 1.0)) - 111.195) < 0.01


@given(places, places)
def test_distance_is_symmetric_and_bounded(a, b):
    assert kilometres(a, a) == 0
    assert abs(kilometres(a, b) - kilometres(b, a)) < 1e-6
    assert 0 <= kilometres(a, b) <= 20_016


@given(st.text(max_size=30))
def test_any_text_is_a_place_or_none(text):
    place = read_place(text)
    assert place is None or (-90 <= place[0] <= 90 and -180 <= place[1] <= 180)


def test_a_device_place_is_rounded_to_about_a_hundred_metres():
    assert read_place("30.83712345,106.11098765") == (30.837, 106.111)
    assert read_place("nan,1") is None
    assert read_place("91,1") is None
    assert read_place("1,2,3") is None
