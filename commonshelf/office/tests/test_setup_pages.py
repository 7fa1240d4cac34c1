"""The pages of the set-up: each keeps what it is told, says what is wrong in its place, and can wait."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.office.domain import columns
from commonshelf.wire.table.write import template_xlsx

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
BASE = "/office/setup"


@pytest.fixture
def office() -> Client:
    testing.cast()
    client = Client(headers={"accept-language": "en"})
    client.force_login(testing.user("office"), backend=BACKEND)
    return client


def text(answer) -> str:
    return answer.content.decode()


def bring(client: Client, **sent):
    return client.post(f"{BASE}/libraries/bring", {"key": "k", **sent})


def test_nobody_but_the_office_finds_it(office):
    for who in ("manager", "reader", "stranger", ""):
        client = Client()
        if who:
            client.force_login(testing.user(who), backend=BACKEND)
        for step in ("", "/look", "/libraries", "/libraries/sheet", "/calendars", "/people", "/ready"):
            assert client.get(BASE + step).status_code == 404
            assert client.post(BASE + step).status_code in {404, 405}


def test_the_steps_know_how_far_they_are(office):
    assert "Begin with: Name and look" not in text(office.get(BASE))  # two libraries are there already
    office.post(f"{BASE}/look", {"name_zh": "联盟", "colour": "plum", "do": "next"})
    assert "Go on with: Weeks and vacations" in text(office.get(BASE))
    office.post(f"{BASE}/calendars", {"do": "holidays", "key": "k"})
    assert "Go on with: First people" in text(office.get(BASE))


def test_a_mark_too_long_is_said_beside_it_and_nothing_changes(office):
    answer = office.post(f"{BASE}/look", {"name_zh": "新名", "colour": "plum", "mark": "<>"})
    assert answer.status_code == 400
    assert "does not fit the seal" in text(answer)
    assert (members.alliance().zh, members.look().colour) == ("试验联盟", "cinnabar")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_empty_table_comes_back_as_empty_and_says_so(office, language, form):
    table = office.get(f"{BASE}/libraries/table.{form}?lang={language}")
    assert "attachment" in table["Content-Disposition"]
    file = SimpleUploadedFile(f"libraries.{form}", table.content)
    answer = office.post(f"{BASE}/libraries/bring?lang=en", {"key": "k", "file": file})
    assert answer.status_code == 400
    assert "There is no line in it." in text(answer)
    assert office.get(f"{BASE}/libraries/table.exe").status_code == 404


def test_a_table_with_faults_is_looked_at_mended_and_taken(office):
    names = columns.headings("en")
    rows = [
        ["CN-1", "一馆", "", "Public"],
        ["CN-1", "二馆", "", "school"],
        ["CN-3", "三馆", "", "special library"],
    ]
    file = SimpleUploadedFile("馆.xlsx", template_xlsx(names, rows=rows))
    assert bring(office, file=file)["Location"] == f"{BASE}/libraries/sheet"
    page = text(office.get(f"{BASE}/libraries/sheet"))
    assert "1 line can be taken in as it is." in page
    assert "“CN-1” stands in more than one line (also 3). Give each its own." in page
    assert "“school” is no kind of library" in page
    assert 'value="school" selected' in page
    office.post(f"{BASE}/libraries/sheet", {"do": "mend", "key": "a", "3-symbol": "CN-2", "3-kind": "guest"})
    assert "3 lines can be taken in as they are." in text(office.get(f"{BASE}/libraries/sheet"))
    answer = office.post(f"{BASE}/libraries/sheet", {"do": "take", "key": "b"})
    assert answer["Location"] == f"{BASE}/libraries"
    assert {"CN-1", "CN-2", "CN-3"} <= {one.symbol for one in members.libraries()}


def test_five_hundred_broken_lines_are_paged_and_taken_along_with_their_reasons(office):
    pasted = "馆代码\t馆名\t类型\n" + "".join(f"CN-{n}\t第{n}馆\t幼儿园\n" for n in range(500))
    bring(office, pasted=pasted)
    page = text(office.get(f"{BASE}/libraries/sheet?at=40"))
    assert "Lines 41 to 60 of 500." in page
    assert page.count("<fieldset") == 20
    for odd in ("-1", "x", "99999999"):
        assert office.get(f"{BASE}/libraries/sheet?at={odd}").status_code == 200
    table = office.get(f"{BASE}/libraries/sheet/to-mend.xlsx").content
    with zipfile.ZipFile(io.BytesIO(table)) as archive:
        assert "幼儿园” is no kind" in archive.read("xl/sharedStrings.xml").decode()
    again = bring(office, file=SimpleUploadedFile("again.xlsx", table))
    assert again["Location"] == f"{BASE}/libraries/sheet"
    page = office.get(f"{BASE}/libraries/sheet")
    assert "mean nothing here" not in text(page)  # our own last column
    office.post(f"{BASE}/libraries/sheet", {"do": "throw", "key": "t"})
    assert office.get(f"{BASE}/libraries/sheet").status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"pasted": ""}, "There is no line in it."),
        ({"pasted": "馆名\n甲馆"}, "These columns are missing: Symbol, Kind."),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no archive")}, "could not be read as a table"),
        ({"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7\x00\x01\x02" * 50)}, ""),
    ],
)
def test_what_is_no_table_is_refused_in_words(office, sent, said):
    answer = bring(office, **sent)
    assert answer.status_code == 400
    assert said in text(answer)


def test_one_library_by_the_form_with_its_fault_beside_the_field(office):
    sent = {"name_zh": "丁馆", "symbol": "CN-D", "kind": "public", "weekdays": "8:00-25:00", "key": "k"}
    answer = office.post(f"{BASE}/libraries", sent)
    assert answer.status_code == 400
    page = text(answer)
    assert "There is no 25:00 o&#x27;clock" in page
    assert 'value="丁馆"' in page
    office.post(f"{BASE}/libraries", {**sent, "weekdays": "8:00-18:00"})
    assert members.library(symbol="CN-D").kind == "public"


def test_one_vacation_of_several_libraries(office):
    sent = {"do": "vacation", "key": "k", "name_zh": "寒假", "first": "2027-01-20", "last": "2027-02-25"}
    assert "Tick at least one library." in text(office.post(f"{BASE}/calendars", sent))
    office.post(f"{BASE}/calendars", {**sent, "libraries": ["EAST", "WEST"]})
    page = text(office.get(f"{BASE}/calendars"))
    assert page.count('data-label="Vacations">1') == 2
    wrong = office.post(f"{BASE}/calendars", {**sent, "last": "2027-01-01", "libraries": ["EAST"]})
    assert "This is before the first day." in text(wrong)


def test_people_are_invited_all_or_none(office):
    sent = {f"g{n}-role": "manager" for n in range(5)} | {f"g{n}-library": "EAST" for n in range(5)}
    sent |= {"key": "k", "do": "invite", "lines": "5", "g0-name_zh": "甲"}
    answer = office.post(f"{BASE}/people", {**sent, "g1-name_zh": "乙", "g1-email": "nobody"})
    assert answer.status_code == 400
    assert 'value="甲"' in text(answer)
    assert not members.invitations(actor=members.operator(), rows=10)
    assert "Fill in at least one line." in text(office.post(f"{BASE}/people", {**sent, "g0-name_zh": ""}))
    office.post(f"{BASE}/people", {**sent, "g1-name_zh": "乙", "g1-role": "office"})
    invited = members.invitations(actor=members.operator(), rows=10)
    assert {(one.name.zh, one.role, one.library) for one in invited} == {
        ("甲", "manager", "EAST"),
        ("乙", "office", ""),
    }
    more = office.post(f"{BASE}/people", {**sent, "do": "more", "g0-name_zh": "丙"})
    assert text(more).count("<fieldset") == 10
    assert 'value="丙"' in text(more)
