"""The page that delivers a copy: who may, what is too much, what becomes of it; a copy to its reader."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from commonshelf.cards.testing import the_user
from commonshelf.delivery import api as delivery
from commonshelf.delivery import keeping
from commonshelf.delivery.testing import a_pdf, a_picture, laid
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.testing import user
from commonshelf.sharing import api, copying
from commonshelf.sharing.delivering import about
from commonshelf.sharing.models import PatronRequest, Supply
from commonshelf.sharing.testing import desks, place, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return desks()


@pytest.fixture
def card(world):
    """A chapter that EAST's student asked for, and WEST will copy."""
    asked = place(
        world,
        service="Copy",
        kind="Chapter",
        citation={"chapter": "王教头私走延安府", "pages": "12-30"},
        agreed_copyright=True,
    )
    return press(world.west, asked, "will-supply")


@pytest.fixture
def desk(client, world):
    client.force_login(user("partner"))  # manager of WEST
    return client


def documents(card):
    return delivery.documents_about(about=about(card.number))


def address(card, library="WEST"):
    return f"/interlibrary/{library}/{card.number}/document"


def form(card, *files, then="deliver", **more):
    told = {"title": "水浒传 第二回", "notice": "study", "key": "k", "version": card.version, "then": then}
    return {**told, "files": [SimpleUploadedFile(name, data) for name, data in files], **more}


def sent(desk, card, *files, **more):
    return desk.post(address(card), form(card, *files, **more), query_params={"lang": "en"})


def test_a_scan_goes_up_is_delivered_and_its_reader_opens_it(desk, card, world):
    page = desk.get(address(card), {"lang": "en"}).content.decode()
    assert "王教头私走延安府" in page
    assert "12-30" in page
    answer = sent(desk, card, ("scan.pdf", a_pdf()))
    assert (answer.status_code, answer["Location"]) == (302, f"/interlibrary/WEST/{card.number}")
    row = PatronRequest.objects.get(number=card.number)
    [document] = documents(card)
    assert (row.state, document.about, document.pages) == ("delivered", about(card.number), 2)
    link = delivery.links_of(actor=world.reader, about=about(card.number))[0]
    reader = Client()
    reader.force_login(the_user(world.shelves.readers.student))
    assert link.path in reader.get(f"/requests/{card.number}").content.decode()
    assert reader.post(link.path, {"key": "1"})["Location"] == f"{link.path}/copy.pdf"
    assert api.request(actor=world.reader, number=card.number).document == document.id


def test_pictures_become_one_document_in_the_order_of_their_names(desk, card):
    pages = [("page 10.png", a_picture("PNG", (80, 60))), ("page 2.jpg", a_picture("JPEG", (60, 80)))]
    sent(desk, card, *pages, then="keep")
    [document] = documents(card)
    assert (document.pages, document.kind, document.name) == (2, "mixed", "page 2.jpg")


def test_kept_first_it_is_looked_through_and_then_delivered_or_withdrawn(desk, card):
    assert sent(desk, card, ("scan.pdf", a_pdf()), then="keep")["Location"] == address(card)
    assert PatronRequest.objects.get(number=card.number).state == "will-supply"
    [document] = documents(card)
    page = desk.get(address(card), {"lang": "en"}).content.decode()
    assert f"/scanned/{document.id}.pdf" in page
    there = f"{address(card)}/{document.id}"
    assert desk.post(there, {"do": "nonsense"}).status_code == 404
    desk.post(there, {"do": "withdraw", "key": "w"})
    assert documents(card)[0].withdrawn_why == "taken-back"
    answer = desk.post(there, {"do": "deliver", "key": "d", "version": card.version})
    assert answer.status_code == 410
    assert PatronRequest.objects.get(number=card.number).state == "will-supply"


def test_a_link_is_ended_from_the_desk(desk, card):
    sent(desk, card, ("scan.pdf", a_pdf()))
    [link] = delivery.links_of(actor=members.operator(), about=about(card.number))
    there = f"{address(card)}/{link.document.id}"
    assert desk.post(there, {"do": "end-link", "link": "999", "key": "e"}).status_code == 404
    desk.post(there, {"do": "end-link", "link": link.id, "key": "e"})
    [link] = delivery.links_of(actor=members.operator(), about=about(card.number))
    assert link.state == "withdrawn"


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], "Choose the scanned file"),
        ([("scan.pdf", b"MZ\x90 a program")], "is not a PDF, JPEG, PNG or TIFF"),
        ([("a.svg", b"<svg onload='alert(1)'/>")], "is not a PDF"),
        ([("../../etc/passwd", b"<html>")], "“passwd” is not a PDF"),
        ([("scan.pdf", a_pdf(120))], "more than 100 pages"),
    ],
)
def test_what_is_refused_leaves_the_request_alive_and_the_form_filled(desk, card, files, said):
    answer = sent(desk, card, *files, title="A title somebody typed", notice="licensed")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert said in page
    assert "A title somebody typed" in page
    assert '<option value="licensed" selected>' in page
    assert PatronRequest.objects.get(number=card.number).state == "will-supply"
    assert documents(card) == []
    assert not keeping.folder().exists() or list(keeping.folder().iterdir()) == []


