"""The alliance's holidays: a year at a glance for everybody, and what the office changes about it."""

from __future__ import annotations

import secrets
from calendar import Calendar
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api
from commonshelf.members import holidays as table
from commonshelf.members.action_words import WEEKDAYS
from commonshelf.members.cards import HolidayCard
from commonshelf.members.domain import announced
from commonshelf.members.domain.announced import Change, Filled
from commonshelf.members.forms import at_its_field
from commonshelf.members.forms_days import HolidayForm
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the year's picture. kind: off, work (a make-up day) or ""; day 0: of another month."""

    day: int
    kind: str = ""
    today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    weeks: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring days that are alike, as one line. kind: off, work or plain (a day like any other)."""

    days: list[HolidayCard]
    kind: str
    like: str

    @property
    def first(self) -> HolidayCard:
        return self.days[0]

    @property
    def last(self) -> HolidayCard:
        return self.days[-1]


def kind_of(one: HolidayCard) -> str:
    if one.worked_as is None:
        return "off"
    return "plain" if one.worked_as == one.date.weekday() else "work"


def months(year: int, table: dict[date, HolidayCard], today: date) -> list[Month]:
    found = []
    for month in range(1, 13):
        weeks = [
            [_cell(day, month, table.get(day), today) for day in week]
            for week in Calendar().monthdatescalendar(year, month)
        ]
        found.append(Month(date_format(date(year, month, 1), "F"), weeks))
    return found


def _cell(day: date, month: int, told: HolidayCard | None, today: date) -> Cell:
    if day.month != month:
        return Cell(0)
    kind = kind_of(told) if told else ""
    return Cell(day.day, "" if kind == "plain" else kind, day == today)


def runs(lines: list[HolidayCard]) -> list[Run]:
    found: list[Run] = []
    for one in lines:
        last = found[-1].last if found else None
        alike = last and (last.name, last.worked_as, last.by_hand) == (one.name, one.worked_as, one.by_hand)
        if last and alike and one.worked_as is None and last.date + timedelta(days=1) == one.date:
            found[-1].days.append(one)
        else:
            like = "" if one.worked_as is None else str(WEEKDAYS[one.worked_as])
            found.append(Run([one], kind_of(one), like))
    return found


def _year(request: Request) -> int:
    year = whole(request.GET.get("year", ""), digits=4)
    return year if announced.FIRST_YEAR <= year <= announced.LAST_YEAR else timezone.localdate().year


def may_set(actor: Actor) -> bool:
    return api.allowed(actor=actor, action="members.set-holiday", object=Ref("holiday", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def holidays(request: Request) -> HttpResponse:
    """The year's picture and its list; the office adds, changes and removes days."""
    year, may = _year(request), may_set(request.actor)
    lines = api.holidays(year=year)
    if request.method == "POST":
        api.demand(actor=request.actor, action="members.set-holiday", object=Ref("holiday", ""))
    told = runs(lines)
    changed = _asked_for(told, request.GET.get("change", ""))
    form = HolidayForm.of(request.POST if request.POST.get("do") == "set" else None, changed)
    problem = ""
    if request.method == "POST":
        try:
            at = _done(request, form)
        except Absent:
            raise
        except Refusal as refusal:
            problem, at = at_its_field(refusal, day=form), None
        if at:
            messages.success(request, _("Saved. Opening hours everywhere follow at once."))
            return redirect(f"{reverse('members:holidays')}?year={at.year}")
    wrong = bool(problem or form.errors)
    context = {
        "year": year,
        "before": year - 1 if year > announced.FIRST_YEAR else None,
        "after": year + 1 if year < announced.LAST_YEAR else None,
        "months": months(year, {one.date: one for one in lines}, timezone.localdate()),
        "weekdays": _short_weekdays(),
        "today": timezone.localdate(),
        "runs": [run for run in told if run.kind != "plain"],
        "plain": [run for run in told if run.kind == "plain"],
        "may": may,
        "staff": bool(request.actor.standings) or request.actor.operator,
        "gaps": api.holiday_gaps(),
        "form": form,
        "changed": changed,
        "problem": problem,
        "wrong": wrong,
        "key": secrets.token_hex(8),
    }
    return render(request, "members/holidays.html", context, status=400 if wrong else 200)


