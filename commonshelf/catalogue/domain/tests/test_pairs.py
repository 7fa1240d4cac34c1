"""Lines of labelled pairs: read, or told why not; and the arithmetic over the answers."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.matching import pairs
from commonshelf.catalogue.domain.matching.judging import Outcome
from commonshelf.catalogue.domain.matching.pairs import BadLine, Count, Pair, lines_of, pair_of

RECORD = {
    "leader": "00000nam a2200000 i 4500",
    "fields": [
        {"020": {"ind1": " ", "ind2": " ", "subfields": [{"a": "9787000001237"}]}},
        {"245": {"ind1": "1", "ind2": "0", "subfields": [{"a": "The far hills"}]}},
    ],
}


def line(**said):
    return json.dumps({"label": 1, "a": RECORD, "b": RECORD} | said).encode()


def test_a_pair_is_read_with_its_reasons():
    found = pair_of(7, line(why="same isbn", library_a="A"))
    assert isinstance(found, Pair)
    assert (found.line, found.label, found.reasons) == (7, 1, ("same isbn",))
    assert found.one.title == "The far hills"
    assert pair_of(1, line(why=["x", "y"], label="0")).reasons == ("x", "y")
    bare = pairs.without_identifiers(found.one)
    assert (bare.isbns, bare.title) == ((), "The far hills")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{", "pair-json"),
        (b"[1]", "pair-json"),
        (b"\xff\xfe", "pair-json"),
        (b"[" * 100_000, "pair-json"),
        (line(label=2), "pair-label"),
        (line(label=None), "pair-label"),
        (line(label=[1]), "pair-label"),
        (line(label=0.5), "pair-label"),
        (b'{"label": 1}', "pair-missing"),
        (line(b={}), "pair-record"),
        (line(a={"fields": []}), "pair-record"),
        (line(a=3), "pair-record"),
        (line(a={"fields": [{"245": {"subfields": 3}}]}), "pair-record"),
    ],
)
def test_what_is_no_pair_is_told_with_its_line(bad, reason):
    found = pair_of(3, bad)
    assert isinstance(found, BadLine)
    assert (found.line, found.reason) == (3, reason)


@given(st.binary(max_size=200))
def test_no_bytes_stop_the_reading(raw):
    for number, found in lines_of(io.BytesIO(raw)):
        assert isinstance(pair_of(number, found), (Pair, BadLine))


def test_lines_are_counted_as_editors_count_them_and_a_giant_is_passed_over(monkeypatch):
    monkeypatch.setattr(pairs, "MOST_LINE", 64)
    found = list(lines_of(io.BytesIO(b"\xef\xbb\xbf\nshort\n\n" + b"x" * 200 + b"\nlast")))
    assert [number for number, _ in found] == [2, 4, 5]
    assert isinstance(found[1][1], BadLine)
    assert (found[0][1], found[2][1]) == (b"short\n", b"last")


def test_precision_recall_and_f1():
    count = Count()
    answers = [(1, "join"), (1, "join"), (1, "ask"), (1, "apart"), (0, "join"), (0, "ask"), (0, "apart")]
    for label, said in answers:
        count.add(label, Outcome(said))
    assert (count.pairs, count.same, count.joined, count.asked, count.wrong) == (7, 4, 3, 2, 3)
    assert count.precision == pytest.approx(2 / 3)
    assert count.recall == pytest.approx(1 / 2)
    assert count.f1 == pytest.approx(4 / 7)
    assert (Count().precision, Count().recall, Count().f1) == (None, None, None)
