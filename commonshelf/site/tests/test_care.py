"""Whatever a room can say about its own rows is asked by `fsck`."""

from __future__ import annotations

import importlib
from pathlib import Path

import commonshelf
from commonshelf.site import care


def test_every_room_that_knows_what_must_hold_is_asked():
    rooms = [path.parent.name for path in Path(commonshelf.__file__).parent.glob("*/api.py")]
    doors = {room: importlib.import_module(f"commonshelf.{room}.api") for room in rooms}
    asked = {room for room, door in doors.items() if hasattr(door, "problems")}
    assert asked == care.ROOMS.keys() - {"database"}
    assert all(care.ROOMS[room] is doors[room].problems for room in asked)
