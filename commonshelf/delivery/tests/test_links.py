"""Links: whose they are, how often and how long they open, what is left when they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pypdf import PdfReader

from commonshelf.cards.testing import an_actor, readers
from commonshelf.delivery import api, keeping, leaving, linking, turns
from commonshelf.delivery.models import Document, Link
from commonshelf.delivery.testing import brought, laid
from commonshelf.kernel.actor import VISITOR
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.news.testing import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return readers()


def shared(world, **more):
    document = laid()
    card, secret = api.share(actor=members.operator(), document=document.id, reader=world.student.key, **more)
    return document, card, secret


def refused(code, **call):
    with pytest.raises(Refusal) as told:
        api.open_link(**call)
    assert told.value.code == code
    return told.value


def test_a_reader_opens_their_own_copy_with_the_notice_before_it(world):
    _, card, secret = shared(world)
    assert (card.opens, card.most_opens, card.state) == (0, 10, "open")
    opened = api.open_link(secret=secret, actor=an_actor(world.student))
    pages = PdfReader(opened.path).pages
    assert len(pages) == 3
    assert "Page 1 of the article" in pages[1].extract_text()
    assert (opened.link.opens, opened.name) == (1, "红楼梦 第一回.pdf")


def test_nobody_else_opens_it_and_all_are_told_the_same(world):
    _, _, secret = shared(world)
    for actor in (an_actor(world.citizen), VISITOR, an_actor(world.teacher), world.cast.partner):
        with pytest.raises(Absent):
            api.look(secret=secret, actor=actor)
    assert Link.objects.get().opens == 0


def test_the_desk_of_the_readers_library_prints_it_for_them_and_no_other_desk(world):
    _, _, secret = shared(world)
    assert api.open_link(secret=secret, actor=world.cast.librarian).link.opens == 1


def test_an_opening_lasts_half_an_hour_and_counts_once(world, time_machine):
    _, _, secret = shared(world, opens=2)
    student = an_actor(world.student)
    with pytest.raises(Refusal, match="not-opened"):
        api.opened(secret=secret, actor=student)
    api.open_link(secret=secret, actor=student)
    assert api.open_link(secret=secret, actor=student).link.opens == 1
    assert api.opened(secret=secret, actor=student).path.is_file()
    time_machine.move_to(timezone.now() + timedelta(minutes=31))
    with pytest.raises(Refusal, match="not-opened"):
        api.opened(secret=secret, actor=student)
    assert api.open_link(secret=secret, actor=student).link.opens == 2


def test_a_link_is_used_up_and_says_so(world, time_machine):
    _, _, secret = shared(world, opens=1)
    student = an_actor(world.student)
    api.open_link(secret=secret, actor=student)
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert refused("delivery.used-up", secret=secret, actor=student).status == 410
    assert Link.objects.get().opens == 1


def test_an_expired_link_opens_nothing_and_tells_strangers_nothing(world, time_machine):
    _, card, secret = shared(world, days=3)
    time_machine.move_to(card.expires_at)
    refused("delivery.expired", secret=secret, actor=an_actor(world.student))
    with pytest.raises(Absent):
        api.open_link(secret=secret, actor=an_actor(world.citizen))


def test_sharing_twice_is_one_link_and_the_same_secret(world):
    document, card, secret = shared(world)
    again, same = api.share(actor=members.operator(), document=document.id, reader=world.student.key)
    assert (again.id, same) == (card.id, secret)
    assert card.path == f"/documents/{secret}"
    assert secret not in str(list(Link.objects.values()) + list(events().values()))


def test_the_night_withdraws_what_expired_and_deletes_its_bytes(
    world, time_machine, django_capture_on_commit_callbacks
):
    _, card, secret = shared(world)
    opened = api.open_link(secret=secret, actor=an_actor(world.student))
    scanned = keeping.path(Document.objects.get().file)
    assert opened.path.is_file()
    assert scanned.is_file()
    time_machine.move_to(card.expires_at + timedelta(hours=1))
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            turns.nightly(timezone.now())
    assert not scanned.exists()
    assert not opened.path.exists()
    row = Document.objects.get()
    assert (row.withdrawn_why, row.pages, row.links.get().opens) == ("expired", 2, 1)
    assert events(kind="delivery.expire").count() == 1
    refused("delivery.withdrawn", secret=secret, actor=an_actor(world.student))
    assert api.links_for(reader=world.student.key) == []


def test_who_scanned_it_takes_it_back_and_others_cannot(world, django_capture_on_commit_callbacks):
    document, _, secret = shared(world)
    for actor in (world.cast.partner, an_actor(world.student), world.cast.stranger, world.cast.auditor):
        with pytest.raises(Absent):
            api.withdraw(actor=actor, document=document.id)
    with django_capture_on_commit_callbacks(execute=True):
        assert api.withdraw(actor=world.cast.librarian, document=document.id).withdrawn_why == "taken-back"
    refused("delivery.withdrawn", secret=secret, actor=an_actor(world.student))
    with pytest.raises(Refusal, match="withdrawn"):
        api.share(actor=members.operator(), document=document.id, reader=world.citizen.key)
    assert list(keeping.folder().iterdir()) == []


def test_one_link_ends_and_the_document_stays(world):
    document, card, secret = shared(world)
    with pytest.raises(Absent):
        api.end_link(actor=world.cast.partner, link=card.id)
    assert api.end_link(actor=world.cast.librarian, link=card.id).state == "withdrawn"
    refused("delivery.withdrawn", secret=secret, actor=an_actor(world.student))
    again, other = api.share(actor=members.operator(), document=document.id, reader=world.student.key)
    assert other != secret
    assert again.state == "open"


def test_guesses_are_counted_and_then_even_the_right_address_is_absent(world):
    _, _, secret = shared(world)
    student, citizen = an_actor(world.student), an_actor(world.citizen)
    for number in range(linking.GUESSES):
        with pytest.raises(Absent):
            api.look(secret=f"guess-{number}", actor=citizen)
    with pytest.raises(Absent):
        api.look(secret=secret, actor=citizen)
    for number in range(linking.GUESSES - 1):
        with pytest.raises(Absent):
            api.look(secret=f"guess-{number}", actor=student)
    assert api.look(secret=secret, actor=student).state == "open"
    with pytest.raises(Absent):
        api.look(secret="one more", actor=student)
    with pytest.raises(Absent):
        api.look(secret=secret, actor=student)


def text_of(opened):
    return [page.extract_text().replace("\x00", "") for page in PdfReader(opened.path).pages]


def test_a_copy_carries_library_day_and_last_digits_and_no_name(world):
    _, _, secret = shared(world)
    first, *pages = text_of(api.open_link(secret=secret, actor=an_actor(world.student)))
    number = world.student.card.number
    for page in pages:
        assert f"…{number[-4:]}" in page
        assert timezone.localdate().isoformat() in page
        assert number not in page
        assert "周小雨" not in page
    assert "著作权法" in first.replace(" ", "")


def test_a_reader_may_have_their_name_on_it_instead(world):
    _, _, secret = shared(world)
    opened = api.open_link(secret=secret, actor=an_actor(world.student), named=True)
    assert all("周小雨" in page for page in text_of(opened)[1:])
    again = api.open_link(secret=secret, actor=an_actor(world.student), named=False)
    assert again.path == opened.path


def test_open_access_carries_nobodys_mark(world):
    document = brought(notice="open")
    _, secret = api.share(actor=members.operator(), document=document.id, reader=world.student.key)
    pages = text_of(api.open_link(secret=secret, actor=an_actor(world.student)))
    assert pages[1].strip() == "Page 1 of the article"


def test_what_no_row_names_is_swept_away_after_a_day(world):
    document = brought()
    stray = keeping.new_path()
    stray.write_bytes(b"left by a killed program")
    now = timezone.now()
    assert keeping.sweep(now) == 0
    assert keeping.sweep(now + timedelta(days=2)) == 1
    assert keeping.path(Document.objects.get(pk=document.id).file).is_file()


def test_links_of_a_request_are_listed_for_those_it_concerns(world):
    shared(world)
    for actor in (an_actor(world.student), world.cast.librarian):
        assert [one.state for one in api.links_of(actor=actor, about="sharing:1")] == ["open"]
    for actor in (an_actor(world.citizen), world.cast.partner, VISITOR):
        assert api.links_of(actor=actor, about="sharing:1") == []
    assert [one.document.title for one in api.links_for(reader=world.student.key)] == ["红楼梦 第一回"]


def test_every_notice_says_its_piece_in_both_languages():
    for code, one in api.NOTICES.items():
        assert len(one.texts("zh-hans")) == len(one.texts("en")) >= 2
        assert one.code == code
        assert one.name("zh-hans") != one.name("en")
    assert api.notice(code="of-old").code == "study"


def test_erasing_a_reader_unties_their_link_and_takes_their_copy(world):
    _, _, secret = shared(world)
    opened = api.open_link(secret=secret, actor=an_actor(world.student))
    assert leaving.erase([world.student.key], []) == [opened.path]
    assert leaving.erase([world.citizen.key], []) == []


def test_links_of_two_readers_who_are_one_stay_one(world):
    document, card, _ = shared(world)
    other, _ = api.share(actor=members.operator(), document=document.id, reader=world.teacher.key)
    leaving.moved(world.student.key, world.teacher.key)
    assert [one.id for one in api.links_for(reader=world.teacher.key)] == [other.id]
    assert api.links_for(reader=world.student.key) == []
    assert Link.objects.get(pk=card.id).withdrawn_at is not None
