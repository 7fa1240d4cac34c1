"""The rota of a duty: a week at a look, turns given up, taken, swapped, planned."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office import duties_reading as reading
from commonshelf.office import duties_rota as rota_doors
from commonshelf.office import duties_swaps as swap_doors
from commonshelf.office.domain.duties import week_of
from commonshelf.office.duties_cards import Post, ShiftCard
from commonshelf.office.duties_forms import Choices, TurnForm, WeekForm, posts, read_post
from commonshelf.office.duties_turns import libraries_of
from commonshelf.office.views.duties import Names, Who, names_of
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

DOORS: Final[Mapping[str, tuple[Callable[..., None], Any]]] = {
    "give-up": (
        rota_doors.give_up,
        gettext_lazy("Offered to your colleagues. It stays yours until somebody takes it."),
    ),
    "keep": (rota_doors.keep, gettext_lazy("It is yours as before.")),
    "take": (rota_doors.take, gettext_lazy("It is yours now.")),
    "drop": (rota_doors.drop_shift, gettext_lazy("Taken off the rota.")),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn for the eye. mine, free: whether it is mine, whether I may take it."""

    card: ShiftCard
    who: Who
    mine: bool
    free: bool


@require_http_methods(["GET", "HEAD", "POST"])
def rota(request: Request, id: int) -> HttpResponse:
    """One week; who plans it finds the form below."""
    card = reading.duty(actor=request.actor, id=id)
    today, day = timezone.localdate(), _day(request)
    may_plan = rota_doors.may_plan(actor=request.actor, duty=id) and not card.ended
    form = TurnForm(request.POST or None, posts=_posts(id, day), initial={"day": max(day, today)})
    if form.goes(lambda: _add(request, id, form)):
        messages.success(request, _("On the rota."))
        return redirect(f"{reverse('office:duty-rota', args=[id])}?week={form.cleaned_data['day']}")
    turns = reading.rota(actor=request.actor, duty=id, day=day)
    swaps = reading.swaps(actor=request.actor, duty=id)
    asked = [post for one in swaps for post in (one.mine.holder, one.theirs.holder)]
    names = names_of([*(one.holder for one in turns), *asked])
    week = week_of(day)
    shown = _turns(request, turns, names, day)
    context = {
        "card": card,
        "days": [(one, [turn for turn in shown if turn.card.date == one]) for one in week],
        "any": bool(turns),
        "first": week[0],
        "last": week[-1],
        "before": week[0] - timedelta(days=7),
        "after": week[0] + timedelta(days=7),
        "today": today,
        "others": [
            one for one in shown if not one.mine and one.card.holder.person and one.card.date >= today
        ],
        "swaps": [
            (one, names.who(one.mine.holder), names.who(one.theirs.holder), _is_mine(request, one.theirs))
            for one in swaps
        ],
        "may_plan": may_plan,
        "holders": libraries_of(id, max(day, today)),
        "form": form,
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "office/duty_rota.html", context, status=form.http)


def _add(request: Request, id: int, form: TurnForm) -> None:
    told = form.cleaned_data
    rota_doors.add_shift(
        actor=request.actor,
        duty=id,
        day=told["day"],
        starts=told["starts"],
        ends=told["ends"],
        to=read_post(told["to"]) or Post(""),
        key=form_key(request),
    )


def _is_mine(request: Request, turn: ShiftCard) -> bool:
    return bool(request.actor.key) and turn.holder.person == request.actor.key


def _turns(request: Request, turns: list[ShiftCard], names: Names, day: date) -> list[Turn]:
    eligible = reading.eligible_duties(request.actor, day)
    today = timezone.localdate()
    return [
        Turn(
            one,
            names.who(one.holder),
            _is_mine(request, one),
            one.duty in eligible
            and one.date >= today
            and not _is_mine(request, one)
            and (one.given_up or not one.holder.person),
        )
        for one in turns
    ]


def _posts(id: int, day: date) -> Choices:
    """Those of the libraries that hold it or stand in; a library as such is a gap to be filled."""
    language = get_language() or ""
    places = libraries_of(id, max(day, timezone.localdate()))
    every = {one.symbol: one.name.in_language(language) for one in members.libraries()}
    libraries = {one: every.get(one, _("the alliance office")) for one in sorted(places)}
    staff = members.staff_of(day=timezone.localdate(), libraries=libraries)
    return posts(staff, libraries, None, _("nobody yet ({library})"))


def _day(request: Request) -> date:
    form = WeekForm(request.GET)
    return form.cleaned_data["week"] if form.is_valid() else timezone.localdate()


@require_POST
def copy(request: Request, id: int) -> HttpResponse:
    """Last week's plan once more in this week."""
    reading.duty(actor=request.actor, id=id)
    day = _day(request)
    try:
        made = rota_doors.copy_week(
            actor=request.actor, duty=id, source=day - timedelta(days=7), to=day, key=form_key(request)
        )
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    else:
        said = (
            _("Copied. Whoever works there no more left a gap.") if made else _("There was nothing to copy.")
        )
        messages.success(request, said)
    return redirect(f"{reverse('office:duty-rota', args=[id])}?week={day}")


@require_POST
def turn(request: Request, id: int, action: str) -> HttpResponse:
    """Give up, keep, take, drop; swap proposes one of mine (id) for another."""
    shift = reading.turn(actor=request.actor, id=id)
    back = f"{reverse('office:duty-rota', args=[shift.duty])}?week={shift.date}"
    try:
        if action == "swap":
            swap_doors.propose_swap(
                actor=request.actor, mine=id, theirs=_number(request, "theirs"), key=form_key(request)
            )
            messages.success(request, _("Asked. Both turns stay as they are until the answer."))
        elif action in DOORS:
            door, said = DOORS[action]
            more = {"reason": request.POST.get("reason", "")} if action == "give-up" else {}
            version = _number(request, "version")
            door(actor=request.actor, shift=id, version=version, key=form_key(request), **more)
            messages.success(request, said)
        else:
            raise Absent
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    return redirect(back)


@require_POST
def answer(request: Request, id: int) -> HttpResponse:
    """Yes or no to a swap, or taking it back."""
    swap = reading.swap(actor=request.actor, id=id)
    back = f"{reverse('office:duty-rota', args=[swap.theirs.duty])}?week={swap.theirs.date}"
    do = request.POST.get("do", "")
    try:
        if do == "withdraw":
            swap_doors.withdraw_swap(actor=request.actor, swap=id, key=form_key(request))
            messages.success(request, _("Taken back."))
        elif do in {"yes", "no"}:
            swap_doors.answer_swap(actor=request.actor, swap=id, yes=do == "yes", key=form_key(request))
            messages.success(request, _("Swapped.") if do == "yes" else _("Declined. Everything stays."))
        else:
            raise Absent
    except Absent:
        raise
    except Refusal as refusal:
        messages.error(request, ui.sentence(refusal))
    return redirect(back)


def _number(request: Request, name: str) -> int:
    return whole(request.POST.get(name, ""))
