"""The pages of the desk: every one for its insiders, none for strangers; forms that lose nothing."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.domain import edited_copies
from commonshelf.catalogue.domain.mapping import Line
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.cataloguing import api
from commonshelf.cataloguing.models import LabelChoice, LocalNote, Suggestion
from commonshelf.cataloguing.tests.conftest import ISBN, signed_in
from commonshelf.news import api as news

COPY = edited_copies.key_of(edited_copies.row_of({"barcode": "E0001"}))
READ = [
    "/cataloguing",
    "/cataloguing?library=EAST",
    "/cataloguing/EAST/done",
    "/cataloguing/EAST/suggestions",
    "/cataloguing/EAST/suggestions?state=declined&page=2",
    "/cataloguing/EAST/notes",
    "/cataloguing/EAST/labels",
    "/cataloguing/EAST/labels/print?of=E0001",
    "/cataloguing/EAST/classes",
    "/cataloguing/EAST/classes/template.xlsx",
    "/cataloguing/EAST/classes/template.csv",
    "/cataloguing/records/{ours}",
    "/cataloguing/editions/{edition}/note/EAST",
]
WRITE = [
    "/cataloguing/EAST/add",
    "/cataloguing/EAST/add?q=红楼梦",
    "/cataloguing/EAST/add/form",
    "/cataloguing/records/{ours}/edit",
    "/cataloguing/records/{ours}/withdraw",
    "/cataloguing/records/{ours}/copies/new",
    "/cataloguing/records/{ours}/copies/{ours}/" + COPY,
    "/cataloguing/records/{alone}/copy/EAST",
]
POSTS = [
    "/cataloguing/records/{ours}/take-back",
    "/cataloguing/records/{ours}/copies/{ours}/" + COPY + "/withdraw",
    "/cataloguing/records/{ours}/copies/{ours}/" + COPY + "/take-back",
    "/cataloguing/EAST/classes/look",
    "/cataloguing/EAST/classes/drop",
]


def at(page, shelf):
    return page.format(ours=shelf.ours, theirs=shelf.theirs, edition=shelf.edition, alone=shelf.alone)


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("page", READ + WRITE)
@pytest.mark.parametrize("who", ["cataloguer", "manager", "office"])
def test_who_keeps_the_records_sees_every_page(shelf, page, who):
    assert signed_in(who).get(at(page, shelf)).status_code == 200


@pytest.mark.parametrize("page", READ)
def test_librarians_look(shelf, page):
    assert signed_in("librarian").get(at(page, shelf)).status_code == 200


@pytest.mark.parametrize("page", READ + WRITE)
@pytest.mark.parametrize("who", ["stranger", "reader", "partner", ""])
def test_strangers_and_partners_learn_nothing(shelf, page, who):
    client = signed_in(who) if who else Client()
    answer = client.get(at(page, shelf))
    if who == "partner" and page in {"/cataloguing", "/cataloguing?library=EAST"}:
        assert "East Library" not in answer.content.decode()
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("page", WRITE + POSTS)
@pytest.mark.parametrize("who", ["stranger", "reader", "partner", "librarian", "auditor"])
def test_acts_are_not_for_outsiders(shelf, page, who):
    before = news.happenings(kind="cataloguing")
    assert signed_in(who).post(at(page, shelf)).status_code in {404, 405}
    assert news.happenings(kind="cataloguing") == before


@pytest.mark.parametrize("page", POSTS)
def test_acts_are_posted(shelf, page):
    assert signed_in("cataloguer").get(at(page, shelf)).status_code == 405


# -- adding


def test_an_isbn_finds_what_others_have_before_any_form(shelf):
    client = signed_in("cataloguer")
    page = client.get("/cataloguing/EAST/add", {"q": "978-7-5339-1003-7"})
    assert "城南旧事" in page.content.decode()
    assert f"/cataloguing/records/{shelf.alone}/copy/EAST" in page.content.decode()
    own = client.get("/cataloguing/EAST/add", {"q": ISBN})
    assert f"/cataloguing/records/{shelf.ours}" in own.content.decode()
    wrong = client.get("/cataloguing/EAST/add", {"q": "9787020002208"})
    assert "9787020002208" in wrong.content.decode()
    unknown = text(client.get("/cataloguing/EAST/add", {"q": "9787301000007"}))
    assert "/cataloguing/EAST/add/form?isbn=9787301000007" in unknown
    words = text(client.get("/cataloguing/EAST/add", {"q": "城南"}))
    assert "/search?q=%E5%9F%8E%E5%8D%97" in words


def test_another_members_record_is_ours_in_two_presses(shelf):
    client = signed_in("cataloguer")
    address = f"/cataloguing/records/{shelf.alone}/copy/EAST"
    key = re.search(r'name="key" value="(\w+)"', text(client.get(address)))[1]
    done = client.post(address, {"key": key})
    made = catalogue.record(id=int(done.url.rsplit("/", 1)[1]))
    assert (made.library, made.copied[0], made.edition) == (
        "EAST",
        "WEST",
        catalogue.record(id=shelf.alone).edition,
    )
    assert client.post(address, {"key": key}).url == done.url  # sent twice it is one record
    again = client.post(address, {"key": "other"}, follow=True)
    assert again.redirect_chain[-1][0].endswith(f"/{made.id}")


def test_the_form_is_looked_at_before_it_is_added(shelf):
    client = signed_in("cataloguer")
    form = {
        "title": "红楼梦",
        "author": "曹雪芹（著）",
        "year": "1996",
        "publisher": "示范出版社",
        "format": "book",
    }
    looked = client.post("/cataloguing/EAST/add/form", {**form, "do": "look", "key": "k"})
    assert looked.status_code == 200
    assert 'id="alike"' in looked.content.decode()  # WEST and EAST have it already
    assert len(catalogue.edition(id=shelf.edition).members) == 2
    added = client.post("/cataloguing/EAST/add/form", {**form, "do": "add", "key": "k"})
    assert catalogue.record(id=int(added.url.rsplit("/", 1)[1])).facts.title == "红楼梦"


def test_a_wrong_form_keeps_everything_and_says_what_is_wrong(shelf):
    sent = {
        "title": "",
        "author": "某人（著）",
        "isbn": "9787020002208",
        "year": "何年",
        "format": "book",
        "language": ["chi"],
    }
    page = signed_in("cataloguer").post("/cataloguing/EAST/add/form", {**sent, "do": "add"})
    said = page.content.decode()
    assert page.status_code == 400
    for kept in ("某人（著）", "9787020002208", "何年"):
        assert kept in said
    assert said.count('aria-invalid="true"') == 3


# -- editing


def edit_form(record, **changed):
    from commonshelf.cataloguing.forms import initial_of  # what the page itself fills in

    card = catalogue.record(id=record)
    return {**initial_of(card.facts), "version": card.version, "do": "save", "key": "k", **changed}


def test_a_record_is_edited_and_one_field_taken_back(shelf):
    client = signed_in("cataloguer")
    address = f"/cataloguing/records/{shelf.ours}"
    assert (
        client.post(f"{address}/edit", edit_form(shelf.ours, publisher="改出版社", year="1990")).status_code
        == 302
    )
    assert dict(catalogue.record(id=shelf.ours).changes) == {"publisher": "改出版社", "year": "1990"}
    page = text(client.get(address))
    assert "示范出版社" in page  # what the file says stands beside it
    client.post(f"{address}/take-back", {"field": "year", "version": 1, "key": "t"})
    assert dict(catalogue.record(id=shelf.ours).changes) == {"publisher": "改出版社"}
    assert "改出版社" in text(client.get(f"{address}/edit"))


def test_who_is_outvoted_is_told_what_readers_go_on_seeing(shelf):
    load(marc("7", "红楼梦", "曹雪芹", copy("W8"), isbn=ISBN), library="WEST")
    year = catalogue.edition(id=shelf.edition).facts.year
    assert len(catalogue.edition(id=shelf.edition).members) == 3
    address = f"/cataloguing/records/{shelf.ours}/edit"
    saved = signed_in("cataloguer").post(address, edit_form(shelf.ours, place="某地"), follow=True)
    told = re.search(r'class="toast">(.*?)</p>', text(saved))[1]
    place = catalogue.edition(id=shelf.edition).facts.place
    assert place != "某地"
    assert place in told
    assert catalogue.edition(id=shelf.edition).facts.year == year


def test_unchanged_fields_are_not_written(shelf):
    client = signed_in("cataloguer")
    answer = client.post(f"/cataloguing/records/{shelf.ours}/edit", edit_form(shelf.ours))
    assert answer.status_code == 302
    assert catalogue.record(id=shelf.ours).changes == {}


def test_a_stale_form_shows_what_stands_and_keeps_what_was_typed(shelf):
    client = signed_in("cataloguer")
    mine = edit_form(shelf.ours, publisher="我的出版社")
    catalogue.amend(
        actor=shelf.cast.manager, record=shelf.ours, fields={"publisher": "他的出版社"}, version=0
    )
    page = client.post(f"/cataloguing/records/{shelf.ours}/edit", mine)
    assert page.status_code == 409
    assert "我的出版社" in page.content.decode()
    assert "他的出版社" in page.content.decode()
    version = re.search(r'name="version" value="(\d+)"', text(page))[1]
    client.post(f"/cataloguing/records/{shelf.ours}/edit", {**mine, "version": version, "key": "again"})
    assert catalogue.record(id=shelf.ours).facts.publisher == "我的出版社"


def test_the_preview_writes_nothing(shelf):
    page = signed_in("cataloguer").post(
        f"/cataloguing/records/{shelf.ours}/edit", edit_form(shelf.ours, publisher="看看出版社", do="look")
    )
    assert "看看出版社" in page.content.decode()
    assert catalogue.record(id=shelf.ours).changes == {}


def test_a_hand_record_is_withdrawn_and_one_from_a_file_is_not(shelf):
    client = signed_in("cataloguer")
    made = catalogue.add_record(actor=shelf.cast.cataloguer, library="EAST", fields={"title": "误加"})
    client.post(f"/cataloguing/records/{made}/withdraw", {"key": "k"})
    assert client.get(f"/cataloguing/records/{made}").status_code == 404
    client.post(f"/cataloguing/records/{shelf.ours}/withdraw", {"key": "k"})
    assert client.get(f"/cataloguing/records/{shelf.ours}").status_code == 200


# -- copies


def test_a_copy_is_added_with_the_next_barcode_and_the_shelf_of_the_last(shelf):
    client = signed_in("cataloguer")
    address = f"/cataloguing/records/{shelf.ours}/copies/new"
    page = text(client.get(address))
    assert 'value="E0002"' in page
    assert 'value="I242.4/1"' in page
    form = {"branch": "main", "shelving_location": "二楼", "call_number": "I242.4/1", "barcode": "E0002",
            "status": "on-shelf", "copies": "1", "version": 0, "key": "k"}  # fmt: skip
    assert client.post(address, {**form, "do": "next"}).url == address
    assert 'value="E0003"' in text(client.get(address))
    taken = client.post(address, {**form, "version": 1, "key": "l"})
    assert taken.status_code == 409
    assert "红楼梦" in taken.content.decode()  # the place of the other
    assert 'value="E0002"' in text(taken)


def test_a_copy_is_changed_withdrawn_and_taken_back(shelf):
    client = signed_in("cataloguer")
    address = f"/cataloguing/records/{shelf.ours}/copies/{shelf.ours}/{COPY}"
    form = {"branch": "main", "shelving_location": "保存库", "call_number": "I242.4/1", "barcode": "E0001",
            "status": "reference", "copies": "1", "version": 0, "key": "k"}  # fmt: skip
    client.post(address, form)
    (one,) = catalogue.record(id=shelf.ours).copies
    assert (one.now[1], one.now[6]) == ("保存库", "reference")
    client.post(f"{address}/withdraw", {"version": 1, "key": "w"})
    (one,) = catalogue.record(id=shelf.ours).copies
    assert one.now is None
    assert client.get(address).status_code == 404
    client.post(f"{address}/take-back", {"version": 2, "key": "t"})
    (one,) = catalogue.record(id=shelf.ours).copies
    assert one.now == one.original
    stale = client.post(f"{address}/withdraw", {"version": 0, "key": "s"}, follow=True)
    assert catalogue.record(id=shelf.ours).copies[0].now is not None
    assert stale.status_code == 200


# -- suggestions


def test_a_reader_suggests_and_the_library_accepts(shelf):
    reader, cataloguer = signed_in("stranger"), signed_in("cataloguer")
    assert "/suggest" in text(reader.get(f"/edition/{shelf.edition}"))
    choose = reader.get(f"/cataloguing/editions/{shelf.edition}/suggest")
    assert f"/cataloguing/records/{shelf.ours}/suggest" in choose.content.decode()
    sent = {"field": "publisher", "proposed": "对的出版社", "why": "版权页", "key": "k"}
    done = reader.post(f"/cataloguing/records/{shelf.ours}/suggest", sent)
    assert "对的出版社" in text(cataloguer.get("/cataloguing?library=EAST"))
    assert "对的出版社" in text(cataloguer.get(done.url))
    assert "对的出版社" in text(reader.get("/cataloguing/suggestions"))
    assert signed_in("partner").get(done.url).status_code == 404
    assert reader.post(f"{done.url}/decide", {"do": "accept"}).status_code == 404
    cataloguer.post(f"{done.url}/decide", {"do": "accept", "key": "a"})
    assert catalogue.record(id=shelf.ours).facts.publisher == "对的出版社"
    late = cataloguer.post(f"{done.url}/decide", {"do": "decline", "reason": "不", "key": "d"})
    assert late.status_code == 409


def test_declining_needs_a_reason_and_withdrawing_is_the_proposers(shelf):
    reader, cataloguer = signed_in("reader"), signed_in("cataloguer")
    address = f"/cataloguing/records/{shelf.ours}/suggest"
    wrong = reader.post(address, {"field": "isbn", "proposed": "123", "why": "看过"})
    assert wrong.status_code == 400
    assert "看过" in wrong.content.decode()
    done = reader.post(address, {"field": "year", "proposed": "1982"})
    assert cataloguer.post(f"{done.url}/decide", {"do": "decline", "reason": ""}).status_code == 400
    assert cataloguer.post(f"{done.url}/decide", {"do": "withdraw"}).status_code == 404
    reader.post(f"{done.url}/decide", {"do": "withdraw"})
    assert Suggestion.objects.get().state == "withdrawn"


def test_who_may_edit_is_led_to_the_form_and_visitors_nowhere(shelf):
    address = f"/cataloguing/records/{shelf.ours}/suggest"
    assert signed_in("cataloguer").get(address).url.endswith("/edit")
    for page in (address, f"/cataloguing/editions/{shelf.edition}/suggest", "/cataloguing/suggestions"):
        assert Client().get(page).status_code == 404
    assert "/suggest" not in text(Client().get(f"/edition/{shelf.edition}"))
    single = catalogue.record(id=shelf.alone).edition
    assert signed_in("reader").get(f"/cataloguing/editions/{single}/suggest").url.endswith("/suggest")


def test_a_task_whose_record_has_gone_says_so(shelf):
    made = catalogue.add_record(actor=shelf.cast.cataloguer, library="EAST", fields={"title": "将撤"})
    card = api.suggest(actor=shelf.cast.reader, record=made, field="year", proposed="1982")
    catalogue.withdraw_record(actor=shelf.cast.cataloguer, record=made)
    page = signed_in("cataloguer").get(f"/cataloguing/suggestions/{card.id}")
    assert page.status_code == 200
    assert b'value="accept"' not in page.content


# -- notes, labels, classes


def test_a_note_is_written_from_the_edition_and_stands_there(shelf):
    client = signed_in("librarian")
    address = f"/cataloguing/editions/{shelf.edition}/note/EAST"
    client.post(address, {"text": "指定读物", "public": "1", "version": 0, "key": "k"})
    assert "指定读物" in text(Client().get(f"/edition/{shelf.edition}"))
    stale = client.post(address, {"text": "我写的", "public": "0", "version": 0, "key": "l"})
    assert stale.status_code == 409
    assert "我写的" in stale.content.decode()
    assert "指定读物" in text(client.get("/cataloguing/EAST/notes"))
    client.post(address, {"text": "", "public": "0", "version": 1, "key": "m"})
    assert not LocalNote.objects.exists()


def test_labels_go_to_their_sheet_from_any_place(shelf):
    load(marc("1", "红楼梦", "曹雪芹", copy("E0001"), copy("E0002", "K9/2"), isbn=ISBN))
    client = signed_in("librarian")
    choice = {
        "barcodes": "E0001\nE0002\nW1",
        "shows": "both",
        "sheet": "64x38",
        "start": "20",
        "symbology": "code39",
    }
    done = client.post("/cataloguing/EAST/labels", choice)
    page = text(client.get(done.url))
    assert page.count('class="sheet') == 2  # places 20 and 21 are the last two of 21: W1 is not ours
    assert page.count("<svg") == 2
    assert "W1" in page
    assert LabelChoice.objects.get().sheet == "64x38"
    assert (
        client.get("/cataloguing/EAST/labels/print?of=E0001&sheet=x&start=y&symbology=z").status_code == 200
    )


def test_labels_of_a_records_copies_keep_their_order_though_the_newest_was_added_last(shelf):
    client = signed_in("cataloguer")
    form = {"branch": "main", "call_number": "I242.4/1", "status": "on-shelf", "copies": "1", "do": "next"}
    for version, barcode in enumerate(("E0002", "E0003")):
        told = {**form, "barcode": barcode, "version": version, "key": barcode}
        assert client.post(f"/cataloguing/records/{shelf.ours}/copies/new", told).status_code == 302
    page = client.get("/cataloguing/EAST/labels?barcode=E0002&barcode=E0003").content.decode()
    assert re.findall(r'name="barcode" value="(\w+)" checked', page) == ["E0002", "E0003"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"barcodes": ""},
        {"start": "0"},
        {"start": "25"},
        {"start": "x"},
        {"barcodes": "\n".join(map(str, range(131)))},
    ],
)
def test_labels_that_cannot_be_laid_out_are_told(shelf, wrong):
    form = {
        "barcodes": "E0001",
        "shows": "both",
        "sheet": "70x37",
        "start": "1",
        "symbology": "code128",
        **wrong,
    }
    answer = signed_in("librarian").post("/cataloguing/EAST/labels", form)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_table_of_classes_is_looked_at_line_by_line_and_kept(shelf):
    client = signed_in("cataloguer")
    address = "/cataloguing/EAST/classes/look"
    looked = client.post(address, {"lines": "R1* = I24 = 小说\nR2 = 895"})
    assert looked.content.decode().count("<tr>") == 4  # two headings, one good, one wrong
    assert "\nR2\t895" in looked.content.decode()  # the wrong one stands in the box to be mended
    assert catalogue.class_lines(library="EAST") == []
    client.post(address, {"lines": "R1*\tI24\t小说", "do": "keep", "key": "k"})
    assert [line.clc for line in catalogue.class_lines(library="EAST")] == ["I24"]
    load(marc("5", "本馆类", "某人", copy("E5", "R12/1")))
    due = timezone.now() + timedelta(seconds=1)
    news.work_once(now=due, include={"catalogue.apply-classes"}, turns=False)
    record = catalogue.find_record(library="EAST", number="5")
    assert "R12" in text(client.get(f"/cataloguing/records/{record}"))
    client.post("/cataloguing/EAST/classes/drop", {"local": "R1*", "key": "d"})
    assert catalogue.class_lines(library="EAST") == []


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.csv", "本馆分类号,中图法分类号\nR1,I24\n".encode(), 200),
        ("a.csv", "本馆分类号,中图法分类号\nR1,I24\n".encode("gb18030"), 200),
        ("a.xlsx", b"PK\x03\x04 not a workbook", 400),
        ("a.csv", b"", 400),
    ],
)
def test_a_table_may_come_as_a_file(shelf, name, content, status):
    sent = {"file": SimpleUploadedFile(name, content)}
    answer = signed_in("cataloguer").post("/cataloguing/EAST/classes/look", sent)
    assert answer.status_code == status
    if status == 200:
        assert "I24" in answer.content.decode()


def test_one_box_finds_a_barcode_a_number_an_isbn_or_words(shelf):
    client = signed_in("cataloguer")
    for said, where in (
        ("E0001", f"/cataloguing/records/{shelf.ours}"),
        ("1", f"/cataloguing/records/{shelf.ours}"),
        (ISBN, f"/cataloguing/EAST/add?q={ISBN}"),
        ("红楼", "/search?q=%E7%BA%A2%E6%A5%BC&library=EAST"),
        ("", "/cataloguing"),
    ):
        assert client.get("/cataloguing/EAST/find", {"q": said}).url == where


def test_what_was_done_by_hand_is_listed_with_who_did_it(shelf):
    catalogue.amend(actor=shelf.cast.cataloguer, record=shelf.ours, fields={"year": "1990"}, version=0)
    page = text(signed_in("librarian").get("/cataloguing/EAST/done"))
    assert "<del>1996</del>" in page
    assert "Cataloguer</span>" in page


def test_nothing_found_leads_a_cataloguer_to_the_form(shelf, fresh_index):
    page = text(signed_in("cataloguer").get("/search", {"q": "谁都没有的书"}))
    assert "/cataloguing/EAST/add?q=" in page
    assert "/cataloguing/EAST/add" not in text(signed_in("reader").get("/search", {"q": "谁都没有的书"}))


def test_the_edition_shows_both_classes_and_where_the_second_comes_from(shelf):
    rows = [Line("R1*", "I242.4")]
    catalogue.set_classes(actor=shelf.cast.cataloguer, library="EAST", rows=rows)
    load(marc("6", "本馆类号", "某人", copy("E6", "R12/1")))
    record = catalogue.record(id=catalogue.find_record(library="EAST", number="6"))
    catalogue.amend(actor=shelf.cast.cataloguer, record=record.id, fields={"local_class": "R12"}, version=0)
    page = text(Client().get(f"/edition/{record.edition}"))
    assert "I242.4" in page
    assert re.search(r"I242\.4.{0,400}R12.{0,400}R12", page)
