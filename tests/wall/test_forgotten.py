"""A reader with requests and copies goes: nothing they wrote, no copy with their name, stays anywhere."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from commonshelf.delivery import api as delivery
from commonshelf.delivery.models import Link
from commonshelf.delivery.testing import Sent, a_pdf
from commonshelf.members import api as members
from commonshelf.privacy import api as privacy
from commonshelf.privacy.tests.conftest import bytes_of, home
from commonshelf.privacy.tests.planting import every_form
from commonshelf.sharing import api as sharing
from commonshelf.sharing.delivering import about
from commonshelf.sharing.models import Message, PatronRequest
from commonshelf.sharing.testing import desks, place, press

__all__ = ["home"]
WORDS = ("鱻写论文鱻", "鱻请快一些鱻", "鱻两馆之间鱻")


def copies(folder: Path) -> set[str]:
    return {name for name in bytes_of(folder) if name.startswith("files/documents/")}


def test_requests_messages_and_copies_of_a_reader_go_with_them(home):
    world = desks()
    asked = place(world, citation={"pages": "3-9", "note": WORDS[0]}, service="Copy", agreed_copyright=True)
    sharing.message(actor=world.reader, request=asked.number, text=WORDS[1])
    sharing.message(actor=world.east, request=asked.number, text=WORDS[2], library="EAST")
    press(world.west, asked, "will-supply")
    brought = delivery.bring(
        actor=world.west, library="WEST", about=about(asked.number), title="第二回", files=[Sent(a_pdf())]
    )
    press(world.west, asked, "deliver", document=brought.id)
    [link] = delivery.links_of(actor=world.reader, about=about(asked.number))
    delivery.open_link(secret=link.path.rpartition("/")[2], actor=world.reader, named=True)
    assert len(copies(home)) == 2, "the scan, and the reader's own copy"
    there = bytes_of(home)
    assert all(any(form in said for said in there.values() for form in every_form(one)) for one in WORDS)

    privacy.erase(actor=members.operator(), person=world.student)
    assert privacy.sweep(now=timezone.now())
    assert len(copies(home)) == 1, "the scan, which names nobody"
    left = {
        (name, one)
        for name, said in bytes_of(home).items()
        for one in WORDS
        if any(form in said for form in every_form(one))
    }
    assert left == set()
    row = PatronRequest.objects.get(number=asked.number)
    assert (row.reader, row.citation, row.state, row.group_kind) == (None, {}, "delivered", "student")
    assert set(Message.objects.values_list("text", flat=True)) == {""}
    assert list(Link.objects.values_list("reader", "copy")) == [(None, "")]
    assert list(privacy.problems()) == []
