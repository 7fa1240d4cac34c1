"""Weeks and vacations, first people, and the closing page of the set-up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members.cards import BranchCard, LibraryCard
from commonshelf.office.setup_forms import GuestForm, VacationForm
from commonshelf.office.views.setup import demand, page
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

GUESTS: Final = 5
MOST_GUESTS: Final = 30
SHOWN: Final = 60
OF_THE_ALLIANCE: Final = frozenset({"office", "auditor"})
"""Roles held at no single library, whatever stands in the field beside them."""


@dataclass(frozen=True, slots=True)
class Place:
    """A building on the page of weeks. week: in words; vacations: how many are known of its library."""

    library: LibraryCard
    branch: BranchCard | None
    week: tuple[tuple[str, str], ...]
    vacations: int


def choices(libraries: list[LibraryCard]) -> list[tuple[str, str]]:
    language = get_language() or ""
    return [(one.symbol, one.name.in_language(language)) for one in libraries]


# -- weeks and vacations


@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: Request) -> HttpResponse:
    demand(request)
    libraries = members.libraries()
    do = request.POST.get("do", "")
    vacation = VacationForm(request.POST if do == "vacation" else None, libraries=choices(libraries))
    try:
        if do == "holidays":
            return _prefill(request)
        if do == "vacation" and vacation.is_valid():
            return _keep_vacation(request, vacation.cleaned_data)
    except Absent:
        raise
    except Refusal as refusal:
        vacation.add_error(None if do == "holidays" else "last", ui.sentence(refusal))
    today = timezone.localdate()
    context = {
        "places": [place for one in libraries[:SHOWN] for place in _places(one, today)],
        "more": max(0, len(libraries) - SHOWN),
        "years": [_year(year) for year in (today.year, today.year + 1)],
        "vacation": vacation,
        "wrong": bool(vacation.errors),
    }
    return page(request, "office/calendars.html", "calendars", context, 400 if vacation.errors else 200)


def _prefill(request: Request) -> HttpResponse:
    year = timezone.localdate().year
    key = form_key(request)
    with members.together():
        for one in (year, year + 1):
            members.prefill_holidays(actor=request.actor, year=one, key=key and f"{key}-{one}")
    said = _("The public holidays of {year} and {next} are filled in. Where one is wrong, change it by hand.")
    messages.success(request, said.format(year=year, next=year + 1))
    return redirect("office:calendars")


def _keep_vacation(request: Request, told: dict[str, Any]) -> HttpResponse:
    key = form_key(request)
    with members.together():
        for symbol in told["libraries"]:
            members.set_vacation(
                actor=request.actor,
                library=symbol,
                first_date=told["first"],
                end_date=told["last"],
                name_zh=told["name_zh"],
                name_en=told["name_en"],
                key=key and f"{key}-{symbol}",
            )
    number = len(told["libraries"])
    said = ngettext("Kept for {number} library.", "Kept for {number} libraries.", number).format(
        number=number
    )
    messages.success(request, said)
    return redirect("office:calendars")


def _year(year: int) -> dict[str, Any]:
    found = members.holidays(year=year)
    return {
        "year": year,
        "off": sum(1 for one in found if one.worked_as is None),
        "make_up": sum(1 for one in found if one.worked_as not in (None, one.date.weekday())),
    }


def _places(library: LibraryCard, today: date) -> list[Place]:
    known = len(members.vacations(library=library.symbol, today=today))
    if not library.branches:
        return [Place(library, None, (), known)]
    return [Place(library, branch, week_in_words(branch), known) for branch in library.branches]


def week_in_words(branch: BranchCard) -> tuple[tuple[str, str], ...]:
    """(days, hours), weekdays with the same hours told once: Monday to Friday 08:00–22:00."""
    names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    days: list[list[str]] = [[] for _day in names]
    for span in branch.hours:
        days[span.weekday].append(f"{span.opens:%H:%M}–{span.closes:%H:%M}")
    told: list[tuple[int, int, str]] = []
    for day, spans in enumerate(days):
        said = ", ".join(spans) or _("closed")
        if told and told[-1][2] == said:
            told[-1] = (told[-1][0], day, said)
        else:
            told.append((day, day, said))
    return tuple(
        (
            names[first]
            if first == last
            else _("{first} to {last}").format(first=names[first], last=names[last]),
            said,
        )
        for first, last, said in told
    )


# -- first people


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    demand(request)
    number = _lines(request)
    places = [("", _("the whole alliance")), *choices(members.libraries())]
    forms = [
        GuestForm(
            request.POST if request.method == "POST" else None,
            prefix=f"g{at}",
            libraries=places,
            initial=_usual(at, places),
        )
        for at in range(number)
    ]
    if request.method == "POST":
        if request.POST.get("do") == "more":
            number = min(number + GUESTS, MOST_GUESTS)
            forms += [
                GuestForm(None, prefix=f"g{at}", libraries=places, initial=_usual(at, places))
                for at in range(len(forms), number)
            ]
        elif answer := _invite(request, forms):
            return answer
    wrong = request.method == "POST" and any(form.errors for form in forms)
    context = {
        "forms": forms,
        "number": number,
        "invitations": members.invitations(actor=request.actor, rows=SHOWN),
        "by_mail": mail.server() is not None,
        "wrong": wrong,
    }
    return page(request, "office/people.html", "people", context, 400 if wrong else 200)


def _usual(at: int, places: list[tuple[str, str]]) -> dict[str, str]:
    """A manager of each library first, then a librarian of each."""
    round, place = divmod(at, max(1, len(places) - 1))
    library = places[place + 1][0] if len(places) > 1 else ""
    return {"library": library, "role": "librarian" if round else "manager"}


def _lines(request: Request) -> int:
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    text = given.get("lines", "")
    return min(max(whole(text, otherwise=GUESTS), 1), MOST_GUESTS)


def _invite(request: Request, forms: list[GuestForm]) -> HttpResponse | None:
    """All lines that are filled in, or none of them; None: something is wrong or nothing is filled in."""
    if not all([form.is_valid() for form in forms]):  # noqa: C419 -- a list, so that every line shows its errors
        return None
    filled = [form for form in forms if form.has_changed()]
    if not filled:
        forms[0].add_error("name_zh", _("Fill in at least one line."))
        return None
    key = form_key(request)
    site = f"{request.scheme}://{request.get_host()}"
    at = filled[0]
    try:
        with members.together():
            for number, at in enumerate(filled):
                told = at.cleaned_data
                members.invite(
                    actor=request.actor,
                    name_zh=told["name_zh"],
                    name_en=told["name_en"],
                    email=told["email"],
                    role=told["role"],
                    library="" if told["role"] in OF_THE_ALLIANCE else told["library"],
                    site=site,
                    key=key and f"{key}-{number}",
                )
    except Absent:
        raise
    except Refusal as refusal:
        roles = {"members.role-of-the-alliance", "members.role-of-a-library"}
        at.add_error("role" if refusal.code in roles else "email", ui.sentence(refusal))
        return None
    said = ngettext("{number} person is invited.", "{number} people are invited.", len(filled))
    messages.success(request, said.format(number=len(filled)))
    return redirect("office:first-people")


# -- the end


@require_safe
def ready(request: Request) -> HttpResponse:
    """What works now, and what is left: library by library, from the joining checklist."""
    demand(request)
    libraries = members.libraries()[:SHOWN]
    rows = []
    for one in libraries:
        items = members.checklist(symbol=one.symbol)
        rows.append({"library": one, "left": [item for item in items if not item.done], "items": items})
    context = {"rows": rows, "whole": [row for row in rows if not row["left"]], "number": len(libraries)}
    return page(request, "office/ready.html", "ready", context)
