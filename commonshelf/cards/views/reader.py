"""One reader as this library may see them, and everything a desk does for them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from commonshelf.cards import blocks, business, issuing, keeping, merging, signing
from commonshelf.cards.cards import ReaderView
from commonshelf.cards.domain import numbers
from commonshelf.cards.readers import find_reader, reader, readers_by_key, seen_by
from commonshelf.cards.readers_forms import BlockForm, EditForm
from commonshelf.cards.rights_words import BLOCKED, KINDS
from commonshelf.cards.rights_words import SERVICES as SERVICE_WORDS
from commonshelf.cards.sharing import shares_of
from commonshelf.cards.views.readers import is_at_desk, place_of
from commonshelf.cards.views.register import groups_of, slip
from commonshelf.cards.views.standing import standing
from commonshelf.cards.words import CARD_STATES, PROOF_KINDS, SEEN
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

DESK: Final = "desk"


def stands_here(request: Request, symbol: str, key: str) -> None:
    """Absent: no staff there; or somebody else's reader whose card did not lie on this desk today and who
    shares nothing with this library.
    """
    place_of(request, symbol, "cards.look")
    home = reader(key=key).home
    shared = any(one.library == symbol and not one.withdrawn_at for one in shares_of(reader=key))
    if home != symbol and not shared and not is_at_desk(request, key):
        raise Absent


def opened(request: Request, symbol: str, key: str) -> ReaderView:
    """What may be seen of who stands here, written down as looked at."""
    stands_here(request, symbol, key)
    return seen_by(actor=request.actor, reader_key=key, library=symbol, why=DESK)


def _home(request: Request, symbol: str, key: str) -> ReaderView:
    view = opened(request, symbol, key)
    if not view.home:
        raise Absent
    return view


@never_cache
@require_http_methods(["GET", "HEAD"])
def one(request: Request, symbol: str, key: str) -> HttpResponse:
    view = opened(request, symbol, key)
    today = timezone.localdate()
    card = view.reader
    guardian = readers_by_key(keys=[card.guardian]).get(card.guardian) if card.guardian else None
    context = {
        "library": members.library(symbol=symbol),
        "home": members.library(symbol=card.home) if card.home != symbol else None,
        "view": view,
        "reader": card,
        "spoken": numbers.shown(card.card.number) if card.card else "",
        "standing": standing(card, today),
        "over": card.active_to is not None and card.active_to <= today,
        "kind": KINDS.get(card.group.kind, ""),
        "blocks": [(one, BLOCKED[one.reason], _services(one.services)) for one in card.blocks],
        "past": [(one, BLOCKED[one.reason]) for one in blocks.past_blocks(reader=key, library=symbol)],
        "cards": [(numbers.shown(one.number), CARD_STATES[one.state], one) for one in view.cards],
        "proofs": [(PROOF_KINDS[one.kind], one) for one in view.proofs],
        "shares": [
            (members.library(symbol=one.library), [SEEN[what] for what in one.what], one)
            for one in (shares_of(reader=key) if view.home else ())
            if not one.withdrawn_at and _is_member(one.library)
        ],
        "sees": [str(SEEN[what]) for what in SEEN if what in view.sees],
        "guardian": guardian,
        "alike": merging.alike(reader=card) if view.home and card.state == "active" else [],
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/reader.html", context)


def _services(names: tuple[str, ...]) -> list[str]:
    return [str(SERVICE_WORDS[one]) for one in names]


def _is_member(symbol: str) -> bool:
    return any(one.symbol == symbol for one in members.libraries())


@never_cache
@require_POST
def act(request: Request, symbol: str, key: str) -> HttpResponse:
    """The small acts of the page, by the name of the button."""
    stands_here(request, symbol, key)
    doing, once = request.POST.get("do", ""), form_key(request)
    if doing in {"code", "new-card"}:
        return _with_slip(request, symbol, key, doing, once)
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "lost": (
            lambda: issuing.report_lost(actor=request.actor, reader=key, library=symbol, key=once),
            _("The card is reported lost and opens nothing any more."),
        ),
        "end": (
            lambda: issuing.end_card(actor=request.actor, reader=key, library=symbol, key=once),
            _("The card is out of use."),
        ),
        "renew": (
            lambda: keeping.renew_reader(actor=request.actor, reader=key, library=symbol, key=once),
            _("Renewed."),
        ),
        "mail-code": (
            lambda: signing.make_code(
                actor=request.actor, reader=key, library=_at_home(symbol, key), by_mail=True, key=once
            ),
            _("A letter with a code is on its way."),
        ),
        "lift": (
            lambda: blocks.lift_block(
                actor=request.actor,
                block=whole(request.POST.get("block", "")),
                library=symbol,
                why=request.POST.get("why", ""),
                key=once,
            ),
            _("The block is lifted."),
        ),
    }
    if doing not in acts:
        raise Absent
    door, said = acts[doing]
    try:
        door()
    except Absent:
        raise
    except Refusal as refusal:
        messages.warning(request, ui.sentence(refusal))
    else:
        messages.success(request, said)
    return redirect("cards:reader", symbol, key)


def _at_home(symbol: str, key: str) -> str:
    """The home library alone sends letters: only it knows the address."""
    if reader(key=key).home != symbol:
        raise Absent
    return symbol


def _with_slip(request: Request, symbol: str, key: str, doing: str, once: str) -> HttpResponse:
    """A new card, or a new code for setting a password: printed, and not to be seen again. Who has a password
    keeps it with a new card.
    """
    keeps, code = doing == "new-card" and reader(key=key).signs_in, ""
    try:
        if doing == "new-card":
            issuing.replace_card(
                actor=request.actor,
                reader=key,
                library=symbol,
                card_number=request.POST.get("card_number", "")[:60],
                key=once,
            )
        if not keeps:
            code = signing.make_code(actor=request.actor, reader=key, library=symbol, key=f"{once} code")
    except Absent:
        raise
    except Refusal as refusal:
        messages.warning(request, ui.sentence(refusal))
        return redirect("cards:reader", symbol, key)
    card = opened(request, symbol, key).reader
    return slip(request, members.library(symbol=symbol), card, code, keeps=keeps)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, symbol: str, key: str) -> HttpResponse:
    """At home only."""
    card = _home(request, symbol, key).reader
    groups = groups_of(symbol)
    if card.group.id not in {one.id for one in groups}:
        groups = [*groups, card.group]
    form = EditForm(request.POST or None, initial=EditForm.initial_of(card), groups=groups)

    def door() -> object:
        last = form.cleaned_data["last_date"]
        return keeping.set_reader(
            actor=request.actor,
            reader=key,
            library=symbol,
            given=form.given(),
            active_to=last + timedelta(days=1) if last else None,
            version=whole(request.POST.get("version", "")),
            key=form_key(request),
        )

    if form.goes(door):
        messages.success(request, _("Saved."))
        return redirect("cards:reader", symbol, key)
    context = {
        "library": members.library(symbol=symbol),
        "reader": card,
        "form": form,
        "version": request.POST.get("version") or card.version,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/edit_reader.html", context, status=form.http)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: Request, symbol: str, key: str) -> HttpResponse:
    view = opened(request, symbol, key)
    form = BlockForm(request.POST or None)
    if not view.home:
        del form.fields["everywhere"]

    def door() -> object:
        return blocks.block(
            actor=request.actor, reader=key, library=symbol, key=form_key(request), **form.told()
        )

    if form.goes(door):
        messages.success(request, _("Blocked. The reader sees why on their own page."))
        return redirect("cards:reader", symbol, key)
    context = {
        "library": members.library(symbol=symbol),
        "reader": view.reader,
        "form": form,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/block.html", context, status=form.http)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, symbol: str, key: str) -> HttpResponse:
    """The other card is scanned, both stand side by side, then one goes into the other."""
    view = _home(request, symbol, key)
    number = (request.POST.get("number", "") or request.GET.get("number", ""))[:60]
    other, problem = None, ""
    if number:
        try:
            found = find_reader(number=number)
            other = seen_by(actor=request.actor, reader_key=found.key, library=symbol, why="merge").reader
            if request.POST.get("do") == "merge":
                merging.merge(
                    actor=request.actor, keep=key, give_up=found.key, reason="", key=form_key(request)
                )
                messages.success(request, _("Merged. The other card leads here and opens nothing any more."))
                return redirect("cards:reader", symbol, key)
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
    context = {
        "library": members.library(symbol=symbol),
        "view": view,
        "reader": view.reader,
        "other": other,
        "both": [
            (one, numbers.shown(one.card.number) if one.card else "–")
            for one in ((view.reader, other) if other and other.key != key else ())
        ],
        "number": number,
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/merge.html", context, status=400 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, symbol: str, key: str) -> HttpResponse:
    view = _home(request, symbol, key)
    problem = ""
    if request.method == "POST":
        try:
            keeping.close_reader(
                actor=request.actor,
                reader=key,
                reason=request.POST.get("reason", "")[:300],
                key=form_key(request),
            )
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
        else:
            messages.success(request, _("The registration is closed."))
            return redirect("cards:reader", symbol, key)
    context = {
        "library": members.library(symbol=symbol),
        "reader": view.reader,
        "held": business.open_business(reader=key, library=symbol),
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/close_reader.html", context, status=400 if problem else 200)
