"""The alliance's bounds, what stands above them, who falls outside, and exemptions (A25, A26)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, bounds
from commonshelf.members.bounding import Outside
from commonshelf.members.cards import LibraryCard, Said
from commonshelf.members.domain.bounds import Bound, Setting, Value, read
from commonshelf.members.forms_bounds import (
    WHERE,
    AllianceBoundForm,
    DemandForm,
    ExemptionForm,
    as_typed,
    initial,
)
from commonshelf.members.models import AllianceSetting, Binding, Exemption
from commonshelf.members.views.settings import exemption_line
from commonshelf.members.wording import LEVELS, bound_said, set_by, value_said
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

ALL: Final = Ref("setting", "all")


@dataclass(frozen=True, slots=True)
class Line:
    """A setting of the alliance. by: who narrowed it, and where; chosen: by how many members."""

    setting: Setting
    usual: str
    bound: str
    by: str
    chosen: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What law or a contract demands, in words. library None: every member."""

    row: Binding
    library: Said | None
    level: str
    label: str
    bound: str


@dataclass(frozen=True, slots=True)
class Fallen:
    """A member a new bound would leave outside: its name, what it chose and what it would become."""

    library: LibraryCard | None
    symbol: str
    chosen: str
    becomes: str


def line_of(setting: Setting) -> Line:
    card = bounds.frame_of(library="", name=setting.name)
    return Line(
        setting,
        value_said(setting, bounds.without_choice(library="", name=setting.name)),
        bound_said(setting, card.bound),
        set_by(card.level, card.source),
        len(bounds.own_choices(setting.name)),
    )


def _demands(name: str = "") -> list[Demand]:
    rows = Binding.objects.filter(Q(active_to=None) | Q(active_to__gt=timezone.localdate()))
    found = (rows.filter(name=name) if name else rows).select_related("library").order_by("level", "pk")
    return [
        Demand(
            row,
            Said(row.library.name_zh, row.library.name_en) if row.library else None,
            str(LEVELS[told.level]),
            str(setting.label),
            bound_said(setting, told.bound),
        )
        for row, told, setting in (
            (row, bounds.binding_told(row), bounds.known(row.name)) for row in found if _is_known(row.name)
        )
    ]


def _exemptions(name: str = "") -> list[Any]:
    rows = Exemption.objects.filter(active_to__gt=timezone.localdate())
    found = (rows.filter(name=name) if name else rows).select_related("library").order_by("active_to", "pk")
    return [exemption_line(row) for row in found]


def _is_known(name: str) -> bool:
    """A room that went takes its settings along; its rows stay."""
    return any(one.name == name for one in bounds.registered())


@require_safe
def bounds_page(request: Request) -> HttpResponse:
    """All settings with their bounds, law and contracts above them, exemptions below."""
    api.demand(actor=request.actor, action="members.read-bounds", object=ALL)
    context = {
        "lines": [line_of(setting) for setting in bounds.registered()],
        "demands": _demands(),
        "exemptions": _exemptions(),
    }
    return render(request, "members/bounds.html", context)


def _libraries(actor: Actor, action: str) -> list[tuple[str, str]]:
    language = get_language() or ""
    return [
        (card.symbol, card.name.in_language(language))
        for card in api.libraries()
        if api.allowed(actor=actor, action=action, object=Ref("library", card.symbol, card.symbol), amount=0)
    ]


def _forms(request: Request, setting: Setting, doing: str) -> dict[str, Any]:
    actor = request.actor
    row = AllianceSetting.objects.filter(name=setting.name).first() or AllianceSetting(name=setting.name)

    def sent(*names: str) -> Any:
        return request.POST if doing in names else None

    found: dict[str, Any] = {}
    if api.allowed(actor=actor, action="members.set-bound", object=Ref("setting", setting.name)):
        told = {**initial(Bound.of_json(row.bound)), "value": as_typed(row.value), "rule": row.rule}
        found["set"] = AllianceBoundForm(sent("set", "look"), setting=setting, initial=told)
    if api.allowed(actor=actor, action="members.bind", object=Ref("setting", setting.name)):
        libraries = _libraries(actor, "members.bind")
        found["bind"] = DemandForm(sent("bind"), setting=setting, libraries=libraries, prefix="bind")
    if libraries := _libraries(actor, "members.exempt"):
        found["exempt"] = ExemptionForm(sent("exempt"), setting=setting, libraries=libraries, prefix="exempt")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def bound(request: Request, name: str) -> HttpResponse:
    """One setting: what the alliance says, who would fall outside, what stands above, exemptions."""
    api.demand(actor=request.actor, action="members.read-bounds", object=ALL)
    setting = bounds.known(name)
    doing = request.POST.get("do", "")
    if doing in {"unbind", "end"}:
        return _ended(request, name, doing)
    found = _forms(request, setting, doing)
    fallen: list[Outside] | None = None
    if request.method == "POST":
        form = found.get("set" if doing == "look" else doing)
        if form is None:
            raise Absent
        if form.is_valid():
            fallen, done = _sent(request, setting, form, doing)
            if done:
                return redirect("members:bound", name=name)
    return _page(request, setting, found, doing, fallen)