def _short_weekdays() -> list[str]:
    """一 to 日, Mo to Su."""
    chinese = (get_language() or "").startswith("zh")
    return [str(name)[-1:] if chinese else str(name)[:2] for name in WEEKDAYS]


def _asked_for(told: list[Run], day: str) -> list[HolidayCard]:
    return next((run.days for run in told if str(run.first.date) == day), [])


def _done(request: Request, form: HolidayForm) -> date | None:
    """The day it was about; None: the form has to be shown again."""
    actor, key, doing = request.actor, form_key(request), request.POST.get("do", "")
    if doing == "drop":
        try:
            first, last = (date.fromisoformat(request.POST.get(name, "")) for name in ("first", "last"))
        except ValueError:
            raise Absent from None
        api.drop_holidays(actor=actor, first_date=first, end_date=last, key=key)
        return first
    if doing != "set":
        raise Absent
    if not form.is_valid():
        return None
    told = form.told()
    api.set_holidays(actor=actor, key=key, **told)
    return told["first_date"]


@dataclass(frozen=True, slots=True)
class FilledRun:
    """Neighbouring days with which the same happens. one: what will hold, or no longer does."""

    first_date: date
    end_date: date
    change: Change
    one: HolidayCard
    kind: str


def filled_runs(lines: list[Filled]) -> list[FilledRun]:
    """But for the days that stay as they are: those are only counted."""
    found: list[FilledRun] = []
    for line in lines:
        one = line.then or line.now
        if one is None or line.change is Change.SAME:
            continue
        run = FilledRun(line.date, line.date, line.change, one, kind_of(one))
        last = found[-1] if found else None
        alike = last and (last.change, last.kind, last.one.name) == (run.change, run.kind, one.name)
        if last and alike and run.kind == "off" and last.end_date + timedelta(days=1) == line.date:
            found[-1] = replace(last, end_date=line.date)
        else:
            found.append(run)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: Request) -> HttpResponse:
    """A look at what would be filled in, and the button that does it."""
    api.demand(actor=request.actor, action="members.prefill-holidays", object=Ref("holiday", ""))
    year, problem = _year(request), ""
    if request.method == "POST":
        try:
            return _filled(request, year)
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
    told, lines = table.known(year), table.prefill(year=year)
    context = {
        "year": year,
        "told": told,
        "runs": filled_runs(lines),
        "counts": Counter(line.change.value for line in lines),
        "does": any(line.change in {Change.NEW, Change.CHANGED, Change.GONE} for line in lines),
        "country": request.POST.get("country", told.country),
        "name": announced.countries()[told.country],
        "countries": [(code, name) for code, name in announced.countries().items() if "-" not in code],
        "problem": problem,
        "wrong": bool(problem),
        "weekdays": WEEKDAYS,
        "key": secrets.token_hex(8),
    }
    return render(request, "members/fill_holidays.html", context, status=400 if problem else 200)


def _filled(request: Request, year: int) -> HttpResponse:
    key = form_key(request)
    if request.POST.get("do") == "country":
        api.set_holidays_of(actor=request.actor, country=request.POST.get("country", ""), key=key)
        return redirect(f"{reverse('members:fill-holidays')}?year={year}")
    if request.POST.get("do") != "fill":
        raise Absent
    counts = api.prefill_holidays(actor=request.actor, year=year, key=key)
    done = sum(counts.get(name, 0) for name in ("new", "changed", "gone"))
    messages.success(request, _("{n} days were filled in or corrected.").format(n=done))
    return redirect(f"{reverse('members:holidays')}?year={year}")
