"""Whose eyes look at a request: an auditor's, and a reader's upon what the desks say to one another."""

from __future__ import annotations

import pytest

from commonshelf.kernel.actor import Actor, Agent, Role, Standing
from commonshelf.sharing import api
from commonshelf.sharing.testing import desks, place

pytestmark = pytest.mark.django_db
AUDITOR = Actor(name="auditor", agent=Agent.WEB, standings=(Standing(Role.AUDITOR, ""),))


def test_an_auditor_looks_on_and_learns_no_readers_name():
    world = desks()
    card = place(world, most_cost=500)
    seen = api.request(actor=AUDITOR, number=card.number, library="EAST")
    assert (seen.side, seen.reader, seen.reader_key, seen.most_cost) == ("requester", "", "", 0)
    assert (seen.home, seen.group_kind) == ("EAST", "student")
    desk = api.request(actor=world.east, number=card.number, library="EAST")
    assert (desk.reader, desk.reader_key) == ("周小雨", world.student)


def test_what_desks_say_to_one_another_no_reader_reads():
    world = desks()
    card = place(world)
    for actor, to in ((world.east, ""), (world.east, "reader"), (world.west, ""), (world.reader, "")):
        at = {world.east: "EAST", world.west: "WEST"}.get(actor, "")
        api.message(actor=actor, request=card.number, text=f"{at} to {to}", to=to, library=at)
    heard = {
        name: [one.text for one in api.request(actor=actor, number=card.number).messages]
        for name, actor in (("reader", world.reader), ("east", world.east), ("west", world.west))
    }
    assert heard["reader"] == ["EAST to reader", "to"]
    assert heard["west"] == ["EAST to", "WEST to"]
    assert len(heard["east"]) == 4
