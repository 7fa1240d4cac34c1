"""For readers: joining from home, a password with a code, what the card shares, closing the registration."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from commonshelf.cards import activating, business, joining, keeping, sharing, signing
from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.readers import reader_of
from commonshelf.cards.readers_forms import ActivateForm, JoinForm, OwnForm, ShareForm
from commonshelf.cards.words import SHARES_SAID
from commonshelf.kernel import barcodes
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request) -> HttpResponse:
    """Typed once at home; the code it ends with is shown at any desk, with a document."""
    libraries = members.libraries()
    language = get_language() or ""
    form = JoinForm(request.POST or None, libraries=libraries, initial={"language": language})

    def door() -> Any:
        return joining.join(actor=request.actor, said=form.said(), key=form_key(request))

    if form.goes(door) and form.made:
        context = {
            "code": activating.shown(form.made),
            "qr": barcodes.qr(form.made),
            "until": timezone.localdate(timezone.now() + joining.HOLDS),
        }
        return render(request, "cards/joined.html", context)
    context = {"form": form, "libraries": libraries, "key": secrets.token_hex(8)}
    return render(request, "cards/join.html", context, status=form.http)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activate(request: Request) -> HttpResponse:
    """Card number, code of the slip, a password of one's own: then they are signed in."""
    form = ActivateForm(request.POST or None)
    if form.goes(lambda: signing.activate(**form.cleaned_data)):
        person = get_user_model().objects.get(key=form.made.key)
        login(request, person, backend=BACKEND)
        messages.success(request, _("Your password is set, and you are signed in."))
        return redirect("cards:mine")
    return render(request, "cards/activate.html", {"form": form}, status=form.http)


def beside_sign_in(request: Request) -> str:
    """On the page for signing in: ways for readers who have no password, or no card yet."""
    return render_to_string("cards/parts/beside_sign_in.html", request=request)


def _me(request: Request) -> ReaderCard:
    found = reader_of(actor=request.actor)
    if found is None:
        raise Absent
    return found


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: Request) -> HttpResponse:
    """Which library sees what; more, or none of it any more."""
    me = _me(request)
    others = [one for one in members.libraries() if one.symbol != me.home]
    adding = request.POST.get("do") == "share"
    form = ShareForm(request.POST if adding else None, libraries=others)
    if request.POST.get("do") == "stop":
        sharing.stop_sharing(
            actor=request.actor, reader=me.key, library=request.POST.get("library", ""), key=form_key(request)
        )
        messages.success(request, _("Taken back. From now on that library sees only your alias."))
        return redirect("cards:shares")

    def door() -> None:
        told = form.shares()
        if not told:
            raise Refusal("cards.nothing-to-share")
        with members.together():
            for symbol, what in told.items():
                sharing.share(
                    actor=request.actor,
                    reader=me.key,
                    library=symbol,
                    what=what,
                    key=form_key(request) + symbol,
                )

    if form.goes(door):
        messages.success(request, _("Saved."))
        return redirect("cards:shares")
    named = {one.symbol: one for one in members.libraries()}
    known = sharing.shares_of(reader=me.key)
    context = {
        "reader": me,
        "now": [
            (named.get(one.library), one, [SHARES_SAID[what] for what in one.what])
            for one in known
            if not one.withdrawn_at
        ],
        "before": [(named.get(one.library), one) for one in known if one.withdrawn_at][:20],
        "form": form,
        "libraries": others,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/shares.html", context, status=form.http)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def particulars(request: Request) -> HttpResponse:
    """What a reader corrects themselves; a name or birth date is corrected at the desk, with a document."""
    me = _me(request)
    initial = {
        "phone": me.phone,
        "email": me.email,
        "language": me.language,
        "keeps_history": me.keeps_history,
        "reminders": me.reminders,
    }
    form = OwnForm(request.POST or None, initial=initial)
    if form.goes(lambda: keeping.set_own(actor=request.actor, given=form.given(), key=form_key(request))):
        messages.success(request, _("Saved."))
        return redirect("cards:particulars")
    context = {
        "reader": me,
        "home": members.library(symbol=me.home),
        "form": form,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/particulars.html", context, status=form.http)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request) -> HttpResponse:
    """By the reader; what is still open stands there first."""
    me = _me(request)
    if me.state != "active":
        return redirect("cards:mine")
    problem = ""
    if request.method == "POST":
        try:
            keeping.close_reader(actor=request.actor, reader=me.key, key=form_key(request))
        except Absent:
            raise
        except Refusal as refusal:
            problem = ui.sentence(refusal)
        else:
            messages.success(request, _("Your registration is closed and the card opens nothing any more."))
            return redirect("cards:mine")
    context = {
        "reader": me,
        "held": business.open_business(reader=me.key),
        "problem": problem,
        "key": secrets.token_hex(8),
    }
    return render(request, "cards/close.html", context, status=400 if problem else 200)
