"""How Chinese is read, and what typed pinyin may mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, lazy_pinyin

from commonshelf.search.domain import make_readings, pinyin, readings
from commonshelf.search.domain.pinyin import (
    SYLLABLES,
    heard,
    parted,
    reading,
    syllables,
    threes,
    typed_initials,
)


@pytest.mark.parametrize(
    ("text", "key", "initials"),
    [
        ("红楼梦", "hongloumeng", "hlm"),
        ("長安十二時辰", "changanshiershichen", "casesc"),
        ("佛教音乐", "fojiaoyinyue", "fjyy"),
        ("C++程序设计", "c++chengxusheji", "ccxsj"),
        ("重庆 2020 年鉴", "chongqing2020nianjian", "cq2nj"),
        ("绿色旅行", "luseluxing", "lslx"),
        ("名著", "mingzhu", "mz"),
    ],
)
def test_read_by_the_words_characters_stand_in(text: str, key: str, initials: str) -> None:
    assert (reading(text).key, reading(text).initials) == (key, initials)


def test_a_characters_other_readings_stand_at_the_same_place() -> None:
    assert reading("音乐").places == (("yin",), ("yue", "le", "lao"))
    assert heard("曾国藩").spoken[0] == ("ceng", "zeng")
    assert {"=cengguofan", "=zengguofan", "'cgf", "'zgf", "cgf"} <= set(heard("曾国藩").sounds.split())


@pytest.mark.parametrize("text", ["", "Introduction", "ひらがな", "한국어", "2020", "  "])
def test_what_is_not_chinese_is_not_read(text: str) -> None:
    assert reading(text).places == ()
    assert heard(text) == pinyin.Heard((), "")


def test_a_sure_reading_is_plain_text() -> None:
    assert heard("山东").spoken == "shan dong"


@pytest.mark.parametrize(
    "word", ["银行家", "行走", "长江大桥", "校长", "重量", "重复", "音乐", "快乐", "中国银行"]
)
def test_words_are_read_as_the_library_reads_them(word: str) -> None:
    ours = [ways[0] for ways in readings.read(word)]
    assert ours == [one.replace("v", "u") for one in lazy_pinyin(word, style=Style.NORMAL)]


@pytest.mark.parametrize("path", make_readings.MADE, ids=lambda path: path.name)
def test_the_tables_of_readings_are_what_their_maker_builds(path: Path) -> None:
    assert path.read_text(encoding="utf-8").splitlines() == make_readings.MADE[path]()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("zhongguo jianzhu shi", ("zhong", "guo", "jian", "zhu", "shi")),
        ("zhongguojianzhushi", ("zhong", "guo", "jian", "zhu", "shi")),
        ("Zhōngguó", ("zhong", "guo")),
        ("zhong1guo2", ("zhong", "guo")),
        ("xi'an", ("xi", "an")),
        ("nüren", ("nu", "ren")),
        ("lvxing", ("lu", "xing")),
        ("python biancheng", ("python", "bian", "cheng")),
    ],
)
def test_typed_pinyin_is_parted(typed: str, first: tuple[str, ...]) -> None:
    assert syllables(typed)[0] == first


def test_what_may_be_parted_in_several_ways_is() -> None:
    assert set(parted("fangan")) == {("fan", "gan"), ("fang", "an")}
    assert set(parted("xian")) == {("xian",), ("xi", "an")}


@pytest.mark.parametrize("typed", ["introduction", "红楼", "red chamber", "zgjzs", "1984", "", "a" * 100])
def test_what_is_no_pinyin_is_none(typed: str) -> None:
    assert syllables(typed) == []


@given(st.lists(st.sampled_from(sorted(SYLLABLES)), min_size=1, max_size=5))
def test_run_together_syllables_come_apart_again(row: list[str]) -> None:
    ways = parted("".join(row))
    assert ways
    assert all("".join(way) == "".join(row) for way in ways)
    assert all(one in SYLLABLES for way in ways for one in way)
    assert len(ways[0]) <= len(row)


@given(st.text(max_size=80))
def test_anything_may_be_typed_and_read(text: str) -> None:
    assert all(all(places) for places in reading(text).places)
    heard(text)
    for way in syllables(text):
        assert all(way)


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("zgjzs", ("zgjzs",)),
        ("HLM cxq", ("hlm", "cxq")),
        ("c2nj", ("c2nj",)),
        ("unix", ()),
        ("h", ()),
        ("2020", ()),
        ("红lm", ()),
        ("zg" * 20, ()),
    ],
)
def test_typed_first_letters(typed: str, letters: tuple[str, ...]) -> None:
    assert typed_initials(typed) == letters


def test_threes() -> None:
    assert threes("zgjzs") == ["zgj", "gjz", "jzs"]
    assert threes("hl") == []
