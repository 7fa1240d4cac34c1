"""Folding: what must become one, what must stay apart, and that it never looks at a neighbour."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel import make_han
from commonshelf.kernel.text import bare, fold, han_share, is_han


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("錢鍾書", "钱锺书"),
        ("錢鍾書", "钱钟书"),
        ("蘋果", "苹果"),
        ("蕭乾", "萧乾"),
        ("硏究", "研究"),
        ("歴史", "历史"),
        ("囯家", "国家"),
        ("戯曲", "戏曲"),
        ("緖論", "绪论"),
        ("甯波", "宁波"),
        ("資治通鑑", "资治通鉴"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("Ｃ＋＋", "C++"),
        ("Dostoevskiĭ", "dostoevskii"),
        ("Kʻang-hsi", "kang-hsi"),
        ("Łódź", "LODZ"),
        ("Straße", "STRASSE"),
        ("ﾃﾞｰﾀ", "データ"),
        ("ﬁn", "FIN"),
        ("葛\U000e0100飾", "葛饰"),
    ],
)
def test_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("か", "が"), ("著", "着"), ("沈从文", "沉从文"), ("ཀི", "ཀུ"), ("芸", "艺")]
)
def test_different_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)


@given(st.text(HAN), st.text(HAN))
def test_a_part_folds_as_it_does_in_the_whole(before: str, after: str) -> None:
    assert fold(before + after) == fold(before) + fold(after)
    assert len(fold(before)) == len(before)


def test_every_single_character_is_stable() -> None:
    for code in range(0x20, 0x30000):
        char = chr(code)
        if unicodedata.category(char) not in {"Cs", "Cn"}:
            assert fold(fold(char)) == fold(char), hex(code)
            assert not is_han(char) or len(fold(char)) == 1, hex(code)


def test_the_data_file_is_what_the_script_builds() -> None:
    assert make_han.FILE.read_text(encoding="utf-8").splitlines() == make_han.lines(make_han.build())


def test_bare_keeps_letters_and_digits_only() -> None:
    assert bare("《 三國演義 》（上、下） C++ 2nd ed.") == "三国演义上下c2nded"
    assert bare("——！") == ""


def test_han_share() -> None:
    assert han_share("红楼梦") == 1.0
    assert han_share("C语言") == pytest.approx(2 / 3)
    assert han_share("...") == 0.0
    assert not is_han("あ")
    assert is_han("〇")
