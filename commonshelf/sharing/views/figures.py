"""Pages of figures: of the alliance, of one library, and both as a table to take along."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.desks.words import BY_ITSELF, REASONS
from commonshelf.sharing.domain.figuring import FEW, Times
from commonshelf.sharing.domain.tracing import OUTSIDE
from commonshelf.sharing.figures import reading
from commonshelf.sharing.figures.flow import Flow, flow
from commonshelf.ui.api import Request

USUAL_DAYS: Final = 90
PAIRS: Final = 20
"""Of the table on the page; the one to take along has all."""
SERVICES: Final = {
    "": gettext_lazy("Loans and copies"),
    "Loan": gettext_lazy("Loans"),
    "Copy": gettext_lazy("Copies"),
}
HEAD: Final = (
    *(
        "what",
        "supplier",
        "requester",
        "service",
        "group",
        "reason",
        "requests",
        "asked",
        "filled",
        "no",
        "late",
        "filled_share",
    ),
    *("timed", "mean_hours", "median_hours", "p90_hours", "under_24", "under_48", "under_72", "longer"),
)


@require_safe
def figures(request: Request) -> HttpResponse:
    """Fill rate, times, reasons, flow: of what was placed in the last days."""
    mine, told = _asked(request)
    found = reading.read(actor=request.actor, now=timezone.now(), **told)
    own, names = found.own, _names()
    drawn = flow(own.pairs)
    context = {
        **told,
        "found": found,
        "own": own,
        "whole": found.whole,
        "libraries": [(one, names.get(one, Said(one, one))) for one in mine],
        "days_choices": reading.DAYS,
        "services": list(SERVICES.items()),
        "service_rows": [(str(SERVICES.get(one.library, _("Either"))), one) for one in own.services],
        "requesters": [
            (names.get(one.library, Said(one.library, one.library)), one) for one in own.requesters
        ],
        "groups": [(cards.KIND_WORDS.get(one.group, _("Not known")), one) for one in found.groups],
        "suppliers": [(names.get(one.library, Said(one.library, one.library)), one) for one in own.suppliers],
        "pairs": [
            (_name(names, one.supplier), _name(names, one.requester), one) for one in own.pairs[:PAIRS]
        ],
        "more_pairs": max(len(own.pairs) - PAIRS, 0),
        "reasons": _reasons(own.reasons),
        "flow": drawn,
        "givers": _labels(drawn, names, "givers"),
        "takers": _labels(drawn, names, "takers"),
        "ribbons": [(_name(names, one.supplier), _name(names, one.requester), one) for one in drawn.ribbons],
        "few": FEW,
        "query": request.GET.urlencode(),
    }
    return render(request, "sharing/figures/figures.html", context)


def _asked(request: Request) -> tuple[list[str], dict[str, Any]]:
    """Whose figures, of which days and service; what nobody offers is the usual. Absent: nothing to read."""
    mine = reading.libraries_of(request.actor)
    if not mine:
        raise Absent
    days = request.GET.get("days", "")
    service = request.GET.get("service", "")
    return mine, {
        "library": request.GET.get("library", mine[0]),
        "days": int(days) if days in {str(one) for one in reading.DAYS} else USUAL_DAYS,
        "service": service if service in reading.SERVICES else "",
    }


def _names() -> dict[str, Said]:
    """With one for all partners outside together."""
    outside = Said("联盟以外", "Outside the alliance")
    return {OUTSIDE: outside, **{one.symbol: one.name for one in members.libraries()}}


def _name(names: Mapping[str, Said], symbol: str) -> Said | str:
    if not symbol:
        return _("The other libraries")
    return names.get(symbol, Said(symbol, symbol))


def _labels(drawn: Flow, names: Mapping[str, Said], side: str) -> list[tuple[str, Any]]:
    """Names cut to what stands beside the ribbons; the table beneath has them whole."""
    language = get_language() or ""
    most = 9 if language.startswith("zh") else 15
    told = []
    for node in getattr(drawn, side):
        found = _name(names, node.library)
        name = found if isinstance(found, str) else found.in_language(language)
        told.append((name if len(name) <= most else f"{name[: most - 1]}…", node))
    return told


def _reasons(told: Iterable[tuple[str, int]]) -> list[tuple[Any, int, float]]:
    some = list(told)
    most = max((count for _reason, count in some), default=1)
    words = {**REASONS, **BY_ITSELF, "late": _("It did not answer in time"), "": _("No reason was given")}
    return [(words.get(reason, reason), count, 100 * count / most) for reason, count in some]


# -- to take along


@require_safe
def as_csv(request: Request) -> HttpResponse:
    """Every table of the page in one, by the column `what`; hours of the clock, shares in per cent."""
    _mine, told = _asked(request)
    found = reading.read(actor=request.actor, now=timezone.now(), **told)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    whose = told["library"] or "alliance"
    answer["Content-Disposition"] = f'attachment; filename="figures-{whose}-{told["days"]}.csv"'
    answer.write("\ufeff")
    table = csv.DictWriter(answer, HEAD, restval="")
    table.writeheader()
    table.writerows(_lines(found))
    return answer


def _lines(found: reading.Reading) -> Iterable[dict[str, object]]:
    own = found.own
    for what, one in [("total", own.whole), ("alliance", found.whole.whole)]:
        yield {
            "what": what,
            "requests": one.placed,
            "filled": one.filled,
            "no": one.missed,
            **_timed(one.reader),
        }
    for one in own.services:
        told = {"service": one.library, "requests": one.placed, "filled": one.filled, "no": one.missed}
        yield {"what": "service", **told, **_timed(one.reader)}
    for one in own.requesters:
        told = {"requester": one.library, "requests": one.placed, "filled": one.filled, "no": one.missed}
        yield {"what": "requester", **told, **_timed(one.reader)}
    for kind in found.groups:
        asked = "" if kind.placed is None else kind.placed
        share = "" if kind.share is None else f"{kind.share:.0f}"
        told = {"group": kind.group or "unknown", "requests": asked, "filled_share": share}
        yield {"what": "group", **told, **(_timed(kind.reader) if kind.placed is not None else {})}
    for giver in own.suppliers:
        told = {"supplier": giver.library, "asked": giver.asked, "filled": giver.filled, "no": giver.no}
        yield {"what": "supplier", **told, "late": giver.late, **_timed(giver.ship)}
    for pair in own.pairs:
        ends = {"supplier": pair.supplier, "requester": pair.requester, "filled": pair.filled}
        yield {"what": "pair", **ends, **_timed(pair.reader)}
    for reason, count in own.reasons:
        yield {"what": "reason", "reason": reason or "none", "no": count}


def _timed(one: Times) -> dict[str, object]:
    told: dict[str, object] = {"timed": one.count}
    if one.mean is None or one.median is None or one.p90 is None:
        return told
    told |= {
        "mean_hours": f"{one.mean:.1f}",
        "median_hours": f"{one.median:.1f}",
        "p90_hours": f"{one.p90:.1f}",
    }
    names = ("under_24", "under_48", "under_72", "longer")
    return told | {name: f"{share:.1f}" for name, share in zip(names, one.shares, strict=True)}
