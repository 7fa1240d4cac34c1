"""The members by their state, and the life of one membership: for the office; a manager sees their own."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.office import applications
from commonshelf.office.application_forms import StepForm, form_of
from commonshelf.office.application_words import HAPPENED, STATES, STEPS, State, StepWords
from commonshelf.office.words import KINDS
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key
from commonshelf.votes import api as votes

EVENTS = 50
LEAD_ON = frozenset({"members.admit", "members.voted", "members.resume"})
ASKED = frozenset({"put-to-vote", "vote-accepted", "vote-declined"})
"""Steps that make no sense while a ballot is open."""
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. overdue: the day of its notice has come and the leaving was refused."""

    card: members.MembershipCard
    state: State
    kind: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that may be taken now, with its form. shown: it was sent and did not go through."""

    step: str
    words: StepWords
    form: StepForm
    shown: bool


@dataclass(frozen=True, slots=True)
class Passed:
    """A line of the history."""

    happening: news.Happening
    said: str
    state: State | None
    who: Said | None


@require_safe
def memberships(request: Request) -> HttpResponse:
    """Every library the alliance knows; first those who wait for the office."""
    cards = members.memberships(actor=request.actor)
    counts = Counter(card.status for card in cards)
    status = request.GET.get("status", "")
    if status not in STATES:
        status = ""
    today = timezone.localdate()
    rows = [_row(card, today) for card in cards if not status or card.status == status]
    order = list(STATES)
    rows.sort(key=lambda row: (not row.overdue, order.index(row.card.status), row.card.symbol))
    context = {
        "rows": rows,
        "status": status,
        "total": len(cards),
        "tabs": [(code, state, counts[code]) for code, state in STATES.items() if counts[code]],
        "may_add": members.allowed(
            actor=request.actor, action="members.add-library", object=Ref("library", "")
        ),
    }
    return render(request, "office/memberships.html", context)


def _row(card: members.MembershipCard, today: Any) -> Row:
    overdue = card.active_to is not None and card.active_to <= today and not card.over
    kind = str(KINDS.get(card.kind, card.kind))
    return Row(card, STATES[card.status], kind, overdue and card.status != "refused")


@require_http_methods(["GET", "HEAD", "POST"])
def membership(request: Request, symbol: str) -> HttpResponse:
    """One library: what is still missing, what may be done now, what has happened."""
    card = members.membership_of(actor=request.actor, symbol=symbol)
    sent = request.POST.get("step", "") if request.method == "POST" else ""
    ballots = _ballots(request, symbol)
    waits = any(one.open for one in ballots)  # then nobody decides in the members' place
    steps = [step for step in card.steps if not (waits and step in ASKED)]
    offered = [_offered(step, request, sent, symbol) for step in steps]
    if request.method == "POST" and sent not in steps:
        # Somebody was faster: the step is not offered any more.
        raise Refusal("members.membership-step", status=409) if sent in STEPS else Absent
    problem = ""
    if sent:
        form = next(one.form for one in offered if one.step == sent)
        if form.is_valid():
            try:
                _take(request, sent, symbol, form.cleaned_data)
            except Absent:
                raise
            except Refusal as refusal:
                problem = ui.sentence(refusal)
            else:
                messages.success(request, _("Done. It stands in the history below."))
                return redirect("office:membership", symbol=symbol)
    context = {**_shown(request, card), "ballots": ballots, "offered": offered, "problem": problem}
    context["key"] = secrets.token_hex(8)
    wrong = bool(sent)
    return render(
        request, "office/membership.html", {**context, "wrong": wrong}, status=400 if wrong else 200
    )


def _offered(step: str, request: Request, sent: str, symbol: str) -> Offered:
    language = get_language() or ""
    heirs = [
        (one.symbol, one.name.in_language(language))
        for one in members.libraries()
        if one.symbol != symbol and members.takes_part(symbol=one.symbol)
    ]
    given = request.POST if step == sent else None
    return Offered(step, STEPS[step], form_of(step, given, heirs), step == sent)


def _take(request: Request, step: str, symbol: str, told: dict[str, Any]) -> None:
    actor, key, reason = request.actor, form_key(request), told["reason"].strip()
    if step in {"admit-trial", "admit-active"}:
        to = step.removeprefix("admit-")
        members.admit(actor=actor, symbol=symbol, to=to, reason=reason, key=key)
    elif step == "put-to-vote":
        numbers = {name: told[name] for name in ("days", "quorum", "pass_mark")}
        applications.put_to_vote(actor=actor, symbol=symbol, words=reason, key=key, **numbers)
    elif step in {"vote-accepted", "vote-declined"}:
        accepted = step == "vote-accepted"
        members.voted(actor=actor, symbol=symbol, accepted=accepted, reason=reason, key=key)
    elif step == "give-notice":
        members.give_notice(actor=actor, symbol=symbol, on=told["on"], reason=reason, key=key)
    elif step == "leave":
        members.leave(actor=actor, symbol=symbol, to_library=told["to_library"], reason=reason, key=key)
    else:
        plain: dict[str, Callable[..., object]] = {
            "refuse": members.refuse_application,
            "suspend": members.suspend,
            "resume": members.resume,
            "withdraw-notice": members.withdraw_notice,
        }
        plain[step](actor=actor, symbol=symbol, reason=reason, key=key)


def _shown(request: Request, card: members.MembershipCard) -> dict[str, Any]:
    """Everything on the page but the steps."""
    actor, symbol = request.actor, card.symbol
    items = members.checklist(symbol=symbol) if card.takes_part else []
    if card.status == "active" and all(item.done for item in items):
        items = []  # long since joined
    own = Ref("library", symbol, symbol)
    return {
        "card": card,
        "state": STATES[card.status],
        "kind": KINDS.get(card.kind, card.kind),
        "items": items,
        "missing": sum(not item.done for item in items),
        "history": _history(symbol),
        "held": members.open_work(library=symbol) if not card.over else [],
        "parcels": members.parcels(actor=actor, symbol=symbol),
        "may_pack": not card.over
        and card.status not in {"applied", "refused"}
        and members.allowed(actor=actor, action="members.take-along", object=own),
        "whole": members.allowed(actor=actor, action="members.read-memberships", object=Ref("library", "")),
        "in_directory": symbol in {one.symbol for one in members.libraries()},
    }


def _ballots(request: Request, symbol: str) -> list[votes.BallotCard]:
    """Open or closed ballots on its admission that the reader may see."""
    return votes.ballots(actor=request.actor, about=Ref(applications.KIND, symbol, symbol))[0]


def _history(symbol: str) -> list[Passed]:
    found = [
        one
        for one in news.happenings(object=f"library:{symbol}", library=symbol, rows=EVENTS)
        if one.kind in HAPPENED
    ]
    names = members.names_of(keys={one.person for one in found if one.person})
    return [
        Passed(one, str(HAPPENED[one.kind]), _after(one), names.get(one.person)) for one in reversed(found)
    ]


def _after(happening: news.Happening) -> State | None:
    """The state it led to, where what happened does not say it."""
    return STATES.get(str(happening.facts.get("after"))) if happening.kind in LEAD_ON else None


@require_POST
def pack(request: Request, symbol: str) -> HttpResponse:
    """Pack what the library owns, to be fetched from the same page."""
    members.pack(actor=request.actor, symbol=symbol, key=form_key(request))
    messages.success(request, _("Packed. You can fetch it below."))
    return redirect("office:membership", symbol=symbol)


@require_safe
def parcel(request: Request, id: int) -> StreamingHttpResponse:
    card, path = members.parcel_file(actor=request.actor, parcel=id)
    answer = StreamingHttpResponse(_chunks(path), content_type="application/zip")
    answer["Content-Length"] = str(card.bytes)
    answer["Content-Disposition"] = f'attachment; filename="{card.name}"'
    return answer


def _chunks(path: Path) -> Iterator[bytes]:
    """Opened when the first byte is wanted, closed after the last."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


@require_safe
def parcels(request: Request) -> HttpResponse:
    """For those who ran a library until it left: its data, to take along."""
    found = members.parcels_for(actor=request.actor)
    if not found:
        raise Absent
    return render(request, "office/parcels.html", {"parcels": found})
