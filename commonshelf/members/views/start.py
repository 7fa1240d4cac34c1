"""The first-run assistant: shown only while there is no alliance, only to whoever runs the machine."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from allauth.core.internal import ratelimit
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api
from commonshelf.members.forms import (
    AllianceForm,
    BranchForm,
    LibraryForm,
    PersonForm,
    WeekForm,
    at_its_field,
)
from commonshelf.members.models import Person
from commonshelf.ui.api import Form, Request, form_key

SESSION: Final = "may-start"
MODEL_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
CODE_TRIES: Final = {"start_code": "20/h/key"}


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Request) -> HttpResponse:
    """One page, five short parts; nothing is kept until all of it may stand."""
    if api.alliance() is not None:
        raise Absent
    if not (api.is_loopback(request) or request.session.get(SESSION)):
        return _ask_for_code(request)
    forms = _Forms.of(request)
    problem = ""
    if request.method == "POST" and "alliance-name_zh" in request.POST and forms.valid():
        try:
            made = api.begin(beginning=forms.beginning(), key=form_key(request))
        except Absent:
            raise
        except Refusal as refusal:
            problem = at_its_field(refusal, **forms.named())
        else:
            request.session.pop(SESSION, None)
            login(request, Person.objects.get(key=made.key), backend=MODEL_BACKEND)
            return redirect("members:welcome")
    wrong = bool(problem) or any(form.errors for form in forms.named().values())
    context = {
        **forms.named(),
        "problem": problem,
        "wrong": wrong,
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "members/start.html", context, status=400 if wrong else 200)


def _ask_for_code(request: Request) -> HttpResponse:
    """Elsewhere than on the machine itself, the terminal's code is needed once."""
    wrong = ""
    if request.method == "POST":
        counted = ratelimit.consume(
            request, app="allauth.account", action="start_code", config=CODE_TRIES, key="start"
        )
        if counted and api.is_start_code(request.POST.get("code", "")):
            request.session[SESSION] = True
            return redirect("members:start")
        wrong = "code" if counted else "often"
    status = {"": 200, "code": 400, "often": 429}[wrong]
    return render(request, "members/start_code.html", {"wrong": wrong}, status=status)


@dataclass(frozen=True, slots=True)
class _Forms:
    """The five parts of the page."""

    alliance: AllianceForm
    library: LibraryForm
    branch: BranchForm
    hours: WeekForm
    person: PersonForm

    @classmethod
    def of(cls, request: Request) -> _Forms:
        given = request.POST if request.method == "POST" else None
        main = {"name_zh": "总馆", "name_en": "Main library"}
        return cls(
            AllianceForm(given, prefix="alliance"),
            LibraryForm(given, prefix="library"),
            BranchForm(given, prefix="branch", initial=main),
            WeekForm(given, prefix="hours"),
            PersonForm(given, prefix="person"),
        )

    def named(self) -> dict[str, Form]:
        return {
            "alliance": self.alliance,
            "library": self.library,
            "branch": self.branch,
            "hours": self.hours,
            "person": self.person,
        }

    def valid(self) -> bool:
        # A list, so that every form shows its errors at once.
        return all([form.is_valid() for form in self.named().values()])  # noqa: C419  # see above

    def beginning(self) -> api.Beginning:
        alliance, library, person = (form.cleaned_data for form in (self.alliance, self.library, self.person))
        return api.Beginning(
            alliance=(alliance["name_zh"], alliance["name_en"]),
            symbol=library["symbol"],
            library=(library["name_zh"], library["name_en"]),
            kind=library["kind"],
            region=(library["region_zh"], library["region_en"]),
            code=self.branch.cleaned_data["code"],
            branch=self.branch.details(),
            hours=self.hours.spans(),
            username=person["username"],
            password=person["password"],
            person=(person["name_zh"], person["name_en"]),
        )


@require_safe
def welcome(request: Request) -> HttpResponse:
    """After founding: what there is now, and what to do next."""
    if not request.actor.known:
        raise Absent
    return render(request, "members/welcome.html", {"libraries": api.libraries()})
