"""KBART files as providers send them, as spreadsheets spoil them, and as nobody should."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from commonshelf.wire.kbart import COLUMNS, Entry, Outcome, header, read, row
from commonshelf.wire.kbart.entry import clean, date_of
from commonshelf.wire.source import Unreadable

HEAD = (
    "publication_title\tprint_identifier\tonline_identifier\ttitle_url\ttitle_id\tembargo_info\taccess_type"
)
TEA = "茶学季刊\t0306-4573\t1873-5371\thttps://host.example/tea\tT1\tP6M\tP"


def laid(folder: Path, data: bytes) -> Path:
    path = folder / "kb.txt"
    path.write_bytes(data)
    return path


def told(folder: Path, *lines: str, coding: str = "utf-8", mark: bytes = b"") -> list[Outcome]:
    return list(read(laid(folder, mark + "\r\n".join((HEAD, *lines)).encode(coding))))


def faults(outcome: Outcome) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for fault in outcome.faults]


@pytest.mark.parametrize(
    ("coding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("gb18030", b""),
    ],
)
def test_a_line_is_read_in_whatever_coding_it_comes(tmp_path: Path, coding: str, mark: bytes) -> None:
    more = [f"大学图书馆学报第{n}辑中国图书馆学会编\t\t\t\tT{n}\t\t" for n in range(2, 9)]
    first = told(tmp_path, TEA, *more, coding=coding, mark=mark)[0]
    assert first.entry == Entry(
        "茶学季刊",
        "0306-4573",
        "1873-5371",
        title_url="https://host.example/tea",
        title_id="T1",
        embargo_info="P6M",
        access_type="P",
    )
    assert (first.number, first.faults) == (2, ())


def test_commas_quoted_cells_and_old_line_ends_are_read_too(tmp_path: Path) -> None:
    body = 'publication_title,title_url,title_id\r"Tea, and\n more",https://a.example/,T1\rPlain,,T2\r'
    path = laid(tmp_path, body.replace("\n more", " more").encode())
    assert [one.entry.publication_title for one in read(path) if one.entry] == ["Tea, and more", "Plain"]
    joined = laid(tmp_path, b'publication_title,title_url,title_id\n"Tea\nand more",,T1\nPlain,,T2\n')
    assert [(one.number, one.entry and one.entry.publication_title) for one in read(joined)] == [
        (2, "Tea and more"),
        (4, "Plain"),
    ]


def test_a_quotation_mark_in_a_title_swallows_no_lines(tmp_path: Path) -> None:
    found = told(tmp_path, 'A 5" guide\t\t\t\tT1\t\t', 'Another 7" one\t\t\t\tT2\t\t')
    assert [one.entry and one.entry.title_id for one in found] == ["T1", "T2"]


def test_what_a_cell_cannot_say_is_left_out_and_told_by_its_column(tmp_path: Path) -> None:
    (one,) = told(tmp_path, "Tea\t0306-4574\t\tjavascript:alert(1)\tT1\tsoon\tmaybe")
    assert faults(one) == [
        ("print_identifier", "number"),
        ("title_url", "url"),
        ("embargo_info", "embargo"),
        ("access_type", "access"),
    ]
    assert one.entry == Entry("Tea", title_id="T1")
    assert one.faults[1].value == "javascript:alert(1)"


def test_a_line_without_a_title_is_rejected_with_its_bytes(tmp_path: Path) -> None:
    (one,) = told(tmp_path, "\t0306-4573\t\t\tT1\t\t")
    assert (one.entry, faults(one)) == (None, [("publication_title", "title-missing")])
    assert one.raw == b"\t0306-4573\t\t\tT1\t\t"


def test_one_broken_line_does_not_change_how_the_others_are_read(tmp_path: Path) -> None:
    lines = [f"茶学{n}\t\t\t\tT{n}\t\t".encode() for n in range(30)]
    lines[7] = b"\xff\xfe broken\t\t\t\tT7\t\t"
    found = list(read(laid(tmp_path, HEAD.encode() + b"\n" + b"\n".join(lines))))
    assert [one.number for one in found if one.entry is None] == [9]
    assert found[8].entry is not None
    assert found[8].entry.publication_title == "茶学8"


def test_a_line_without_end_is_rejected_and_the_next_is_read(tmp_path: Path) -> None:
    long = b"x" * (3 << 20)
    found = list(read(laid(tmp_path, HEAD.encode() + b"\n" + long + b"\n" + TEA.encode() + b"\n")))
    assert [faults(one) for one in found] == [[("", "long")], []]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"title,author\nTea,Lu Yu\n", "not-kbart"),
        (b"publication_title\nTea\n", "not-kbart"),
        (b"\x00\x01\x02\x03publication_title\n", "not-a-table"),
        (b"<html><body>Sign in</body></html>", "not-kbart"),
    ],
)
def test_what_is_no_knowledge_base_is_refused_by_a_code(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        list(read(laid(tmp_path, data)))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2014", "2014"),
        ("2014-3", "2014-03"),
        ("2014/03/09", "2014-03-09"),
        ("3/9/2014", "2014-03-09"),
        ("2014-03-09 00:00:00", "2014-03-09"),
        ("2014-02-30", ""),
        ("2014-13", ""),
        ("14", ""),
        ("spring 2014", ""),
    ],
)
def test_dates_as_people_and_spreadsheets_write_them(text: str, day: str) -> None:
    assert date_of(text) == day


def test_a_journal_that_ends_before_it_begins_is_told(tmp_path: Path) -> None:
    body = "publication_title\tdate_first_issue_online\tdate_last_issue_online\nTea\t2014-05\t2013\n"
    (one,) = read(laid(tmp_path, body.encode()))
    assert faults(one) == [("date_last_issue_online", "span")]


# -- properties


def _cell(column: str) -> st.SearchStrategy[str]:
    if column in {"print_identifier", "online_identifier"}:
        return st.sampled_from(["", "9787503726231", "0306-4573", "1873-5371"])
    if column.startswith("date_"):
        return st.dates().map(str) | st.just("") | st.integers(1000, 2999).map(str)
    if column == "title_url":
        return st.sampled_from(["", "https://host.example/a?b=1", "http://127.0.0.1/x"])
    if column == "embargo_info":
        return st.sampled_from(["", "R1Y", "P6M;R10Y"])
    if column == "publication_type":
        return st.sampled_from(["", "serial", "monograph"])
    if column == "access_type":
        return st.sampled_from(["", "F", "P"])
    words = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
    return words.map(lambda text: " ".join(text.replace("\x00", "").split()))


entries = st.builds(Entry, **{name: _cell(name) for name in COLUMNS}).filter(lambda e: e.publication_title)
here = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(st.lists(entries, min_size=1, max_size=6))
@example([Entry("=1+1", notes="'@x", first_author='"Lu" Yu"', publisher_name="''-a")])
@here
def test_what_is_written_is_read_again(tmp_path: Path, many: list[Entry]) -> None:
    data = header() + b"".join(map(row, many))
    found = list(read(laid(tmp_path, data)))
    assert [one.entry for one in found] == many
    live = (cell for line in data.decode().split("\r\n") for cell in line.split("\t"))
    assert not [cell for cell in live if cell[:1] in tuple("=+-@")]


@given(data=st.binary(max_size=600), headed=st.booleans())
@example(data=b"publication_title\ttitle_url\ttitle_id\n\xff\xff\t\x00\t'", headed=False)
@here
def test_no_bytes_are_too_hostile(tmp_path: Path, data: bytes, *, headed: bool) -> None:
    body = (HEAD.encode() + b"\n" if headed else b"") + data
    try:
        found: Iterable[Outcome] = list(read(laid(tmp_path, body)))
    except Unreadable:
        return
    for one in found:
        assert one.entry is not None or one.faults


@given(st.sampled_from(COLUMNS), st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_a_cleaned_cell_is_clean(column: str, text: str) -> None:
    said, wrong = clean(column, text)
    if not wrong:
        assert clean(column, said) == (said, "")
