"""Cards and codes of many readers, printed as slips to cut apart or as a table."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from commonshelf.cards import handing
from commonshelf.cards.domain import numbers
from commonshelf.cards.views.readers import place_of
from commonshelf.cards.views.sheets import table
from commonshelf.kernel import barcodes
from commonshelf.kernel.number import whole
from commonshelf.ui.api import Request

MOST_SLIPS: Final = handing.A_PAGE


@never_cache
@require_POST
def hand_out(request: Request, symbol: str) -> HttpResponse:
    """A hundred slips to print, or the whole list as a file. The codes are told here only."""
    library = place_of(request, symbol, handing.HAND_OUT)
    how = request.POST.get("how", "")
    start = max(whole(request.POST.get("start", "")), 0)
    slips = handing.hand_out(
        actor=request.actor,
        library=symbol,
        sheet=whole(request.POST.get("sheet", "")),
        group=whole(request.POST.get("group", "")),
        start=start if how == "slips" else 0,
        most=MOST_SLIPS if how == "slips" else 0,
    )
    address = request.build_absolute_uri(reverse("cards:activate"))
    if how == "slips":
        drawn = [(slip, numbers.shown(slip.number), barcodes.qr(slip.number)) for slip in slips]
        context = {
            "library": library,
            "slips": drawn,
            "address": address,
            "start": start + 1,
            "end": start + len(slips),
        }
        return render(request, "cards/slips.html", context)
    language = get_language() or ""
    heads = [
        _("Reader group"),
        _("Student or staff number"),
        _("Name of the reader"),
        _("Card number"),
        _("Code for a password"),
        _("Code good until"),
        _("Where to set a password"),
    ]
    rows = [
        [
            slip.group.in_language(language),
            slip.local_number,
            slip.name.in_language(language),
            slip.number,
            slip.code,
            slip.last_date.isoformat(),
            address,
        ]
        for slip in slips
    ]
    return table(how, "cards", heads, rows, sheet=_("Cards"))