def _sent(request: Request, setting: Setting, form: Any, doing: str) -> tuple[list[Outside] | None, bool]:
    """Who would fall outside, where that was asked or stood in the way; whether it was done."""
    try:
        if doing == "look":
            return _looked(setting, form), False
        _acts(request, setting, form)[doing]()
    except Absent:
        raise
    except Refusal as refusal:
        field = WHERE.get(refusal.code, "")
        form.add_error(field if field in form.fields else None, ui.sentence(refusal))
        return (_looked(setting, form) if refusal.code == "members.members-outside" else None), False
    messages.success(request, _("Done. It holds from now on."))
    return None, True


def _value(setting: Setting, form: Any) -> Value | None:
    told = form.cleaned_data["value"]
    return read(setting, told) if told else None


def _looked(setting: Setting, form: Any) -> list[Outside]:
    return api.would_fall_outside(name=setting.name, bound=form.bound(), value=_value(setting, form))


def _acts(request: Request, setting: Setting, form: Any) -> dict[str, Callable[[], object]]:
    actor, key, told = request.actor, form_key(request), form.cleaned_data

    def dated(*names: str) -> dict[str, Any]:
        return {name: told[name] for name in ("library", "active_from", "active_to", *names)}

    return {
        "set": lambda: api.set_bound(
            actor=actor,
            name=setting.name,
            value=_value(setting, form),
            bound=form.bound(),
            rule=told["rule"],
            sure=told["sure"],
            key=key,
        ),
        "bind": lambda: api.bind(
            actor=actor, name=setting.name, bound=form.bound(), key=key, **dated("level", "source")
        ),
        "exempt": lambda: api.exempt(
            actor=actor, name=setting.name, bound=form.bound(), key=key, **dated("reason")
        ),
    }


def _ended(request: Request, name: str, doing: str) -> HttpResponse:
    actor, key, reason = request.actor, form_key(request), request.POST.get("reason", "")
    known = {
        str(one.row.pk): one.row.pk for one in (_demands(name) if doing == "unbind" else _exemptions(name))
    }
    chosen = request.POST.get("row", "")
    if chosen not in known:
        raise Absent
    if doing == "unbind":
        api.unbind(actor=actor, binding=known[chosen], reason=reason, key=key)
    else:
        api.end_exemption(actor=actor, exemption=known[chosen], reason=reason, key=key)
    messages.success(request, _("Ended. From now on it gives nothing."))
    return redirect("members:bound", name=name)


def _page(
    request: Request, setting: Setting, found: dict[str, forms.Form], doing: str, fallen: list[Outside] | None
) -> HttpResponse:
    wrong = any(form.errors for form in found.values())
    libraries = {card.symbol: card for card in api.libraries()}
    shown = (
        None
        if fallen is None
        else [
            Fallen(
                libraries.get(one.library),
                one.library,
                value_said(setting, one.value),
                "" if one.becomes is None else value_said(setting, one.becomes),
            )
            for one in fallen
        ]
    )
    actor = request.actor
    context = {
        "line": line_of(setting),
        "program": bound_said(setting, setting.bound),
        "default": value_said(setting, setting.default),
        "demands": _demands(setting.name),
        "exemptions": _exemptions(setting.name),
        "chosen": [
            (libraries.get(symbol), symbol, value_said(setting, value))
            for symbol, value in sorted(bounds.own_choices(setting.name).items())
        ],
        "may_unbind": api.allowed(actor=actor, action="members.unbind", object=ALL),
        "may_end": api.allowed(actor=actor, action="members.end-exemption", object=ALL),
        "forms": found,
        "doing": doing,
        "fallen": shown,
        "wrong": wrong,
        "key": request.POST.get("key", "").partition("-")[0] or secrets.token_hex(8),
    }
    return render(request, "members/bound.html", context, status=400 if wrong else 200)
