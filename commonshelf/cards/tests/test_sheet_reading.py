"""The reader of sheets by itself: whatever stands in cells, it answers, and a fault never tells a cell."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from commonshelf.cards.domain import reader_columns, roll, sheet
from commonshelf.cards.domain.reader_columns import BY_NAME, COLUMNS
from commonshelf.mail import api as mail

TODAY = date(2026, 11, 22)
RULES = sheet.Rules(
    today=TODAY,
    home="EAST",
    groups={"学生": 1, "市民": 2},
    kinds={1: "student", 2: "citizen"},
    address=mail.address,
    digest=lambda document: f"{document.kind}/{document.issuer}/{document.number}",
    usual=1,
)
GROUPS = {1: roll.Group(1, "student", 12), 2: roll.Group(2, "citizen", 24)}
AROUND = roll.Around("EAST", (), {}, {}, GROUPS)
LIKELY = st.sampled_from(
    ("", "S2026001", "张伟", "学生", "市民", "511302199005170012", "护照", "E1234567", "CN",
     "2010-01-01", "是", "=1+1", "5.1E+17", "a@b.example", "'+86 139", "２０２６", "1899-01-01", "\ufffd")
)  # fmt: skip
CELL = LIKELY | st.text(max_size=90)
LINE = st.fixed_dictionaries({}, optional=dict.fromkeys(BY_NAME, CELL))


@settings(max_examples=150)
@given(st.lists(LINE, max_size=6), st.sampled_from(roll.MODES))
def test_every_line_is_taken_once_or_told_by_cell(lines, mode):
    said = sheet.readings(list(enumerate(lines, start=2)), RULES)
    plan = roll.plan(said, AROUND, roll.Choices(mode=mode, group=1), TODAY)
    taken = [step.row for step in plan.steps]
    broken = {fault.row for fault in plan.faults}
    assert sorted([*taken, *broken]) == list(range(2, len(lines) + 2))
    assert all(fault.column in BY_NAME for fault in plan.faults)
    assert plan == roll.plan(said, AROUND, roll.Choices(mode=mode, group=1), TODAY)


@settings(max_examples=150)
@given(LINE)
def test_what_is_kept_of_a_fault_holds_nothing_a_cell_said(cells):
    for fault in sheet.reading(2, cells, RULES).faults:
        assert set(fault.facts) <= {"row", "most", "proof_kind", "proof_wrong", "length", "years", "symbol"}


@given(LINE)
def test_whoever_is_taken_has_a_name_and_a_mark_to_be_known_by(cells):
    plan = roll.plan(sheet.readings([(2, cells)], RULES), AROUND, roll.Choices(group=1), TODAY)
    for step in plan.steps:
        assert step.entry is not None
        assert step.entry.name_zh or step.entry.name_en
        assert step.entry.local_number or step.entry.digest
        assert len(step.entry.name_zh) <= BY_NAME["name_zh"].most


@given(st.permutations(COLUMNS), st.booleans())
def test_headings_are_known_in_any_order_and_either_language(columns, english):
    heads = [one.en if english else one.zh for one in columns]
    found = reader_columns.headed([(1, ["某校读者名单"]), (2, [f" {head}* " for head in heads])])
    assert (found.heading, list(found.columns.values())) == (2, [one.name for one in columns])


def test_no_heading_means_two_things():
    words = [word.casefold() for one in COLUMNS for word in (one.zh, one.en, *one.others)]
    assert len(words) == len(set(words))
