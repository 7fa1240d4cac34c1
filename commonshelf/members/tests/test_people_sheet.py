"""Many people from a spreadsheet: every cell that cannot stand has its sentence, and nothing is half-done."""

import io
import re
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api as mail
from commonshelf.mail.domain.letter import address
from commonshelf.members import api, people_sheet, testing
from commonshelf.members.domain import people_sheet as sheets
from commonshelf.members.models import Invitation
from commonshelf.ui import api as ui

TODAY = date(2026, 11, 22)
AROUND = sheets.Around(
    places={"east": "EAST", "东馆": "EAST", "west": "WEST", "-": ""},
    taken=frozenset({("had@b.cn", "EAST", "librarian")}),
    today=TODAY,
    address=address,
    language="zh-hans",
)
HEADS = list(sheets.HEADS)


def read(*rows, around=AROUND):
    return sheets.read([HEADS, *rows], around)


def codes(sheet):
    return [(one.row, one.column, one.code.removeprefix("members.sheet-")) for one in sheet.wrong]


@pytest.mark.parametrize(
    "written", ["2026-12-01", "2026/12/1", "2026年12月1日", "20261201", "2026-12-01 00:00:00", "2026.12.01"]
)
def test_days_are_read_as_people_and_spreadsheets_write_them(written):
    sheet = read(["李华", "", "li@b.cn", "东馆", "馆员", written, "2027-06-30", "英文"])
    [line] = sheet.lines
    assert (line.active_from, line.active_to) == (date(2026, 12, 1), date(2027, 7, 1))
    assert (line.library, line.role, line.language) == ("EAST", "librarian", "en")


def test_english_headings_in_any_order_and_none_at_all():
    english = sheets.read(
        [["Role", "E-mail", "Name", "Library"], ["Cataloguer", "a@b.cn", "Ann", "east"]], AROUND
    )
    bare = sheets.read([["", "Ann", "a@b.cn", "EAST", "cataloguer"]], AROUND)
    for sheet in (english, bare):
        [line] = sheet.lines
        assert (line.name_en, line.email, line.library, line.role) == ("Ann", "a@b.cn", "EAST", "cataloguer")


def test_each_bad_cell_is_named_and_harms_no_other_line():
    sheet = read(
        ["李华", "", "no address", "nowhere", "king", "soon", "2026-02-30", "klingon"],
        ["", "", "a@b.cn", "", "", "", "", ""],
        ["好人", "", "good@b.cn", "EAST", "馆员", "", "", ""],
        ["王", "", "w@b.cn", "EAST", "审计员", "", "", ""],
        ["王", "", "w@b.cn", "联盟", "馆员", "", "", ""],
        ["赵", "", "z@b.cn", "EAST", "馆员", "2027-01-02", "2027-01-01", ""],
        ["钱", "", "q@b.cn", "EAST", "馆员", "", "2026-11-21", ""],
        ["又", "", "GOOD@b.cn", "EAST", "馆员", "", "", ""],
        ["有", "", "had@b.cn", "EAST", "馆员", "", "", ""],
    )
    assert [line.name_zh for line in sheet.lines] == ["好人"]
    assert codes(sheet) == [
        (2, "email", "mail.bad-address"),
        (2, "library", "unknown-library"),
        (2, "role", "unknown-role"),
        (2, "first", "no-day"),
        (2, "last", "no-day"),
        (2, "language", "no-language"),
        (3, "name_zh", "no-name"),
        (3, "library", "no-library"),
        (3, "role", "no-role"),
        (5, "role", "role-elsewhere"),
        (6, "role", "role-elsewhere"),
        (7, "last", "days-crossed"),
        (8, "last", "days-crossed"),
        (9, "email", "twice"),
        (10, "email", "invited"),
    ]


def test_a_managers_lines_need_no_library():
    around = sheets.Around({"east": "EAST"}, frozenset(), TODAY, address, usual="EAST", language="en")
    [line] = read(["李华", "", "", "", "馆员", "", "", ""], around=around).lines
    assert (line.library, line.language, line.email) == ("EAST", "en", "")
    assert (
        codes(read(["李华", "", "", "联盟", "办公室", "", "", ""], around=around))[0][2] == "unknown-library"
    )


@pytest.mark.parametrize("rows", [[], [[""]], [HEADS], [HEADS, ["", " "]]])
def test_a_table_without_people_says_so(rows):
    with pytest.raises(Refusal, match=r"members.sheet-empty"):
        sheets.read(rows, AROUND)


def test_too_long_a_table_is_refused_whole():
    with pytest.raises(Refusal, match=r"members.sheet-long"):
        sheets.read([HEADS, *[["李华"]] * (sheets.MOST + 1)], AROUND)


@given(st.lists(st.lists(st.text(max_size=30), max_size=10), max_size=12))
def test_whatever_is_in_the_cells_each_line_is_good_or_told_about(rows):
    try:
        sheet = sheets.read(rows, AROUND)
    except Refusal as refusal:
        assert refusal.code == "members.sheet-empty"  # noqa: PT017 -- the only way out
        return
    assert {line.row for line in sheet.lines}.isdisjoint({one.row for one in sheet.wrong})
    for line in sheet.lines:
        assert line.role
        assert line.name_zh or line.name_en
        again = sheets.read(people_sheet.pasted(people_sheet.as_text([line])), AROUND)
        assert [one.cells() for one in again.lines] == [line.cells()]


