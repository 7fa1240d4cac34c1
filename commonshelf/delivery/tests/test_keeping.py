"""What fsck finds of documents, with a fault planted for each line; what a library takes along of them."""

from __future__ import annotations

import csv
import os
from datetime import timedelta

import pytest
from django.utils import timezone

from commonshelf.cards.testing import an_actor, readers
from commonshelf.delivery import api, keeping, leaving, turns
from commonshelf.delivery.models import Document, Link
from commonshelf.delivery.testing import a_pdf, laid
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members import holders

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return readers()


@pytest.fixture
def opened(world):
    """A document its reader has opened: the scan and the copy lie there."""
    link, secret = api.share(actor=OPERATOR, document=laid().id, reader=world.student.key)
    made = keeping.new_path()
    made.write_bytes(a_pdf())
    Link.objects.filter(pk=link.id).update(copy=made.name, opens=1)
    return secret


def scan():
    return keeping.path(Document.objects.get().file)


def copy():
    return keeping.path(Link.objects.get().copy)


def lose():
    scan().unlink()


def cut_short():
    scan().write_bytes(scan().read_bytes()[:-1])


def change():
    """As many bytes as before, one of them another."""
    data = bytearray(scan().read_bytes())
    data[len(data) // 2] ^= 1
    scan().write_bytes(data)


def lose_copy():
    copy().unlink()


def never_withdrawn():
    Document.objects.update(expires_at=timezone.now() - timedelta(days=3))


def link_outlives_document():
    """Its row was not ended with its document's."""
    Document.objects.update(withdrawn_at=timezone.now())
    for path in (scan(), copy()):
        path.unlink()
    Link.objects.update(copy="")


def ended_with_its_copy():
    Link.objects.update(withdrawn_at=timezone.now())


def orphan():
    stray = keeping.new_path()
    stray.write_bytes(b"left behind")
    old = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(stray, (old, old))


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (lose, "has lost its file"),
        (cut_short, "is not what was kept"),
        (change, "is not what was kept"),
        (lose_copy, "has lost its reader's copy"),
        (never_withdrawn, "was not withdrawn"),
        (link_outlives_document, "still opens a document whose time is over"),
        (ended_with_its_copy, "reader's copy is still kept"),
        (orphan, "is no document's"),
    ],
)
def test_fsck_finds_what_was_planted_and_nothing_before(opened, plant, said):
    assert list(api.problems()) == []
    plant()
    found = list(api.problems())
    assert len(found) == 1
    assert said in found[0]


def test_what_the_night_leaves_has_no_problem(opened, time_machine, django_capture_on_commit_callbacks):
    orphan()
    time_machine.move_to(timezone.now() + timedelta(days=40))
    assert len(list(api.problems())) > 1
    with django_capture_on_commit_callbacks(execute=True):
        turns.nightly(timezone.now())
    assert list(api.problems()) == []
    assert list(keeping.files()) == []


def test_whoever_opens_what_was_lost_reads_what_to_do(world):
    _, secret = api.share(actor=OPERATOR, document=laid().id, reader=world.student.key)
    lose()
    with pytest.raises(Refusal) as told:
        api.open_link(secret=secret, actor=an_actor(world.student))
    assert (told.value.code, told.value.status) == ("delivery.missing", 410)
    assert Link.objects.get().opens == 0


def test_a_lost_copy_is_made_anew(world, opened):
    lose_copy()
    assert api.open_link(secret=opened, actor=an_actor(world.student)).path.is_file()
    assert list(api.problems()) == []


def test_a_library_takes_along_what_it_scanned_and_no_reader(world, opened, tmp_path):
    api.share(actor=OPERATOR, document=Document.objects.get().pk, reader=world.teacher.key)
    for library, rows in (("EAST", 1), ("WEST", 0)):
        leaving.write_own(library, tmp_path)
        told = (tmp_path / "documents.csv").read_text(encoding="utf-8-sig")
        found = list(csv.DictReader(told.splitlines()))
        assert len(found) == rows
        for row in found:
            assert (row["title"], row["pages"], row["readers"], row["opened"]) == (
                "红楼梦 第一回",
                "2",
                "2",
                "1",
            )
            assert row["withdrawn_at"] == ""
        assert world.student.key not in told
    assert "delivery" in dict(holders.exports())
