"""Giving a duty: who holds it, who stands in, by the office or by a vote of all members."""

from __future__ import annotations

import secrets
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.office import duties as doors
from commonshelf.office import duties_reading as reading
from commonshelf.office.duties_cards import DutyCard, HoldingCard, Post
from commonshelf.office.duties_forms import (
    MOST_NAMED,
    BackupForm,
    Choices,
    EndForm,
    GiveForm,
    TransferForm,
    holders_of,
    posts,
    read_post,
    written,
)
from commonshelf.office.views.duties import held, names_of, posts_in
from commonshelf.ui.api import Request, form_key

LAST_MINUTE = time(23, 59)


def offered(card: DutyCard, more: str = "") -> Choices:
    """Posts to choose from: libraries as such, and their people by name, in a large alliance only those
    of the libraries that hold it (and `more`).
    """
    language = get_language() or ""
    libraries = {one.symbol: one.name.in_language(language) for one in members.libraries()}
    staff = members.staff_of(day=timezone.localdate())
    beside = {post.library for post in posts_in([card])} | {"", more}
    named = None if len(staff) <= MOST_NAMED else beside
    return posts(staff, {**libraries, "": _("the alliance office")}, named, _("{library} as such"))


def _demanded(request: Request, id: int) -> DutyCard:
    members.demand(actor=request.actor, action="office.give-duty", object=Ref("duty", str(id)))
    return reading.duty(actor=request.actor, id=id)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: Request, id: int) -> HttpResponse:
    card = _demanded(request, id)
    names = names_of(posts_in([card]))
    holders = {one.card.id: one.holder.short for one in held(card, names)}
    at = request.GET.get("at", "")
    form = GiveForm(request.POST or None, posts=offered(card, at), holders=holders_of(card, holders))
    if form.goes(lambda: _give(request, id, form.cleaned_data)):
        messages.success(request, _("Given. The chart shows it."))
        return redirect("office:duty", id)
    context = {
        "card": card,
        "form": form,
        "key": request.POST.get("key") or secrets.token_hex(8),
        "at": at,
        "libraries": _libraries_to_open(),
    }
    return render(request, "office/duty_give.html", context, status=form.http)


def _give(request: Request, id: int, told: dict[str, Any]) -> int:
    return doors.give_duty(
        actor=request.actor,
        duty=id,
        to=read_post(told["to"]) or Post(""),
        backup=read_post(told["backup"]),
        first_date=told["first_date"],
        instead_of=whole(told.get("instead_of") or ""),
        key=form_key(request),
    )


def _libraries_to_open() -> list[tuple[str, str]]:
    """In a large alliance: whose people can be shown by name, too."""
    if len(members.staff_of(day=timezone.localdate())) <= MOST_NAMED:
        return []
    language = get_language() or ""
    return [(one.symbol, one.name.in_language(language)) for one in members.libraries()]


@require_http_methods(["GET", "HEAD", "POST"])
def backup(request: Request, id: int) -> HttpResponse:
    """Who stands in for this holding."""
    card, one = _of_holding(request, id)
    now = written(one.backup) if one.backup else ""
    form = BackupForm(request.POST or None, posts=offered(card), initial={"backup": now})
    if form.goes(
        lambda: doors.set_backup(
            actor=request.actor,
            holding=id,
            backup=read_post(form.cleaned_data["backup"]),
            key=form_key(request),
        )
    ):
        messages.success(request, _("Saved."))
        return redirect("office:duty", card.id)
    names = names_of(posts_in([card]))
    context = {
        "card": card,
        "holder": names.who(one.holder),
        "form": form,
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "office/duty_backup.html", context, status=form.http)


@require_POST
def end(request: Request, id: int) -> HttpResponse:
    """From today on they no longer hold it."""
    card, _one = _of_holding(request, id)
    form = EndForm(request.POST)
    if form.goes(
        lambda: doors.end_holding(
            actor=request.actor,
            holding=id,
            last_date=timezone.localdate(),
            reason=form.cleaned_data["reason"],
            key=form_key(request),
        )
    ):
        messages.success(request, _("Ended. Give it to somebody else, or the chart shows it empty."))
    else:
        messages.error(request, " ".join(str(said) for told in form.errors.values() for said in told))
    return redirect("office:duty", card.id)


def _of_holding(request: Request, id: int) -> tuple[DutyCard, HoldingCard]:
    row = doors.holding_row(id)
    card = _demanded(request, row.duty_id)
    one = next((one for one in (*card.holdings, *card.past) if one.id == id), None)
    if one is None:
        raise Absent
    return card, one


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: Request, id: int) -> HttpResponse:
    """Propose to give it to somebody else, by a vote."""
    card = _demanded(request, id)
    form = TransferForm(request.POST or None, posts=offered(card))
    if form.goes(lambda: _propose(request, id, form.cleaned_data)):
        messages.success(request, _("The vote is open. Its outcome is carried out by itself."))
        return redirect("office:duty", id)
    context = {"card": card, "form": form, "key": request.POST.get("key") or secrets.token_hex(8)}
    return render(request, "office/duty_transfer.html", context, status=form.http)


def _propose(request: Request, id: int, told: dict[str, Any]) -> int:
    return doors.propose_transfer(
        actor=request.actor,
        duty=id,
        to=read_post(told["to"]) or Post(""),
        first_date=told["first_date"],
        reason=told["reason"],
        deadline=timezone.make_aware(datetime.combine(told["deadline"], LAST_MINUTE)),
        key=form_key(request),
    )
