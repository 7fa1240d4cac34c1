"""How many came: by day, hour, kind of reader and home library; as a page and as a table to take along."""

from __future__ import annotations

import csv
import io

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from commonshelf.cards import api as cards
from commonshelf.kernel.actor import Ref
from commonshelf.members import api as members
from commonshelf.ui.api import Request
from commonshelf.visits import api
from commonshelf.visits.cards import Count, Counts
from commonshelf.visits.forms import SpanForm


@require_safe
def counts(request: Request, symbol: str) -> HttpResponse:
    """The last four weeks, or the days asked for; ?as=csv gives the days as a table."""
    members.demand(actor=request.actor, action="visits.read-counts", object=Ref("library", symbol, symbol))
    library = members.library(symbol=symbol)
    form = SpanForm.of(request.GET, timezone.localdate())
    branch = request.GET.get("branch", "")
    found: Counts | None = None
    if form.goes(lambda: api.counts(actor=request.actor, library=symbol, branch=branch, **form.cleaned_data)):
        found = form.made
    if found and request.GET.get("as") == "csv":
        return _table(found)
    most = max((n for _, n in found.days), default=0) if found else 0
    busiest = max((n for _, n in found.hours), default=0) if found else 0
    context = {
        "library": library,
        "form": form,
        "branch": branch,
        "counts": found,
        "groups": [(name_of(one, ""), one.people) for one in found.groups] if found else [],
        "most": most or 1,
        "busiest": busiest or 1,
        "days": members.setting(library=symbol, name=api.REMEMBER),
    }
    return render(request, "visits/counts.html", context, status=200 if found else form.http)


def _table(found: Counts) -> HttpResponse:
    """UTF-8 with a byte order mark, which spreadsheets ask for; a number that is not told is "<5"."""
    out = io.StringIO()
    write = csv.writer(out)
    language = get_language() or ""
    write.writerow([gettext("what"), gettext("which"), gettext("number of people")])
    for day, n in found.days:
        write.writerow([gettext("day"), day.isoformat(), n])
    for hour, n in found.hours:
        write.writerow([gettext("hour"), f"{hour:02}:00", n])
    for what, rows in ((gettext("kind of reader"), found.groups), (gettext("home library"), found.homes)):
        write.writerows([[what, *_cells(one, language)] for one in rows])
    name = f"visits-{found.library}-{found.first_date}-{found.end_date}.csv"
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cells(one: Count, language: str) -> list[str | int]:
    return [name_of(one, language), "<5" if one.people is None else one.people]


def name_of(one: Count, language: str) -> str:
    named = one.name.in_language(language) if one.name else str(cards.KIND_WORDS.get(one.what, ""))
    return named or gettext("not asked")
