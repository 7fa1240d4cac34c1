"""Rows of tables as Chinese and English libraries write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.catalogue.domain.facts import Class, Name
from commonshelf.catalogue.domain.holdings import CopyFacts
from commonshelf.catalogue.domain.matching.judging import Outcome, outcome
from commonshelf.catalogue.domain.matching.portraits import portrait
from commonshelf.catalogue.domain.read_row import COLUMNS, copies_of_row, facts_of_row, guess_columns
from commonshelf.catalogue.domain.tests.records import cn_facts

ZH = [
    "序号",
    "图书条码",
    "书名",
    "责任者",
    "出版社",
    "出版日期",
    "ISBN号",
    "索书号",
    "馆藏地点",
    "复本数",
    "馆藏状态",
    "丛书名",
    "页数",
]
ROW = [
    "1",
    "A001;A002",
    "远山的灯：小说",
    "（英）张小三著；李小红译",
    "示范出版社",
    "2019.8",
    "978-7-00-000123-7",
    "I247.5/12",
    "二楼书库",
    "2",
    "在架",
    "示范文库",
    "320",
]


def row(headers, values):
    cells = dict(zip(headers, values, strict=True))
    columns = guess_columns(headers)
    return facts_of_row(cells, columns), copies_of_row(cells, columns)


def test_headings_of_a_chinese_export():
    assert guess_columns(ZH) == {
        "local_id": "序号",
        "barcode": "图书条码",
        "title": "书名",
        "author": "责任者",
        "publisher": "出版社",
        "year": "出版日期",
        "isbn": "ISBN号",
        "call_number": "索书号",
        "location": "馆藏地点",
        "copies": "复本数",
        "status": "馆藏状态",
        "series": "丛书名",
        "extent": "页数",
    }


def test_headings_of_an_english_export():
    found = guess_columns(
        [
            "Bib ID",
            "Title",
            "Author",
            "Publisher",
            "Publication Year",
            "Call Number",
            "Item Barcode",
            "Status",
        ]
    )
    assert found == {
        "local_id": "Bib ID",
        "title": "Title",
        "author": "Author",
        "publisher": "Publisher",
        "year": "Publication Year",
        "call_number": "Call Number",
        "barcode": "Item Barcode",
        "status": "Status",
    }


def test_a_series_is_not_taken_for_the_title():
    assert guess_columns(["丛书名", "价格"]) == {"series": "丛书名"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_our_own_template_is_understood_wholly(language):
    headers = [getattr(column, language) for column in COLUMNS]
    assert guess_columns(headers) == {column.name: getattr(column, language) for column in COLUMNS}
    assert len(set(headers)) == len(headers)


def test_a_row_becomes_facts_and_copies():
    facts, copies = row(ZH, ROW)
    assert (facts.title, facts.subtitle, facts.year, facts.extent) == ("远山的灯", "小说", 2019, "320页")
    assert facts.names == (Name("张小三", "author"), Name("李小红", "translator"))
    assert facts.isbns == ("9787000001237",)
    assert facts.classes == (Class("clc", "I247.5"),)
    assert facts.series == ("示范文库",)
    assert copies == [
        CopyFacts(shelving_location="二楼书库", call_number="I247.5/12", barcode=code, status="on-shelf")
        for code in ("A001", "A002")
    ]


def test_a_row_joins_the_marc_record_of_the_same_book():
    facts, _ = row(ZH, ROW)
    marc = cn_facts(
        "010  $a7-00-000123-2", "2001 $a远山的灯$e小说$f（英）张小三著", "210  $c示范出版社$d2019"
    )
    assert outcome(portrait(facts), portrait(marc))[0] is Outcome.JOIN


def test_spreadsheet_numbers_and_holes():
    facts, copies = row(
        ["书名", "ISBN", "出版年", "册数", "条码"], ["志", "9787000001237.0", "2019.0", "3.0", ""]
    )
    assert (facts.isbns, facts.year) == (("9787000001237",), 2019)
    assert copies == [CopyFacts(copies=3)]
    facts, copies = row(["书名"], [""])
    assert (facts.title, copies) == ("", [])
    assert facts_of_row({}, {"title": "书名"}).title == ""


def test_english_cells():
    facts, _ = row(
        ["Title", "Author", "Language", "Type"],
        ["Hills / by Ann Sample", "Sample, Ann; Test, Cy", "English", "Journal"],
    )
    assert (facts.title, facts.statement) == ("Hills", "by Ann Sample")
    assert [name.name for name in facts.names] == ["Sample, Ann", "Test, Cy"]
    assert (facts.languages, facts.format) == (("eng",), "serial")


def test_volume_and_edition_columns():
    facts, _ = row(["题名", "卷册", "版次"], ["示范数学（第六版）", "下册", ""])
    assert (facts.title, facts.volume_number, facts.edition_number) == ("示范数学", "3", "6")


@given(st.dictionaries(st.sampled_from([column.name for column in COLUMNS]), st.text(max_size=40)))
def test_no_row_stops_a_load(said):
    columns = {name: name for name in said}
    facts_of_row(said, columns)
    copies_of_row(said, columns)


@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_headings_may_be_guessed_at(headers):
    found = guess_columns(headers)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= set(headers)
