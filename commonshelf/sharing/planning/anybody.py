"""Whom a plan is made for while nobody has signed in: somebody with a card of the library they picked, of
the nearest, or of a public one.
"""

from __future__ import annotations

from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.sharing.domain.ways import Asked


def anybody(asked: Asked) -> tuple[str, str] | None:
    """(home, kind of group); None: no library takes part."""
    found = {one.symbol: one for one in members.libraries() if members.takes_part(symbol=one.symbol)}
    near = [key.partition("/")[0] for key in members.distances(here=Here(place=asked.place))]
    public = [one.symbol for one in found.values() if one.kind == "public"]
    home = next((one for one in (asked.library, *near, *public, *found) if one in found), "")
    if not home:
        return None
    return home, "citizen" if found[home].kind == "public" else "student"
