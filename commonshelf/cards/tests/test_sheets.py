"""Spreadsheets of readers: read cell by cell, held against the roll, taken over in one act."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from commonshelf.cards import api, sheet_files, testing
from commonshelf.cards.models import Proof, Reader
from commonshelf.members.models import Person
from commonshelf.wire.table.write import template_xlsx

HEADS = ("学号", "姓名", "读者类型", "身份证号", "手机", "有效期至")


@pytest.fixture
def readers(db, tmp_path, settings) -> testing.Readers:
    settings.COMMONSHELF_HOME = tmp_path
    return testing.readers()


def table(*rows, heads=HEADS, coding="utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode(coding)


def bring(readers, raw, name="readers.csv", *, who=None, library="EAST", key="", **choices):
    return api.bring_sheet(
        actor=who or readers.cast.librarian,
        library=library,
        name=name,
        chunks=[raw],
        choices=api.SheetChoices(**{"group": group("undergraduate"), **choices}) if library == "EAST"
        else api.SheetChoices(**choices),
        key=key,
    )  # fmt: skip


def group(code, library="EAST"):
    return next(one.id for one in api.groups(library=library, all=True) if one.code == code)


def take(readers, card, **more):
    return api.take_sheet(actor=readers.cast.librarian, library="EAST", id=card.id, **more)


def told(card):
    return {(one.row, one.column): one.code.removeprefix("cards.") for one in card.faults}


def named(name) -> api.ReaderCard:
    return api.reader(key=Person.objects.get(name_zh=name).key)


# -- taking over


def test_good_lines_become_readers_with_a_card_each(readers):
    number = testing.an_id_number(date(2006, 3, 4))
    card = bring(
        readers, table(["S001", "陈晨", "本科生", number, "13800000000", "2030-06-30"], ["S002", "王芳"])
    )
    assert (card.counts["new"], card.counts["broken"], told(card)) == (2, 0, {})
    assert Reader.objects.count() == 4
    done = take(readers, card, seen=card.counts)
    assert (done.state, done.kept, list(sheet_files.folder().iterdir())) == ("done", False, [])
    first, second = named("陈晨"), named("王芳")
    assert (first.local_number, first.birth_date, first.phone) == ("S001", date(2006, 3, 4), "13800000000")
    assert (first.last_date, first.group.code, first.signs_in) == (date(2030, 6, 30), "undergraduate", False)
    assert api.find_reader(number=second.card.number).key == second.key
    assert first.card.number != second.card.number
    [proof, student] = Proof.objects.filter(reader_id__in=[first.id, second.id]).order_by("reader_id")
    assert (proof.kind, student.kind, student.issuer) == ("id-card", "student", "EAST")


@pytest.mark.parametrize("coding", ["gb18030", "utf-8-sig", "utf-16"])
def test_files_of_campus_systems_are_read_in_their_coding(readers, coding):
    rows = [[f"S{n}", f"学生{n}号张伟"] for n in range(30)]
    card = bring(readers, table(*rows, heads=("学号", "姓名"), coding=coding))
    assert card.counts["new"] == 30
    take(readers, card)
    assert named("学生7号张伟").local_number == "S7"


def test_a_workbook_keeps_zeros_and_days(readers):
    raw = template_xlsx(["Student number", "Name", "Birth date"], rows=[["007", "Zhou Min", "2001年5月6日"]])
    take(readers, bring(readers, raw, "readers.xlsx"))
    found = api.find_by_local_number(library="EAST", number="007")
    assert found is not None
    assert (found.name.en, found.birth_date) == ("Zhou Min", date(2001, 5, 6))
