"""All interlibrary desks at one look, for the general agency and whoever audits it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.members import api as members
from commonshelf.sharing.desks import queues, words
from commonshelf.sharing.domain import queues as lists
from commonshelf.ui.api import Request

SHOWN = tuple(name for name in lists.LISTS if name != "others")


@never_cache
@require_safe
def overview(request: Request) -> HttpResponse:
    """One row a library, those with late things first; each number leads to its list."""
    members.demand(actor=request.actor, action="sharing.read-queues", object=Ref("alliance", ""))
    found = queues.overview(timezone.now())
    libraries = members.libraries()
    busy = [
        (one, found[one.symbol], [(name, found[one.symbol].get(name, 0)) for name in SHOWN])
        for one in libraries
        if found.get(one.symbol)
    ]
    busy.sort(key=lambda row: (-row[1].get("late", 0), -row[1].get(queues.TO_DO, 0), row[0].symbol))
    context = {
        "heads": [words.LISTS[name] for name in SHOWN],
        "busy": busy,
        "idle": [one.name for one in libraries if not found.get(one.symbol)],
        "to_do": sum(row[1].get(queues.TO_DO, 0) for row in busy),
        "late": sum(row[1].get("late", 0) for row in busy),
    }
    return render(request, "sharing/desk/all.html", context)
