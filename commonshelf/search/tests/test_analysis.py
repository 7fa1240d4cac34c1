"""What becomes one token, what is found by what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.search.domain.analysis import analysed, key, singular


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("红楼梦", ["红", "楼", "梦"]),
        ("紅樓夢：校注本", ["红", "楼", "梦", "校", "注", "本"]),
        ("C语言程序", ["c", "语", "言", "程", "序"]),
        ("C++ Primer 中文版", ["c++", "primer", "中", "文", "版"]),
        ("Ｃ＋＋", ["c++"]),
        ("C#与.NET框架", ["c#", "与", ".net", "框", "架"]),
        ("ASP.NET", ["asp", ".net"]),
        ("5G时代", ["5g", "时", "代"]),
        ("COVID-19防控", ["covid19", "防", "控"]),
        ("Alice's adventures", ["alice", "adventure"]),
        ("Alice’s", ["alice"]),
        ("O'Brien", ["obrien"]),
        ("Les Misérables", ["les", "miserable"]),
        ("第2版(上册)", ["第", "2", "版", "上", "册"]),
        ("データ", ["デ", "ー", "タ"]),
        ("བོད་ཡིག", ["བོད", "ཡིག"]),
        ("跟著感覺走", ["跟", "着", "感", "觉", "走"]),
        ("！——…", []),
        ("'' ' ", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_placed_tokens(text: str, tokens: list[str]) -> None:
    assert analysed(text).placed.split() == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("红楼梦", ["红楼", "楼梦"]),
        ("诗 经", ["诗", "经"]),
        ("C语言", ["c", "语言"]),
        ("covid-19", ["covid19", "covid", "19"]),
        ("L'Étranger", ["letranger", "etranger"]),
        (".net", [".net", "net"]),
    ],
)
def test_grams(text: str, tokens: list[str]) -> None:
    assert analysed(text).grams.split() == tokens


SINGULARS = ("algorithm", "library", "movie", "box", "class", "church", "hero", "shoe", "prize")
PLURALS = ("algorithms", "libraries", "movies", "boxes", "classes", "churches", "heroes", "shoes", "prizes")


@pytest.mark.parametrize(("one", "many"), list(zip(SINGULARS, PLURALS, strict=True)))
def test_one_and_many(one: str, many: str) -> None:
    assert singular(one) == singular(many)


@pytest.mark.parametrize("word", ["news", "class", "status", "analysis", "bus", "as", "ios7", "les"])
def test_no_plurals(word: str) -> None:
    assert singular(word) == word


@given(st.text(max_size=40))
def test_values_are_tokens_parted_by_single_blanks(text: str) -> None:
    found = analysed(text)
    for value in (found.placed, found.grams):
        assert value == " ".join(value.split())
    assert not any(char.isspace() for char in key(text))


@given(
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=8),
    st.text(max_size=4),
)
def test_the_tokens_of_a_part_stand_in_the_whole(part: str, before: str) -> None:
    whole = analysed(before + " " + part + " 。").grams.split()
    assert set(analysed(part).grams.split()) <= set(whole)


def test_keys() -> None:
    assert key("《 紅樓夢 》 ： 校注本") == key("红楼梦校注本")
    assert key("978-7-02-000220-7") == "9787020002207"
