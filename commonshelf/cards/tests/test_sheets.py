"""Spreadsheets of readers: read cell by cell, held against the roll, taken over in one act."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonshelf.cards import api, business, sheet_files, testing
from commonshelf.cards.models import Proof, Reader, ReaderSheet
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.news.testing import events
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
    return api.reader(key=Reader.objects.get(person__name_zh=name).person.key)


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


def test_the_event_holds_counts_and_the_row_no_cell(readers):
    number = testing.an_id_number()
    card = bring(readers, table(["S001", "陈晨", "", number, "13911112222"], ["S002", "坏行", "", "5113"]))
    take(readers, card)
    told = str(list(events().values())) + str(list(ReaderSheet.objects.values()))
    for secret in (number, "陈晨", "坏行", "13911112222", "5113'"):
        assert secret not in told
    [event] = events(kind="cards.import-readers")
    assert (event.library, event.facts["new"], event.facts["broken"]) == ("EAST", 1, 1)


# -- what is wrong, by cell


def test_every_broken_cell_is_told_and_the_good_lines_stand(readers):
    child = testing.an_id_number(date(timezone.localdate().year - 8, 2, 3))
    rows = [
        ["S100", "好行"],
        ["S101", ""],
        ["", "无号"],
        ["S102", "甲", "外星人"],
        ["S103", "乙", "", "511302199005170010"],
        ["S104", "丙", "", "E1234567"],
        ["S105", "丁", "", "", "", "明年"],
        ["=cmd|' /C calc'!A0", "戊"],
        ["5.11302E+17", "己"],
        ["S106", "庚", "", child],
        ["S107", "辛" * 61],
        ["S108", "壬", "", "", "", "2020-01-01"],
        ["S109", "癸\ufffd"],
    ]
    card = bring(readers, table(*rows))
    assert (card.counts["new"], card.counts["broken"]) == (1, 12)
    assert told(card) == {
        (3, "name_zh"): "no-name",
        (4, "local_number"): "sheet-no-key",
        (5, "group"): "sheet-no-group",
        (6, "proof_number"): "bad-proof",
        (7, "proof_number"): "sheet-say-proof-kind",
        (8, "last_date"): "sheet-no-day",
        (9, "local_number"): "sheet-formula",
        (10, "local_number"): "sheet-as-number",
        (11, "guardian_name"): "sheet-needs-guardian",
        (11, "guardian_agreed"): "sheet-not-agreed",
        (12, "name_zh"): "sheet-too-long",
        (13, "last_date"): "sheet-day-past",
        (14, "name_zh"): "sheet-characters",
    }
    done = take(readers, card)
    assert Reader.objects.filter(home__symbol="EAST", local_number__startswith="S10").count() == 1
    assert done.kept
    [kept] = sheet_files.folder().iterdir()
    assert "好行" not in kept.read_text()
    assert "外星人" in kept.read_text()
    assert oct(kept.stat().st_mode & 0o777) == "0o600"


def test_two_lines_in_each_others_way_are_both_told(readers):
    one, other = testing.an_id_number(), testing.an_id_number()
    rows = [["S1", "甲", "", one], ["S1", "乙", "", other], ["S3", "丙", "", one], ["S4", "丁"]]
    card = bring(readers, table(*rows))
    assert told(card) == {
        (2, "local_number"): "sheet-twice-number",
        (3, "local_number"): "sheet-twice-number",
        (2, "proof_number"): "sheet-twice-document",
        (4, "proof_number"): "sheet-twice-document",
    }
    assert card.counts["new"] == 1


def test_a_child_comes_with_whoever_answers_for_it(readers):
    heads = ("姓名", "证件号码", "监护人姓名", "监护人电话", "监护人证号", "监护人同意")
    numbers = [testing.an_id_number(date(timezone.localdate().year - 9, 1, n)) for n in (1, 2, 3)]
    card_number = readers.citizen.card.number
    rows = [
        ["小一", numbers[0], "母亲", "139", "", "是"],
        ["小二", numbers[1], "", "", card_number, "同意"],
        ["小三", numbers[2], "", "", "2000000000008", "是"],
    ]
    partner = readers.cast.partner
    child = group("child", "WEST")
    card = bring(readers, table(*rows, heads=heads), who=partner, library="WEST", group=child)
    assert told(card) == {(4, "guardian_number"): "no-such-card"}
    api.take_sheet(actor=partner, library="WEST", id=card.id)
    assert (named("小一").guardian_name, named("小一").guarded) == ("母亲", True)
    assert named("小二").guardian == readers.citizen.key


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.csv", b"", "catalogue.file-empty"),
        ("a.xlsx", b"\x00\x01\x02 no zip", "catalogue.file-damaged-xlsx"),
        ("a.xlsx", b"PK\x03\x04 broken", "catalogue.file-damaged-xlsx"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table>", "cards.sheet-web-page"),
        ("a.csv", b"\xd0\xcf\x11\xe0\x00\x00\x00", "catalogue.file-not-a-table"),
    ],
)
def test_what_is_no_table_is_refused_and_leaves_nothing(readers, name, raw, code):
    with pytest.raises(Refusal) as refused:
        bring(readers, raw, name)
    assert (refused.value.code, ReaderSheet.objects.count()) == (code, 0)
    assert list(sheet_files.folder().iterdir()) == []


def test_a_bomb_and_a_file_beyond_the_cap_are_refused(readers):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 << 20))
    with pytest.raises(Refusal, match=r"catalogue\.file-bomb"):
        bring(readers, out.getvalue(), "a.xlsx")
    lines = "\r\n".join(f"S{n},某" for n in range(50_000))
    with pytest.raises(Refusal, match=r"cards\.sheet-long") as refused:
        bring(readers, f"学号,姓名\r\n{lines}".encode())
    assert refused.value.facts["most"] == sheet_files.MOST
    assert list(sheet_files.folder().iterdir()) == []


def test_without_headings_somebody_says_which_column_is_which(readers):
    card = bring(readers, "20260001,赵一\n20260002,钱二\n".encode())
    assert (card.counts, card.matched.enough) == ({}, False)
    wrong = api.SheetColumns(0, {1: "name_zh"})
    with pytest.raises(Refusal, match=r"cards\.sheet-columns-short"):
        api.set_sheet_columns(actor=readers.cast.librarian, library="EAST", id=card.id, matched=wrong)
    right = api.SheetColumns(0, {0: "local_number", 1: "name_zh"})
    card = api.set_sheet_columns(actor=readers.cast.librarian, library="EAST", id=card.id, matched=right)
    assert card.counts["new"] == 2
    take(readers, card)
    assert named("赵一").local_number == "20260001"


# -- those who are known


def test_who_is_known_is_put_right_and_never_doubled(readers):
    before = readers.student
    row = ["S20260001", "周晓雨", "教师", "", "13512345678"]
    card = bring(readers, table(row))
    assert (card.counts["change"], card.counts["new"]) == (1, 0)
    take(readers, card)
    after = api.reader(key=before.key)
    assert (after.name.zh, after.group.code, after.phone) == ("周晓雨", "teacher", "13512345678")
    assert (after.card, after.active_to, after.email) == (before.card, before.active_to, before.email)
    again = bring(readers, table(row))
    assert (again.counts["same"], again.acts, again.before is not None) == (1, 0, True)
    with pytest.raises(Refusal, match=r"cards\.sheet-nothing"):
        take(readers, again)


def test_a_document_of_another_member_is_told_with_its_home(readers):
    number = testing.an_id_number()
    api.register(
        actor=readers.cast.partner,
        library="WEST",
        given=api.ReaderGiven(group="adult", name_zh="西馆读者"),
        proof=api.ProofGiven("id-card", number),
    )
    card = bring(readers, table(["S200", "换了姓名", "", number]))
    [step] = api.look_at_sheet(actor=readers.cast.librarian, library="EAST", id=card.id).plan.steps
    assert (step.what, step.home, card.acts) == ("elsewhere", "WEST", 0)


def test_number_and_document_of_two_readers_are_not_mixed_up(readers):
    number = testing.an_id_number()
    api.register(
        actor=readers.cast.librarian,
        library="EAST",
        given=api.ReaderGiven(group="teacher", name_zh="别人"),
        proof=api.ProofGiven("id-card", number),
    )
    card = bring(readers, table(["S20260001", "周小雨", "", number]))
    assert told(card) == {(2, "proof_number"): "sheet-two-readers"}


def test_whoever_left_comes_back_with_a_card_and_a_number_given_out_again_is_somebody_new(readers):
    take(readers, bring(readers, table(["S300", "归来", "", ""], ["S301", "旧人", "", ""])))
    for name in ("归来", "旧人"):
        api.close_reader(actor=readers.cast.librarian, reader=named(name).key)
    card = bring(readers, table(["S300", "归来"], ["S301", "新人"]))
    assert (card.counts["back"], card.counts["new"]) == (1, 1)
    take(readers, card)
    assert named("归来").state == "active"
    assert named("归来").card is not None
    assert (named("新人").local_number, named("旧人").state) == ("S301", "closed")


# -- renewal and leaving


def test_those_in_the_file_are_renewed_and_nobody_is_shortened(readers):
    last = timezone.localdate() + timedelta(days=900)
    card = bring(readers, table(["S20260001", "周小雨"]), mode="renew", last_date=last)
    assert card.counts["renew"] == 1
    take(readers, card)
    assert api.reader(key=readers.student.key).last_date == last
    again = bring(readers, table(["S20260001", "周小雨"]), mode="renew")
    assert again.counts["same"] == 1


def test_who_is_not_in_the_full_list_leaves_but_not_with_a_broken_line(readers):
    take(readers, bring(readers, table(["S401", "留下"], ["S402", "离开"], ["S403", "坏行"])))
    full = table(["S401", "留下"], ["S403", "坏行", "", "123"])
    card = bring(readers, full, mode="full", leave_date=timezone.localdate() + timedelta(days=3))
    gone = {
        step.reader
        for step in api.look_at_sheet(actor=readers.cast.librarian, library="EAST", id=card.id).plan.steps
        if step.what == "leave"
    }
    assert gone == {named("离开").id, readers.student.id}
    take(readers, card)
    assert named("离开").last_date == timezone.localdate() + timedelta(days=3)
    assert named("坏行").last_date != named("离开").last_date
    assert api.reader(key=readers.teacher.key).active_to == readers.teacher.active_to


def test_leavers_with_something_open_are_kept_back_unless_it_is_said(readers, monkeypatch):
    held = business._Business(
        lambda key: [], lambda a, b: None, lambda keys: {readers.student.key} & set(keys)
    )
    monkeypatch.setitem(business._BUSINESS, "a trial", held)
    raw = table(["S20260001", "周小雨"], ["S999", "没有此人"])
    card = bring(readers, raw, mode="leave")
    assert (card.counts["open"], card.counts["leave"]) == (1, 0)
    assert told(card) == {(3, "local_number"): "sheet-nobody"}
    choices = api.SheetChoices(mode="leave", with_open=True)
    card = api.set_sheet_choices(actor=readers.cast.librarian, library="EAST", id=card.id, choices=choices)
    assert (card.counts["open"], card.counts["leave"]) == (0, 1)
    take(readers, card, seen=card.counts)
    assert api.reader(key=readers.student.key).last_date == timezone.localdate()


def test_when_the_roll_moved_since_the_look_nothing_is_written(readers):
    card = bring(readers, table(["S500", "甲"], ["S501", "乙"]))
    testing.somebody(name_zh="先来", local_number="S500")
    before = Reader.objects.count()
    with pytest.raises(Refusal, match=r"cards\.sheet-moved"):
        take(readers, card, seen=card.counts)
    assert Reader.objects.count() == before
    card = api.sheet(actor=readers.cast.librarian, library="EAST", id=card.id)
    assert (card.counts["change"], card.counts["new"]) == (1, 1)
    done = take(readers, card, seen=card.counts)
    assert take(readers, done).done_at == done.done_at


def test_a_whole_group_is_renewed(readers):
    id = group("undergraduate")
    until = timezone.localdate() + timedelta(days=2_000)
    librarian = readers.cast.librarian
    assert api.renew_group(actor=librarian, library="EAST", id=id, until=until) == 1
    assert api.reader(key=readers.student.key).active_to == until
    assert api.renew_group(actor=librarian, library="EAST", id=id) == 0
    with pytest.raises(Refusal, match=r"cards\.ends-before"):
        api.renew_group(actor=librarian, library="EAST", id=id, until=timezone.localdate())


# -- who may


@pytest.mark.parametrize("who", ["partner", "stranger", "visitor", "cataloguer", "office"])
def test_only_the_desk_of_the_library_brings_and_takes(readers, who):
    card = bring(readers, table(["S600", "甲"]))
    actor = getattr(readers.cast, who)
    told_here = {"actor": actor, "library": "EAST", "id": card.id}
    for door in (api.sheet, api.look_at_sheet, api.take_sheet, api.drop_sheet):
        with pytest.raises(Absent):
            door(**told_here)
    with pytest.raises(Absent):
        bring(readers, table(["S601", "乙"]), who=actor)
    with pytest.raises(Absent):
        api.sheet(actor=readers.cast.partner, library="WEST", id=card.id)
    assert len(list(sheet_files.folder().iterdir())) == 1


def test_a_dropped_file_is_gone(readers):
    card = bring(readers, table(["S700", "甲"]))
    api.drop_sheet(actor=readers.cast.librarian, library="EAST", id=card.id)
    assert list(sheet_files.folder().iterdir()) == []
    with pytest.raises(Refusal, match=r"cards\.sheet-over"):
        take(readers, card)
