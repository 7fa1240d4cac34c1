"""The resources in an agency's care, with one button to call any of them for a reader or a branch (A71)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.sharing.agency import care as door
from commonshelf.sharing.views.agency_tabs import tabs
from commonshelf.ui.api import Request


@require_safe
def care(request: Request) -> HttpResponse:
    """Of the library worked at, else the first one; ?library= chooses, "-" the whole alliance."""
    mine, whole = door.libraries_of(request.actor), door.whole(request.actor)
    if not mine and not whole:
        raise Absent
    library = chosen(request, mine, whole=whole)
    found = door.care(actor=request.actor, library=library)
    context = {
        "care": found,
        "node": door.node_of(library),
        "library": members.library(symbol=library) if library else None,
        "libraries": [one for one in members.libraries() if one.symbol in mine],
        "whole": whole,
        "calls": library and door.calls(request.actor, library),
        **tabs(request, "care"),
    }
    return render(request, "sharing/agency/care.html", context)


def chosen(request: Request, mine: list[str], *, whole: bool) -> str:
    asked: Any = request.GET.get("library", "")
    if asked == "-" and whole:
        return ""
    if asked:
        if asked not in mine:
            raise Absent
        return str(asked)
    if request.desk in mine:
        return request.desk
    return "" if whole else mine[0]
