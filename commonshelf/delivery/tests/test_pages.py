"""The page before a document, and the document as it is sent: to whom, how, in which spans."""

from __future__ import annotations

import contextlib
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from commonshelf.cards.testing import readers, the_user
from commonshelf.delivery import api
from commonshelf.delivery.models import Link
from commonshelf.delivery.testing import brought, laid
from commonshelf.members import api as members
from commonshelf.members.testing import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return readers()


@pytest.fixture
def path(world):
    document = laid()
    return api.share(actor=members.operator(), document=document.id, reader=world.student.key)[0].path


def fetched(client, path, **headers):
    """The answer and its bytes."""
    with contextlib.closing(client.get(path, headers=headers)) as answer:
        return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


def opened(client, path):
    answer = client.post(path, {"key": "1"})
    assert answer.status_code == 302
    return answer["Location"]


def test_the_notice_stands_before_the_document_in_both_languages(client, world, path):
    client.force_login(the_user(world.student))
    zh = client.get(path, {"lang": "zh-hans"}).content.decode()
    en = client.get(path, {"lang": "en"}).content.decode()
    assert "著作权法" in zh
    assert "Copyright Law" in en
    assert "红楼梦 第一回" in en
    assert Link.objects.get().opens == 0  # looking is not opening


def test_opening_sends_the_copy_and_counts_once(client, world, path):
    client.force_login(the_user(world.student))
    to = opened(client, path)
    answer, whole = fetched(client, to)
    assert answer["Content-Type"] == "application/pdf"
    assert whole.startswith(b"%PDF-")
    assert int(answer["Content-Length"]) == len(whole)
    fetched(client, to)
    opened(client, path)
    assert Link.objects.get().opens == 1


def test_a_document_is_kept_and_never_shown_as_a_page_of_ours(client, world, path):
    client.force_login(the_user(world.student))
    answer, _ = fetched(client, opened(client, path))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=5-", 5, None), ("bytes=-7", -7, None), ("bytes=3-999999999", 3, None)],
)
def test_a_part_of_it_can_be_fetched(client, path, asked, first, last):
    client.force_login(Link.objects.get().reader.person)
    to = opened(client, path)
    _, whole = fetched(client, to)
    answer, part = fetched(client, to, range=asked)
    assert answer.status_code == 206
    assert part == whole[first : None if last is None else last + 1]
    begin = first % len(whole)
    assert answer["Content-Range"] == f"bytes {begin}-{begin + len(part) - 1}/{len(whole)}"


def test_a_span_that_is_not_there_is_told_so_and_nonsense_gets_all(client, world, path):
    client.force_login(the_user(world.student))
    to = opened(client, path)
    assert fetched(client, to, range="bytes=99999999-")[0].status_code == 416
    for nonsense in ("bytes=9-3", "lines=1-2", "bytes=0-1,3-4", "bytes=-", "x" * 300):
        assert fetched(client, to, range=nonsense)[0].status_code == 200
    other = {"range": "bytes=0-9", "if-range": '"another"'}
    assert fetched(client, to, **other)[0].status_code == 200


def test_another_readers_link_a_guess_and_nothing_are_the_same_bytes(client, world, path):
    for who in (the_user(world.citizen), user("partner"), user("stranger")):
        client.force_login(who)
        answers = [client.get(one) for one in (path, f"{path}/copy.pdf", "/documents/guess", "/nowhere")]
        assert {one.status_code for one in answers} == {404}
        assert len({one.content for one in answers}) == 1
        assert client.post(path, {"key": "1"}).content == answers[0].content
    assert Link.objects.get().opens == 0


def test_visitors_are_asked_to_sign_in_whether_there_is_a_link_or_not(client, path):
    for one in (path, "/documents/guess"):
        answer = client.get(one)
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={one}")


def test_an_ended_link_says_so_to_its_reader_and_the_copy_leads_back_to_the_page(client, world, path):
    client.force_login(the_user(world.student))
    to = opened(client, path)
    Link.objects.update(expires_at=timezone.now())
    assert client.get(to)["Location"] == path
    page = client.get(path, {"lang": "en"}).content.decode()
    assert "The time for this document is over" in page
    assert "open the copy" not in page
    assert client.post(path, {"key": "2"}).status_code == 410


def test_the_desk_of_the_readers_library_prints_it_for_them(client, world, path):
    client.force_login(user("librarian"))
    assert "A copy to print for a reader" in client.get(path, {"lang": "en"}).content.decode()
    assert fetched(client, opened(client, path))[0].status_code == 200


def test_who_scanned_it_looks_through_it_without_counting(client, world):
    document = brought()
    address = f"/scanned/{document.id}.pdf"
    client.force_login(user("librarian"))
    answer, whole = fetched(client, address)
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert len(PdfReader(BytesIO(whole)).pages) == 2
    for who in (user("partner"), the_user(world.student), user("stranger")):
        client.force_login(who)
        assert client.get(address).content == client.get("/scanned/1.pdf").content
    api.withdraw(actor=members.operator(), document=document.id)
    client.force_login(user("librarian"))
    assert client.get(address).status_code == 404
