"""A library's settings, each with the bound beside it and who said the value (A26)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.validators import MaxLengthValidator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, bounds
from commonshelf.members.cards import Said
from commonshelf.members.domain.bounds import Level, Setting
from commonshelf.members.forms_bounds import as_typed, codes
from commonshelf.members.models import Exemption
from commonshelf.members.wording import LEVELS, bound_said, set_by, value_said
from commonshelf.ui import api as ui
from commonshelf.ui.api import Form, Request, form_key


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as the page shows it. usual: what holds when the library chooses nothing."""

    setting: Setting
    card: api.SettingCard
    field: forms.BoundField
    now: str
    usual: str
    said_by: str
    bound: str
    bound_by: str
    moved: bool


class ChoicesForm(Form):
    """A field for each setting; empty: the alliance's value. The doors decide what may stand."""

    def __init__(self, *args: Any, lines: list[tuple[Setting, api.SettingCard, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        for setting, card, usual in lines:
            self.fields[setting.name] = field_of(setting, card, usual)


SHORT: Final = MaxLengthValidator(20)
"""Not max_length, which would write an attribute that a number's field must not have."""


def field_of(setting: Setting, card: api.SettingCard, usual: str) -> forms.Field:
    told: dict[str, Any] = {"label": setting.label, "required": False, "initial": as_typed(card.own)}
    told["help_text"] = setting.help
    if setting.kind in {"choice", "flag"}:
        first = _("as the alliance has it: {value}").format(value=usual)
        return forms.ChoiceField(choices=[("", first), *codes(setting)], **told)
    if setting.kind == "number":
        limits = {"min": card.bound.least, "max": card.bound.most, "placeholder": usual}
        shown = {name: value for name, value in limits.items() if value is not None}
        return forms.CharField(widget=forms.NumberInput(attrs=shown), validators=[SHORT], **told)
    return forms.CharField(max_length=500, widget=forms.TextInput(attrs={"placeholder": usual}), **told)


def _usual(setting: Setting, symbol: str) -> str:
    """What would hold there without a choice of its own."""
    return value_said(setting, bounds.without_choice(library=symbol, name=setting.name))


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: Request, symbol: str) -> HttpResponse:
    """Read by those who work there; changed by those who run it, or to whom that is delegated."""
    object = Ref("library", symbol, symbol)
    changes = api.allowed(actor=request.actor, action="members.set-setting", object=object)
    if not changes:
        api.demand(actor=request.actor, action="members.read-settings", object=object)
    library = api.library(symbol=symbol)
    cards = {card.name: card for card in api.settings_of(library=symbol)}
    asked = [(one, cards[one.name], _usual(one, symbol)) for one in bounds.registered()]
    form = ChoicesForm(request.POST or None, lines=asked)
    if request.method == "POST":
        api.demand(actor=request.actor, action="members.set-setting", object=object)
        if form.is_valid() and _saved(request, symbol, form, cards):
            messages.success(request, _("Saved."))
            return redirect("members:settings", symbol=symbol)
    exempted = Exemption.objects.filter(library__symbol=symbol, active_to__gt=timezone.localdate())
    context = {
        "library": library,
        "lines": [_line(setting, card, form[setting.name], usual) for setting, card, usual in asked],
        "changes": changes,
        "exemptions": [
            exemption_line(row) for row in exempted.select_related("library").order_by("active_from")
        ],
        "wrong": bool(form.errors),
        "key": secrets.token_hex(8),
    }
    return render(request, "members/settings.html", context, status=400 if form.errors else 200)


def _line(setting: Setting, card: api.SettingCard, field: forms.BoundField, usual: str) -> Line:
    return Line(
        setting,
        card,
        field,
        value_said(setting, card.value),
        usual,
        str(LEVELS[card.said_by]),
        bound_said(setting, card.bound),
        set_by(card.bound_by, card.rule),
        card.own is not None and card.said_by is not Level.LIBRARY,
    )


@dataclass(frozen=True, slots=True)
class ExemptionLine:
    row: Exemption
    library: Said
    label: str
    bound: str
    now: bool


def exemption_line(row: Exemption) -> ExemptionLine:
    """Of a setting that is gone (an older version had it), its name, and that it is gone."""
    told = bounds.exemption_told(row)
    try:
        setting = bounds.known(row.name)
    except Absent:
        label, bound = row.name, _("this setting is gone; the exemption has no effect")
    else:
        label, bound = str(setting.label), bound_said(setting, told.bound)
    name = Said(row.library.name_zh, row.library.name_en)
    return ExemptionLine(row, name, label, bound, told.holds(timezone.localdate()))


def _saved(request: Request, symbol: str, form: ChoicesForm, cards: dict[str, api.SettingCard]) -> bool:
    """All that changed, or nothing: every field that cannot stand is told at once."""
    changed = {
        name: told or None for name, told in form.cleaned_data.items() if told != as_typed(cards[name].own)
    }
    for name, told in changed.items():
        try:
            if told is not None:
                api.fits(library=symbol, name=name, value=told)
        except Refusal as refusal:
            form.add_error(name, ui.sentence(refusal))
    if form.errors:
        return False
    key = form_key(request)
    with api.together():
        for name, told in changed.items():
            api.set_setting(
                actor=request.actor, library=symbol, name=name, value=told, key=f"{key}{name}" if key else ""
            )
    return True