class Endless:
    """A body of so many bytes that is never all there: who reads it whole has read too much."""

    def __init__(self, head, size, tail):
        self.parts, self.left, self.tail, self.read_bytes = [head], size, tail, 0

    def read(self, most=-1):
        if self.parts:
            piece = self.parts.pop()
        elif self.left:
            piece = bytes(min(self.left, 1 << 16 if most < 0 else most))
            self.left -= len(piece)
        else:
            piece, self.tail = self.tail, b""
        self.read_bytes += len(piece)
        return piece

    readline = read


def test_three_hundred_megabytes_are_dropped_as_they_come_and_the_form_stays(desk, card, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    (tmp_path / "uploads").mkdir()
    fields = {
        "title": "A title somebody typed",
        "notice": "teaching",
        "key": "k",
        "version": "1",
        "then": "deliver",
    }
    head = b"".join(
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    )
    head += b'--B\r\nContent-Disposition: form-data; name="files"; filename="big.pdf"\r\n\r\n%PDF-1.7'
    size = 300_000_000
    body = Endless(head, size, b"\r\n--B--\r\n")
    answer = desk.generic(
        "POST",
        f"{address(card)}?lang=en",
        CONTENT_TYPE="multipart/form-data; boundary=B",
        CONTENT_LENGTH=str(len(head) + size + 9),
        **{"wsgi.input": body},
    )
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "more than 100 MB" in page
    assert "A title somebody typed" in page
    assert list((tmp_path / "uploads").iterdir()) == []
    assert PatronRequest.objects.get(number=card.number).state == "will-supply"


def test_nothing_of_a_strangers_upload_is_read(client, card):
    for who, library in (
        ("librarian", "WEST"),
        ("librarian", "EAST"),
        ("stranger", "WEST"),
        ("reader", "WEST"),
    ):
        client.force_login(user(who))
        body = Endless(b"--B\r\n", 50_000_000, b"")
        answer = client.generic(
            "POST",
            address(card, library),
            CONTENT_TYPE="multipart/form-data; boundary=B",
            CONTENT_LENGTH="50000000",
            **{"wsgi.input": body},
        )
        assert (answer.status_code, body.read_bytes) == (404, 0)


def test_more_than_any_member_may_send_is_refused_before_it_is_read(desk, card):
    body = Endless(b"--B\r\n", 0, b"")
    answer = desk.generic(
        "POST",
        address(card),
        CONTENT_TYPE="multipart/form-data; boundary=B",
        CONTENT_LENGTH=str(django_settings.COMMONSHELF_UPLOAD_BYTES + 1),
        **{"wsgi.input": body},
    )
    assert (answer.status_code, body.read_bytes) == (413, 0)


def test_the_token_of_the_form_is_asked_for_after_all(card):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user("partner"))
    assert strict.post(address(card), form(card, ("scan.pdf", a_pdf()))).status_code == 403
    assert documents(card) == []


def test_a_document_of_another_request_is_not_delivered(desk, card, world):
    other = delivery.bring(
        actor=members.operator(), library="WEST", about="sharing:other", title="x",
        files=[SimpleUploadedFile("a.pdf", a_pdf())],
    )  # fmt: skip
    assert desk.post(f"{address(card)}/{other.id}", {"do": "deliver", "key": "d"}).status_code == 404
    with pytest.raises(Refusal, match="no-document"):
        press(world.west, card, "deliver", document=other.id)
    assert delivery.links_for(reader=world.student) == []


def test_the_library_sets_how_large_and_how_long(desk, card):
    told = {"delivery.megabytes": 1, "delivery.pages": 1}
    for name, value in told.items():
        members.set_setting(actor=members.operator(), library="WEST", name=name, value=value)
    page = desk.get(address(card), {"lang": "en"}).content.decode()
    assert "together at most 1 MB and 1 page" in page
    assert copying.most_pages(card, "WEST") == 1
    answer = sent(desk, card, ("a.pdf", a_pdf() + bytes(3_000_000)))
    assert answer.status_code == 413


def test_fsck_knows_whose_every_document_is(world, card):
    document = laid(library="WEST", about=about(card.number))
    press(world.west, card, "deliver", document=document.id)
    assert list(api.problems()) == []
    other = laid(library="EAST", about=about(card.number))
    for wrong in (other.id, 999):
        Supply.objects.update(document=wrong)
        assert [one for one in api.problems() if "not its supplier" in one] != []
    Supply.objects.update(document=document.id)
    stray = laid(about="sharing:Q000000000")
    assert list(api.problems()) == [f"document {stray.id} is for sharing:Q000000000, which is no request"]
