"""The set-up after founding: an overview, the look, and what works at the end. Each page can be left."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.office import setting_up
from commonshelf.office.setup_forms import LookForm
from commonshelf.office.words import COLOURS
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key


def demand(request: Request) -> None:
    """The whole set-up is the alliance office's."""
    members.demand(actor=request.actor, action="members.add-library", object=Ref("library", ""))
    if members.alliance() is None:
        raise Absent


def page(
    request: Request, template: str, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A step with the row of all steps above it."""
    found = setting_up.steps()
    place = next(at for at, step in enumerate(found) if step.name == name)
    onward = found[place + 1] if place + 1 < len(found) else None
    around = {"steps": found, "step": found[place], "number": place + 1, "onward": onward}
    return render(request, template, {**around, **context, "key": secrets.token_hex(8)}, status=status)


@require_safe
def overview(request: Request) -> HttpResponse:
    demand(request)
    found = setting_up.steps()
    context = {"steps": found, "onward": setting_up.next_of(found), "begun": any(one.done for one in found)}
    return render(request, "office/setup.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: Request) -> HttpResponse:
    """Name, colour, mark, sentence: seen on every page as soon as they are kept."""
    demand(request)
    name, now = members.alliance(), members.look()
    if name is None or now is None:
        raise Absent
    form = LookForm.of(request.POST if request.method == "POST" else None, name, now)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form.cleaned_data, (name.zh, name.en))
        except Absent:
            raise
        except Refusal as refusal:
            field = {"members.bad-mark": "mark", "members.bad-colour": "colour"}.get(refusal.code)
            form.add_error(field, ui.sentence(refusal))
        else:
            messages.success(request, _("Kept. Every page looks so from now on."))
            onward = request.POST.get("do") == "next"
            return redirect("office:first-libraries" if onward else "office:look")
    context = {"form": form, "colours": list(COLOURS.items()), "problem": problem, "wrong": bool(form.errors)}
    return page(request, "office/look.html", "look", context, 400 if form.errors else 200)


def _keep(request: Request, told: dict[str, str], before: tuple[str, str]) -> None:
    actor, key = request.actor, form_key(request)
    with members.together():
        if (told["name_zh"], told["name_en"]) != before:
            members.set_alliance(actor=actor, name_zh=told["name_zh"], name_en=told["name_en"], key=key)
        members.set_look(
            actor=actor,
            colour=told["colour"],
            mark=told["mark"],
            words_zh=told["words_zh"],
            words_en=told["words_en"],
            key=key,
        )