@pytest.mark.django_db
@pytest.mark.urls("commonshelf.members.tests.urls")
class TestPage:
    @pytest.fixture
    def cast(self):
        return testing.cast()

    def test_five_hundred_broken_rows_give_five_hundred_sentences_and_nobody_is_invited(self, cast, client):
        client.force_login(testing.user("office"))
        lines = "\n".join(
            ["\t".join(HEADS), *(f"人{n}\t\tx{n}\tEAST\t馆员" for n in range(500)), "好\t\t\tEAST\t馆员"]
        )
        page = client.post("/people/spreadsheet?lang=en", {"lines": lines}).content.decode()
        assert page.count("is no mail address") == 500
        assert not Invitation.objects.exists()
        assert "1 person can be invited; 500 lines cannot" in page
        [taken] = re.findall(r'<textarea name="lines"[^>]*>([^<]*)</textarea>', page)
        done = client.post("/people/spreadsheet", {"lines": taken, "do": "take", "key": "k"})
        assert done.status_code == 302
        [card] = api.invitations(actor=cast.office)
        assert (card.name.zh, card.library, card.role) == ("好", "EAST", "librarian")

    def test_bad_lines_are_never_taken_along(self, cast, client):
        client.force_login(testing.user("office"))
        lines = "李华\t\tli@b.cn\tEAST\t馆员\n王\t\tbad\tEAST\t馆员"
        page = client.post("/people/spreadsheet", {"lines": lines, "do": "take", "key": "k"})
        assert page.status_code == 200
        assert not Invitation.objects.exists()

    def test_a_workbook_is_read_with_the_rows_it_shows(self, cast, client):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, ["李华", "", "li@b.cn", "东馆", "馆员"])
        sheet.write_row(4, 0, ["王", "", "bad", "东馆", "馆员"])
        book.close()
        client.force_login(testing.user("manager"))
        sent = SimpleUploadedFile("人员.xlsx", out.getvalue())
        page = client.post("/people/spreadsheet?lang=en", {"file": sent, "lines": ""}).content.decode()
        assert "li@b.cn" in page
        assert '<td data-label="Row">5</td>' in page

    @pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 no workbook", b"\x00\xff\x00"])
    def test_what_is_no_table_is_said_in_a_sentence(self, cast, client, raw):
        client.force_login(testing.user("office"))
        sent = SimpleUploadedFile("x.xlsx", raw)
        assert client.post("/people/spreadsheet", {"file": sent, "lines": ""}).status_code == 400

    def test_the_empty_table_reads_back(self, cast, client):
        client.force_login(testing.user("office"))
        for form in ("csv", "xlsx"):
            raw = client.get(f"/people/spreadsheet/empty.{form}").content
            with pytest.raises(Refusal, match=r"members.sheet-empty"):
                sheets.read(people_sheet.of_file(f"x.{form}", raw), AROUND)
        assert client.get("/people/spreadsheet/empty.exe").status_code == 404

    def test_a_manager_invites_to_their_own_library_only(self, cast, client):
        client.force_login(testing.user("manager"))
        told = {"lines": "李华\t\t\tWEST\t馆员", "do": "take", "key": "k"}
        page = client.post("/people/spreadsheet?lang=en", told).content.decode()
        assert "No library you may invite to is called “WEST”." in page
        assert not Invitation.objects.exists()

    def test_all_or_none(self, cast):
        good = sheets.Line(2, "李华", "", "a@b.cn", "EAST", "librarian", None, None, "zh-hans")
        bad = sheets.Line(3, "王", "", "b@b.cn", "WEST", "librarian", None, None, "zh-hans")
        with pytest.raises(Absent):
            people_sheet.invite_all(actor=cast.manager, lines=[good, bad])
        assert not Invitation.objects.exists()
        assert mail.letters() == []

    def test_the_sentence_of_every_code_is_there(self):
        sheet = read(["", "", "x", "y", "z", "a", "b", "c"], ["李" * 61, "", "", "EAST", "馆员"])
        assert len(sheet.wrong) == 8
        for one in sheet.wrong:
            assert one.code not in ui.sentence(Refusal(one.code, one.facts))


@pytest.mark.django_db
@pytest.mark.urls("commonshelf.members.tests.urls")
class TestRoll:
    def test_pages_are_stable_and_ask_as_much_for_twenty_as_for_ten(self, client):
        cast = testing.cast()
        operator = api.operator()
        counts = []
        client.force_login(testing.user("office"))
        for batch in range(2):
            for n in range(10):
                name = f"many{batch}{n}"
                api.add_person(actor=operator, username=name, password=None, name_zh="许多")
                api.affiliate(actor=operator, person=name, role="librarian", library="EAST")
            client.get("/people")
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/people").status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]
        seen, after = [], ""
        while True:
            page = api.people_of(actor=cast.office, asked=api.Asked(words="many"), after=after, rows=7)
            seen += [card.username for card in page.people]
            assert page.total == 20
            after = page.after
            if not after:
                break
        assert seen == sorted(seen)
        assert len(set(seen)) == 20

    def test_they_are_found_by_place_role_and_time(self):
        cast = testing.cast()
        told = {"actor": cast.office, "person": "stranger", "library": "WEST"}
        api.affiliate(**told, role="cataloguer", active_from=date(2099, 1, 1))

        def found(**asked):
            return {
                card.username for card in api.people_of(actor=cast.office, asked=api.Asked(**asked)).people
            }

        assert found(library="WEST") == {"partner", "stranger"}
        assert found(library="WEST", state="now") == {"partner"}
        assert found(state="coming") == {"stranger"}
        assert found(role="cataloguer", state="now") == {"cataloguer"}
        assert found(library="-") == {"office", "auditor"}
        assert found(state="none") == {"stranger"}
        assert found(state="soon") == set()
        mine = api.people_of(actor=cast.manager, asked=api.Asked(library="WEST")).people
        assert mine == ()
