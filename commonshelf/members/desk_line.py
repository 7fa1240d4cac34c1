"""The line of the person's menu that says at which library they work now."""

from __future__ import annotations

from django.template.loader import render_to_string

from commonshelf.members import api
from commonshelf.ui.api import Request


def desk_line(*, request: Request) -> str:
    """Nothing for those who work at one library or none: there is nothing to choose."""
    desks = api.desks(request.actor) if len(request.actor.standings) > 1 else []
    if len(desks) < 2:
        return ""
    now = next((desk for desk in desks if desk.symbol == request.desk), desks[0])
    return render_to_string("members/parts/desk_menu.html", {"desk": now, "request": request})
