"""The list of other resolvers: who may be sent where, entered by the office or by a library."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import targets
from commonshelf.ui.api import Form, Request, form_key


class ResolverForm(Form):
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=120, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    base = forms.CharField(
        label=gettext_lazy("Base address"),
        max_length=300,
        help_text=gettext_lazy(
            "As its documentation gives it: up to the question mark, or with what is always behind it."
        ),
        error_messages={
            "required": gettext_lazy("Write the address of the resolver, with https:// before it.")
        },
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
    )
    active = forms.BooleanField(label=gettext_lazy("Readers are led there"), required=False, initial=True)


def places(actor: Actor) -> list[tuple[str, str]]:
    """For whom this actor may enter one: (Symbol, name), "" the alliance."""
    language = get_language() or ""
    names = [("", _("the alliance: all readers see it"))]
    names += [(card.symbol, card.name.in_language(language)) for card in members.libraries()]
    return [
        (symbol, name)
        for symbol, name in names
        if members.allowed(actor=actor, action="resources.set-target", object=targets.ref(symbol))
    ]


@require_safe
def resolvers(request: Request) -> HttpResponse:
    found = targets.targets(actor=request.actor)
    names = {card.symbol: card.name for card in members.libraries()}
    own = {symbol for symbol, _name in places(request.actor)}
    shown = {
        "rows": [(one, names.get(one.library), one.library in own) for one in found],
        "may": bool(own),
        "inbound": request.build_absolute_uri("/openurl"),
    }
    return render(request, "resources/resolvers.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new_resolver(request: Request) -> HttpResponse:
    choices = places(request.actor)
    if not choices:
        raise Absent
    form = ResolverForm(request.POST if request.method == "POST" else None)
    form.fields["library"] = forms.ChoiceField(label=_("For whom"), choices=choices, required=False)
    if form.goes(lambda: _written(request, form, form.cleaned_data["library"])):
        messages.success(request, _("Entered: readers find it on the pages of books and empty results."))
        return redirect("resources:resolvers")
    return render(request, "resources/resolver.html", _shown(form), status=form.http)


@require_http_methods(["GET", "HEAD", "POST"])
def resolver(request: Request, id: int) -> HttpResponse:
    card = targets.target(actor=request.actor, id=id)
    if not members.allowed(
        actor=request.actor, action="resources.set-target", object=targets.ref(card.library, id)
    ):
        raise Absent
    initial = {"name_zh": card.name.zh, "name_en": card.name.en, "base": card.base, "active": card.active}
    form = ResolverForm(request.POST if request.method == "POST" else None, initial=initial)
    version = whole(request.POST.get("version", ""))
    if form.goes(lambda: _written(request, form, card.library, id=id, version=version)):
        messages.success(request, _("Changed."))
        return redirect("resources:resolvers")
    return render(request, "resources/resolver.html", {**_shown(form), "card": card}, status=form.http)


def _written(request: Request, form: ResolverForm, library: str, **more: Any) -> targets.TargetCard:
    told = form.cleaned_data
    return targets.set_target(
        actor=request.actor,
        library=library,
        name=Said(told["name_zh"], told["name_en"]),
        base=told["base"],
        active=told["active"],
        key=form_key(request),
        **more,
    )


def _shown(form: ResolverForm) -> dict[str, Any]:
    return {"form": form, "key": secrets.token_hex(8)}
