"""Differences inside a text: nothing is lost, nothing that is only spelling is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.review.domain.marking import Piece, likeness, marked, words


def told(pieces):
    """《》 around what is marked."""
    return "".join(f"《{piece.text}》" if piece.marked else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("红楼梦", "紅樓夢", ("红楼梦", "紅樓夢")),
        ("The Cat.", "the cat", ("The Cat.", "the cat")),
        ("机械制图（第6版）", "机械制图（第7版）", ("机械制图（第《6》版）", "机械制图（第《7》版）")),
        ("高等数学 上册", "高等数学 下册", ("高等数学 《上》册", "高等数学 《下》册")),
        (
            "Digital design, 4th edition",
            "Digital design, 5th ed.",
            ("Digital design, 《4th edition》", "Digital design, 《5th ed》."),
        ),
        ("中国通史", "中国通史简编", ("中国通史", "中国通史《简编》")),
        ("1996", "2001", ("《1996》", "《2001》")),
        ("呐喊", "彷徨", ("《呐喊》", "《彷徨》")),
        ("", "彷徨", ("", "《彷徨》")),
    ],
)
def test_what_only_one_side_says_is_marked(one, other, shown):
    first, second = marked(one, other)
    assert (told(first), told(second)) == shown


def test_a_text_too_long_to_compare_is_marked_whole():
    long = "字" * 400
    assert marked(long, long + "尾")[0] == (Piece(long, marked=True),)


TEXTS = st.text(alphabet="红楼樓夢梦上下册 a1B,.，（）-", max_size=30)


@given(TEXTS, TEXTS)
def test_pieces_together_are_the_text(one, other):
    first, second = marked(one, other)
    assert "".join(piece.text for piece in first) == one
    assert "".join(piece.text for piece in second) == other
    assert "".join(words(one)) == one


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert not any(piece.marked for side in marked(text, text) for piece in side)
    assert likeness(text, text) == 1.0


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_from_both_sides(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
