"""Tables as libraries really send them, and as attackers do."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.wire.marc.record import Syntax
from commonshelf.wire.marc.tests.make import put
from commonshelf.wire.table import read, workbook
from commonshelf.wire.table.read import Row, Unreadable, headers, rows
from commonshelf.wire.table.write import template_csv, template_xlsx

HEADS = ["题名", "责任者", "ISBN", "价格"]
BOOKS = [
    ["冬天的小灯", "王小明,李大海编著", "9798000000189", "48.00"],
    ["图书馆学基础教程", "张国华", "", "36"],
]


def csv_text(mark: str = ",", end: str = "\r\n") -> str:
    return (
        end.join(
            mark.join(f'"{cell}"' if mark in cell else cell for cell in line) for line in [HEADS, *BOOKS]
        )
        + end
    )


def sheet(path, *lines, title="Sheet1", hidden=False):
    with xlsxwriter.Workbook(path) as book:
        if hidden:
            book.add_worksheet("hidden")
            book.add_worksheet("empty")
            book.worksheets()[1].activate()
            book.worksheets()[1].set_first_sheet()
            book.worksheets()[0].hide()
            book.worksheets()[0].write(0, 0, "secret")
        page = book.add_worksheet(title)
        date = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, line in enumerate(lines):
            for place, cell in enumerate(line):
                if isinstance(cell, dt.date):
                    page.write_datetime(at, place, cell, date)
                elif isinstance(cell, str) and cell.startswith("="):
                    page.write_formula(at, place, cell, None, "shown")
                elif isinstance(cell, str):
                    page.write_string(at, place, cell)
                else:
                    page.write(at, place, cell)
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_csv_as_libraries_send_it(tmp_path, mark, coding, end):
    path = put(tmp_path, "books.csv", csv_text(mark, end).encode(coding))
    assert headers(path, Syntax.CSV) == HEADS
    assert list(rows(path, Syntax.CSV)) == [
        Row(at, dict(zip(HEADS, line, strict=True))) for at, line in enumerate(BOOKS, start=2)
    ]


def test_a_csv_in_big5_and_a_declared_coding(tmp_path):
    path = put(
        tmp_path,
        "books.csv",
        "書名,作者\r\n圖書館學概論,張國華\r\n新編教育學研究方法,王小明\r\n".encode("big5"),
    )
    for declared in ("", "big5"):
        assert [row.cells["書名"] for row in rows(path, Syntax.CSV, declared)] == [
            "圖書館學概論",
            "新編教育學研究方法",
        ]


def test_a_wrong_coding_is_refused_with_both_readings(tmp_path):
    path = put(tmp_path, "books.csv", csv_text().encode("gb18030"))
    with pytest.raises(Unreadable) as refused:
        headers(path, Syntax.CSV, "utf-8")
    assert refused.value.code == "wrong-charset"
    assert refused.value.facts["likely"] == "gb18030"
    assert "题名" in refused.value.facts["sample"]


def test_going_on_after_a_row(tmp_path):
    path = put(tmp_path, "books.csv", csv_text().encode())
    assert [row.number for row in rows(path, Syntax.CSV, start=2)] == [3]


def test_title_lines_blank_lines_and_odd_widths(tmp_path):
    lines = ["示范图书馆馆藏清单,,", "", "题名,题名,,作者", ",,,", "甲,乙,丙,丁,戊", "己", " , "]
    path = put(tmp_path, "a.csv", "\n".join(lines).encode())
    assert headers(path, Syntax.CSV) == ["题名", "题名 (2)", "#3", "作者"]
    first, second = rows(path, Syntax.CSV)
    assert (first.number, first.cells) == (
        5,
        {"题名": "甲", "题名 (2)": "乙", "#3": "丙", "作者": "丁", "#5": "戊"},
    )
    assert (second.number, second.cells) == (6, {"题名": "己", "题名 (2)": "", "#3": "", "作者": ""})


def test_one_column_and_a_mark_told_in_the_file(tmp_path):
    assert headers(put(tmp_path, "a.csv", b"ISBN\n9798000000189\n9798000000172\n"), Syntax.CSV) == ["ISBN"]
    path = put(tmp_path, "b.csv", b"sep=;\r\na,b;c\r\n1,2;3\r\n")
    assert headers(path, Syntax.CSV) == ["a,b", "c"]
    assert [row.cells for row in rows(path, Syntax.CSV)] == [{"a,b": "1,2", "c": "3"}]


def test_a_cell_may_hold_lines_and_quotation_marks(tmp_path):
    path = put(tmp_path, "a.csv", b'title,note\r\n"A ""small"" lamp","one\r\ntwo"\r\nB,c\r\n')
    assert [row.cells for row in rows(path, Syntax.CSV)] == [
        {"title": 'A "small" lamp', "note": "one\r\ntwo"},
        {"title": "B", "note": "c"},
    ]


def test_a_quotation_mark_that_never_closes_costs_one_row(tmp_path):
    body = "title,note\n" + 'A,"inch\n' + "".join(f"B{number},x\n" for number in range(1000))
    got = list(rows(put(tmp_path, "a.csv", body.encode()), Syntax.CSV))
    assert (got[0].cells["title"], got[0].mended) == ("A", ("quotes",))
    assert [row.cells["title"] for row in got[1:]] == [f"B{number}" for number in range(1000)]


def test_broken_bytes_and_over_long_cells_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MOST_CELL", 100)
    content = "题名,注\n".encode() + "灯".encode() * 200 + b",x\nB\xff\xe7\x81,y\n" + "冬天,z\n".encode() * 50
    long, broken, *_ = rows(put(tmp_path, "a.csv", content), Syntax.CSV, "utf-8")
    assert (len(long.cells["题名"]), long.mended) == (100, ("cut",))
    assert "\ufffd" in broken.cells["题名"]
    assert broken.mended == ("characters",)


def test_what_is_no_table_is_refused(tmp_path):
    for content, syntax, code in (
        (b"  \r\n ", Syntax.CSV, "empty"),
        (b"a,b\x00\x01\x02", Syntax.CSV, "not-a-table"),
        (b"a,b", Syntax.ISO2709, "not-a-table"),
        (b",,,\n,,", Syntax.CSV, "no-heading"),
        (b"PK\x03\x04 rubbish", Syntax.XLSX, "damaged-xlsx"),
        ((",".join("abcdefghij" * 60)).encode(), Syntax.CSV, "too-many-columns"),
    ):
        with pytest.raises(Unreadable) as refused:
            headers(put(tmp_path, "a.csv", content), syntax)
        assert refused.value.code == code
    for path in (tmp_path, tmp_path / "nowhere"):
        for syntax in (Syntax.CSV, Syntax.XLSX):
            with pytest.raises(Unreadable, match=r"directory|missing"):
                headers(path, syntax)


def test_too_many_rows_end_with_a_clear_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MOST_ROWS", 50)
    path = put(tmp_path, "a.csv", b"a,b\n" * 60)
    with pytest.raises(Unreadable, match="too-many-rows"):
        list(rows(path, Syntax.CSV))


def test_a_workbook_as_people_fill_it(tmp_path):
    path = sheet(
        tmp_path / "a.xlsx",
        ["示范图书馆馆藏清单"],
        [],
        [*HEADS, "日期", "在架"],
        ["冬天的小灯", "王小明", 9798000000189, 48.5, dt.date(2020, 1, 2), True],
        ["=HYPERLINK()", "李大海", "0012", 36.0, "", False],
        hidden=True,
    )
    assert headers(path, Syntax.XLSX) == [*HEADS, "日期", "在架"]
    first, second = rows(path, Syntax.XLSX)
    assert first.number == 4
    assert list(first.cells.values()) == [
        "冬天的小灯",
        "王小明",
        "9798000000189",
        "48.5",
        "2020-01-02",
        "TRUE",
    ]
    assert list(second.cells.values()) == ["shown", "李大海", "0012", "36", "", "FALSE"]
    assert [row.number for row in rows(path, Syntax.XLSX, start=4)] == [5]


def test_rows_are_numbered_as_the_sheet_shows_them(tmp_path):
    path = sheet(tmp_path / "a.xlsx", [], [], ["a", "b"], ["1", "2"])
    assert [row.number for row in rows(path, Syntax.XLSX)] == [4]


def test_an_empty_workbook_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="empty"):
        headers(sheet(tmp_path / "a.xlsx"), Syntax.XLSX)


def bomb(tmp_path, part: bytes, name="xl/worksheets/sheet1.xml", count=1):
    sound = sheet(tmp_path / "sound.xlsx", ["a", "b"])
    out = io.BytesIO()
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename != name:
                new.writestr(item.filename, old.read(item))
        for number in range(count):
            new.writestr(name if count == 1 else f"{name}{number}", part)
    return put(tmp_path, "bomb.xlsx", out.getvalue())


def test_bombs_are_never_opened(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "FREE", 1 << 20)
    monkeypatch.setattr(workbook, "MOST_ENTRIES", 100)
    with pytest.raises(Unreadable, match="bomb"):
        headers(bomb(tmp_path, b" " * (4 << 20)), Syntax.XLSX)
    with pytest.raises(Unreadable, match="bomb"):
        headers(bomb(tmp_path, b"x", "xl/media/a", 200), Syntax.XLSX)
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 1 << 10)
    with pytest.raises(Unreadable, match="bomb"):
        headers(sheet(tmp_path / "a.xlsx", ["a", "b"]), Syntax.XLSX)


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1'><c r = 'A1'><v>1</v></c></row><row r='99999'><c s='0' r='xfd99999'><v>1</v></c></row>",
        b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>" + b"<row><c><v>1</v></c></row>" * 1000,
    ],
    ids=["far corner", "other spelling", "no places"],
)
def test_a_sheet_that_spans_the_world_is_not_opened(tmp_path, cells):
    book = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    with pytest.raises(Unreadable, match="bomb"):
        headers(bomb(tmp_path, book % cells), Syntax.XLSX)


def test_a_lie_about_sizes_is_found_before_opening(tmp_path):
    path = bomb(tmp_path, b" " * (2 << 20))
    content = path.read_bytes().replace((2 << 20).to_bytes(4, "little"), (2 << 10).to_bytes(4, "little"))
    with pytest.raises(Unreadable, match="damaged-xlsx"):
        headers(put(tmp_path, "liar.xlsx", content), Syntax.XLSX)


def test_templates_can_be_filled_in_and_read(tmp_path):
    assert template_csv(HEADS).startswith(b"\xef\xbb\xbf")
    path = put(tmp_path, "t.csv", template_csv(HEADS) + "灯,王,0012,1\r\n".encode())
    assert headers(path, Syntax.CSV) == HEADS
    assert [row.cells["ISBN"] for row in rows(path, Syntax.CSV)] == ["0012"]
    path = put(tmp_path, "t.xlsx", template_xlsx(HEADS, needed={"题名"}, sheet="书目"))
    assert headers(path, Syntax.XLSX) == HEADS
    assert list(rows(path, Syntax.XLSX)) == []


CELL = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"\ufeff\ufffd'), max_size=12
)


@settings(max_examples=40)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8), st.sampled_from(",;\t"))
def test_any_text_there_and_back(tmp_path_factory, lines, mark):
    text = (
        mark.join(["one", "two", "three"])
        + "\r\n"
        + "".join(mark.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)
    )
    path = put(tmp_path_factory.mktemp("csv"), "a.csv", text.encode())
    got = [list(row.cells.values()) for row in rows(path, Syntax.CSV)]
    assert got == [[cell.strip() for cell in line] for line in lines if any(cell.strip() for cell in line)]


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_reason(tmp_path_factory, content):
    path = put(tmp_path_factory.mktemp("csv"), "a.csv", content)
    for syntax in (Syntax.CSV, Syntax.XLSX):
        with contextlib.suppress(Unreadable):
            names = headers(path, syntax)
            assert all(set(names) <= row.cells.keys() for row in rows(path, syntax))
