"""Pages of simulations: start one with a version of the rules, follow it, read what came of it."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members
from commonshelf.sharing.ruling import policies
from commonshelf.sharing.simulation import keeping
from commonshelf.sharing.simulation.compare import MOST_SEED, USUAL_LIBRARIES
from commonshelf.sharing.simulation.report import context as report_context
from commonshelf.sharing.simulation.report import report as whole_report
from commonshelf.sharing.simulation.report import world_named
from commonshelf.sharing.simulation.world import WORLDS
from commonshelf.sharing.views.agency_tabs import tabs
from commonshelf.ui.api import Form, Request, form_key

USUAL_REQUESTS = 5000


class SimulationForm(Form):
    """What to try."""

    policy = forms.TypedChoiceField(label=gettext_lazy("Rules to try"), coerce=int)
    world = forms.ChoiceField(label=gettext_lazy("World"))
    libraries = forms.IntegerField(
        label=gettext_lazy("Number of libraries"),
        min_value=2,
        max_value=keeping.MOST_LIBRARIES,
        initial=USUAL_LIBRARIES,
    )
    requests = forms.IntegerField(
        label=gettext_lazy("Number of requests"),
        min_value=100,
        max_value=keeping.MOST_REQUESTS,
        initial=USUAL_REQUESTS,
        help_text=gettext_lazy("5,000 take about half a minute; more give steadier figures."),
    )
    seed = forms.IntegerField(
        label=gettext_lazy("Seed"),
        min_value=0,
        max_value=MOST_SEED,
        initial=1,
        help_text=gettext_lazy("The same seed gives the same figures; another one, other luck."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or ""
        versions = [(one.number, _named(one)) for one in policies.policies()]
        worlds = [(name, world_named(name).in_language(language)) for name in WORLDS]
        self.fields["policy"].choices = versions  # type: ignore[attr-defined]  # a field of choices
        self.fields["world"].choices = worlds  # type: ignore[attr-defined]  # likewise


def _named(card: Any) -> str:
    if not card.number:
        return _("The usual rules")
    told = {
        "draft": _("Version {number} (draft)"),
        "in-force": _("Version {number} (in force)"),
    }.get(card.state, _("Version {number}"))
    return told.format(number=card.number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def simulations(request: Request) -> HttpResponse:
    """All of them, and for the office the form that starts one."""
    cards = keeping.simulations(actor=request.actor)
    starts = keeping.starts(request.actor)
    form = SimulationForm(request.POST if request.method == "POST" else None, initial=_wanted(request))
    if form.goes(lambda: keeping.begin(actor=request.actor, **form.cleaned_data, key=form_key(request))):
        return redirect("sharing:simulation", form.made.number)
    people = members.names_of(keys={one.made_by for one in cards} - {""})
    context = {
        "lines": [(one, world_named(one.trial.world), people.get(one.made_by)) for one in cards],
        "form": form,
        "starts": starts,
        "key": request.POST.get("key") or secrets.token_hex(8),
        **tabs(request, "simulations"),
    }
    return render(request, "sharing/simulation/list.html", context, status=form.http)


def _wanted(request: Request) -> dict[str, Any]:
    """?policy=n: the version whose page one comes from; else the draft, else the newest."""
    numbers = [one.number for one in policies.policies()]
    asked = request.GET.get("policy", "")
    return {"policy": int(asked) if asked.isdecimal() and int(asked) in numbers else numbers[0]}


@never_cache
@require_safe
def simulation(request: Request, number: int) -> HttpResponse:
    """How far it is, or what came of it."""
    card = keeping.simulation(actor=request.actor, number=number)
    context: dict[str, Any] = {
        "card": card,
        "named": world_named(card.trial.world),
        "running": card.state in {"waiting", "running"},
        **tabs(request, "simulations"),
    }
    if card.state == "done":
        context |= report_context(card.simulated)
    if request.htmx and context["running"]:
        return render(request, "sharing/simulation/progress.html", context)
    answer = render(request, "sharing/simulation/one.html", context)
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@require_safe
def as_file(request: Request, number: int) -> HttpResponse:
    """The report as one file that needs nothing beside it."""
    card = keeping.simulation(actor=request.actor, number=number)
    if card.state != "done":
        raise Absent
    answer = HttpResponse(whole_report(card.simulated), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="simulation-{number}.html"'
    return answer
