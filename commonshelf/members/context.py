"""What every template may ask of the members: where the reader is, and who they are."""

from __future__ import annotations

from django.http import HttpRequest

from commonshelf.kernel.actor import VISITOR
from commonshelf.members import api
from commonshelf.members.cards import Here


def here(request: HttpRequest) -> dict[str, object]:
    """here: Here; here_branch: the picked branch's card or None; actor: who is asking."""
    place: Here = getattr(request, "here", Here())
    return {
        "here": place,
        "here_branch": api.branch_at(here=place),
        "actor": getattr(request, "actor", VISITOR),
    }
