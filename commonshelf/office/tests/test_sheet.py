"""A spreadsheet of libraries: every cell is understood or told what is wrong with it."""

from __future__ import annotations

import string
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.office.domain import cells, columns, sheet
from commonshelf.office.domain.cells import Misread

RULES = sheet.Rules(
    taken={"CN-OLD"},
    is_symbol=lambda text: text.replace("-", "").isalnum(),
    is_web=lambda text: text.startswith("https://"),
    is_mail=lambda text: "@" in text,
)
GOOD = {"symbol": "CN-A", "name_zh": "甲馆", "kind": "公共图书馆"}


def lines(*given: dict[str, str]) -> list[sheet.Line]:
    return [sheet.Line(number, cells) for number, cells in enumerate(given, start=2)]


def faults(**changed: str) -> set[tuple[str, str]]:
    reading = sheet.read(lines({**GOOD, **changed}), RULES)
    return {(fault.column, fault.code) for one in reading.bad for fault in one.faults}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("08:00-22:00", [(time(8), time(22))]),
        ("8-12, 14：30–22", [(time(8), time(12)), (time(14, 30), time(22))]),
        ("14:00至17:30；8:00到12:00", [(time(8), time(12)), (time(14), time(17, 30))]),
        ("8点～24点", [(time(8), time(0))]),
        ("20:00-02:00", [(time(20), time(2))]),
        ("24 小时", [(time(0), time(0))]),
        ("闭馆", []),
        ("Closed", []),
        ("", []),
    ],
)
def test_hours_as_people_write_them(text, spans):
    assert list(cells.hours(text)) == spans


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("8:00-25:00", "hours-range"),
        ("08:61-22:00", "hours-range"),
        ("24:00-25:00", "hours-range"),
        ("all morning", "hours"),
        ("08:00", "hours"),
        ("8-12, 11-14", "hours-overlap"),
        ("20:00-02:00, 21:00-22:00", "hours-overlap"),
    ],
)
def test_hours_that_cannot_be(text, code):
    with pytest.raises(Misread) as wrong:
        cells.hours(text)
    assert wrong.value.code == code


@given(st.text(alphabet=string.digits + ":：-–至到,，； 点时闭馆24hto", max_size=30))
@settings(max_examples=400)
def test_any_text_is_hours_or_is_told_why_not(text):
    found, code = (), ""
    try:
        found = cells.hours(text)
    except Misread as wrong:
        code = wrong.code
    assert code in {"", "hours", "hours-range", "hours-overlap"}
    assert list(found) == sorted(found)


@given(st.lists(st.tuples(st.integers(0, 47), st.integers(1, 4)), max_size=4))
def test_written_out_and_read_again_they_are_the_same(steps):
    spans, at = [], 0
    for gap, length in steps:
        start, end = at + gap, at + gap + length
        if end >= 48:
            break
        spans.append((time(start // 2, 30 * (start % 2)), time(end // 2, 30 * (end % 2))))
        at = end + 1
    said = ", ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in spans)
    assert list(cells.hours(said)) == spans


def test_vacations_with_and_without_a_name():
    assert cells.vacations("2027-01-20 至 2027-02-25 寒假; 暑假 2027年7月10日－2027年8月31日；2027/10/1") == (
        cells.Vacation(date(2027, 1, 20), date(2027, 2, 25), "寒假"),
        cells.Vacation(date(2027, 7, 10), date(2027, 8, 31), "暑假"),
        cells.Vacation(date(2027, 10, 1), date(2027, 10, 1), ""),
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("寒假", "vacation"),
        ("2027-02-30", "vacation"),
        ("2027-02-25 至 2027-01-20", "vacation-turned"),
        ("2027-01-01 - 2028-01-01", "vacation-long"),
    ],
)
def test_vacations_that_cannot_be(text, code):
    with pytest.raises(Misread) as wrong:
        cells.vacations(text)
    assert wrong.value.code == code


def test_a_good_line_is_understood_wholly():
    told = {**GOOD, "weekdays": "8:00-22:00", "saturday": "9-17", "place": "30.837, 106.110"}
    [entry] = sheet.read(lines(told), RULES).good
    assert (entry.kind, entry.place, entry.usual) == ("public", (30.837, 106.110), False)
    assert [len(hours) for _day, hours in entry.week] == [1, 1, 1, 1, 1, 1, 0]
    [entry] = sheet.read(lines(GOOD), RULES).good
    assert entry.usual
    assert [hours for _day, hours in entry.week] == [cells.USUAL] * 7


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"symbol": ""}, ("symbol", "needed")),
        ({"symbol": "甲 馆"}, ("symbol", "symbol")),
        ({"symbol": "cn-old"}, ("symbol", "symbol-taken")),
        ({"name_zh": ""}, ("name_zh", "name")),
        ({"kind": ""}, ("kind", "needed")),
        ({"kind": "幼儿园"}, ("kind", "kind")),
        ({"website": "javascript:alert(1)"}, ("website", "web")),
        ({"agency_email": "nobody"}, ("agency_email", "mail")),
        ({"place": "106.110, 30.837"}, ("place", "place")),
        ({"name_en": "x" * 161}, ("name_en", "long")),
        ({"sunday": "8:00-25:00"}, ("sunday", "hours-range")),
    ],
)
def test_each_fault_is_told_in_its_cell(changed, fault):
    assert faults(**changed) == {fault}


def test_two_lines_with_one_symbol_are_both_held_back_and_the_rest_is_taken():
    reading = sheet.read(lines(GOOD, {**GOOD, "symbol": "cn-a"}, {**GOOD, "symbol": "CN-B"}), RULES)
    assert [entry.text["symbol"] for entry in reading.good] == ["CN-B"]
    assert [(one.line.number, one.faults[0].facts["lines"]) for one in reading.bad] == [(2, "3"), (3, "2")]


@given(
    st.lists(
        st.dictionaries(st.sampled_from([one.name for one in columns.LIBRARIES]), st.text(max_size=40)),
        max_size=12,
    )
)
def test_no_line_is_lost_and_none_is_taken_with_a_fault(given_lines):
    reading = sheet.read(lines(*given_lines), RULES)
    numbers = sorted([one.number for one in reading.good] + [one.line.number for one in reading.bad])
    assert numbers == list(range(2, len(given_lines) + 2))
    assert all(one.faults for one in reading.bad)
    symbols = [one.text["symbol"].casefold() for one in reading.good]
    assert len(set(symbols)) == len(symbols)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_our_own_headings_mean_what_they_say_in_any_order(language):
    names = [one.name for one in columns.LIBRARIES]
    matched = columns.match(columns.headings(language)[::-1])
    assert [matched.columns[at] for at in range(len(names))] == names[::-1]
    assert (matched.unknown, matched.missing) == ((), ())


def test_no_two_columns_share_a_heading():
    said = [columns._plain(word) for one in columns.LIBRARIES for word in {one.zh, one.en, *one.others}]
    assert len(set(said)) == len(said)


def test_headings_nobody_knows_are_named_and_needed_ones_are_missed():
    matched = columns.match(["馆名", "备注", "", "馆名"])
    assert dict(matched.columns) == {0: "name_zh"}
    assert matched.unknown == ("备注", "馆名")
    assert [one.name for one in matched.missing] == ["symbol", "kind"]
