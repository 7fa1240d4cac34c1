"""Rights for programs, beside the search interface: the same answers as the pages and the command.

GET  /api/v1/rights/SYMBOL        the reader who is signed in; or ?from=SYMBOL&kind=citizen: anybody like that
POST /api/v1/rights               number=…&library=SYMBOL[&branch=…]: staff at that desk, by a card's number
"""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from commonshelf.cards import rights as doors
from commonshelf.cards.asking import asking
from commonshelf.cards.domain.rights import Right
from commonshelf.cards.readers import seen_by
from commonshelf.cards.rights import Judge, Who
from commonshelf.cards.rights_words import as_json
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.ui.api import Request


@require_safe
def rights_at(request: Request, symbol: str) -> HttpResponse:
    """Nothing about anybody but oneself; 404 for a library that is no member."""
    members.library(symbol=symbol)
    asked = asking(request)
    if asked is None:
        raise Absent
    return _answer(Judge(asked.who, symbol, timezone.now()).rights(), asked.who.home)


@require_POST
def rights_of_card(request: Request) -> HttpResponse:
    """A card at a desk: for staff of that library, and its reader can see that they looked.

    The number comes in the body: addresses are kept in logs.
    """
    library, number = request.POST.get("library", ""), request.POST.get("number", "")
    object = Ref("reader", "", library)
    members.demand(actor=request.actor, action="cards.look", object=object if library else None)
    now = timezone.now()
    found = doors.rights(
        reader=None, number=number, library=library, at=now, branch=request.POST.get("branch", "")
    )
    who = doors.who_asks(None, number, timezone.localdate(now))
    if isinstance(who, Who):
        seen_by(actor=request.actor, reader_key=who.key, library=library, why="rights")
    return _answer(found, who.home if isinstance(who, Who) else "")


def _answer(found: dict[str, Right], home: str) -> HttpResponse:
    return JsonResponse(as_json(found, home), json_dumps_params={"ensure_ascii": False})
