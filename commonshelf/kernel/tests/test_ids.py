"""Identifiers out of real-looking field text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.ids import is_symbol, isbns, issn, without_isbns


@pytest.mark.parametrize(
    ("text", "good", "bad"),
    [
        ("7-5037-2623-7 : CNY90.00", ("9787503726231",), ()),
        ("978-7-02-000220-7（平装）：CNY1200.00", ("9787020002207",), ()),
        ("９７８－７－０２－０００２２０－７", ("9787020002207",), ()),
        ("0-19-853453-1 (pbk.) ; 0198534531", ("9780198534532",), ()),
        ("080442957x", ("9780804429573",), ()),
        ("978 7 02 000220 7", ("9787020002207",), ()),
        ("9787020002208", (), ("9787020002208",)),
        ("97870200022", (), ("97870200022",)),
        ("(精装) CNY12345678.00", (), ()),
        ("9790260000438", (), ("9790260000438",)),
        ("19853453-1", ("9780198534532",), ()),
        ("9799876543216", ("9799876543216",), ()),
        ("", (), ()),
        ("1999", (), ()),
    ],
)
def test_isbns(text: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    assert isbns(text) == (good, bad)


@given(st.text())
def test_good_ones_are_thirteen_digits(text: str) -> None:
    good, _ = isbns(text)
    assert all(len(number) == 13 and number.isascii() and number.isdigit() for number in good)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1000-0577", "1000-0577"),
        ("ISSN １００００５７７", "1000-0577"),
        ("2434-561x", "2434-561X"),
        ("1000-0578", ""),
        ("-", ""),
    ],
)
def test_issn(text: str, number: str) -> None:
    assert issn(text) == number


@pytest.mark.parametrize("text", ["CN-311001", "DE-1a", "NCU", "0817", "a"])
def test_symbols(text: str) -> None:
    assert is_symbol(text)


@pytest.mark.parametrize("text", ["", "-CN", "CN-", "a/b", "a:b", "a b", "图书馆", "x" * 41, "A\n"])
def test_no_symbols(text: str) -> None:
    assert not is_symbol(text)


def test_without_isbns() -> None:
    assert without_isbns("红楼梦 ISBN 978-7-02-000220-7，1949-1999").split() == [
        "红楼梦",
        "ISBN",
        "1949-1999",
    ]
    assert without_isbns("7020002208").strip() == ""
