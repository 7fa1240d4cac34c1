"""The people of a library: the office and managers find them, give and end roles, set passwords."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, ties
from commonshelf.members.cards import AffiliationCard
from commonshelf.members.forms import PersonForm, RoleForm, at_its_field
from commonshelf.members.people_forms import DatedRoleForm, EndForm, RollForm
from commonshelf.members.views.me import TieRow
from commonshelf.members.views.me import ties as rows_of
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

ROWS: Final = 50


def grantable(actor: Actor) -> list[tuple[str, str]]:
    """Where this actor may give roles: (Symbol, name); "" is the whole alliance. Absent: nowhere."""
    language = get_language() or ""
    found = [
        (library.symbol, library.name.in_language(language))
        for library in api.libraries()
        if api.allowed(actor=actor, action="members.affiliate", object=Ref("person", "", library.symbol))
    ]
    if api.allowed(actor=actor, action="members.affiliate", object=Ref("person", "")):
        found.append(("", _("the whole alliance")))
    if not found:
        raise Absent
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: Request) -> HttpResponse:
    """Everybody this actor looks after, and a form to add somebody with a first role."""
    places = grantable(request.actor)
    posted = request.POST if request.method == "POST" else None
    form, role = PersonForm(posted), RoleForm(posted, libraries=places, initial={"library": request.desk})
    if posted and all([form.is_valid(), role.is_valid()]):  # both show their errors
        try:
            card = _add(request, form.cleaned_data, role.cleaned_data)
        except Absent:
            raise
        except Refusal as refusal:
            if problem := at_its_field(refusal, person=form, role=role):
                form.add_error(None, problem)
        else:
            messages.success(request, _("Added. They can sign in now."))
            return redirect("members:person", key=card.key)
    roll = RollForm(request.GET, libraries=places, auto_id="roll-%s")
    roll.is_valid()  # what is no choice counts as not chosen
    asked = {name: roll.cleaned_data.get(name) or "" for name in ("words", "library", "role", "state")}
    page = api.people_of(
        actor=request.actor,
        asked=api.Asked(**asked),
        after=request.GET.get("after", "")[:60],
        rows=ROWS,
    )
    wrong = bool(form.errors or role.errors)
    context = {
        "rows": [(card, rows_of(card)) for card in page.people],
        "total": page.total,
        "further": _address({**asked, "after": page.after}) if page.after else "",
        "paged": bool(request.GET.get("after")),
        "first": _address(asked),
        "roll": roll,
        "narrowed": any(asked.values()),
        "waiting": api.invitations_waiting(actor=request.actor),
        "form": form,
        "role": role,
        "wrong": wrong,
        "key": request.POST.get("key") or secrets.token_hex(8),
    }
    return render(request, "members/people.html", context, status=400 if wrong else 200)


def _address(told: Mapping[str, str]) -> str:
    return "?" + urlencode({name: value for name, value in told.items() if value})


def _add(request: Request, told: dict[str, Any], role: dict[str, Any]) -> api.PersonCard:
    key = form_key(request)
    with api.together():
        card = api.add_person(actor=request.actor, library=role["library"], key=key, **told)
        api.affiliate(
            actor=request.actor, person=card.key, role=role["role"], library=role["library"], key=key
        )
    return card


def _person(request: Request, key: str) -> api.PersonCard:
    """Absent unless the actor looks after one of the places where the person stands."""
    card = api.person(name=key)
    places = {tie.library for tie in card.affiliations} | {""}
    if (
        card.reader_only
        or card.key != key
        or not any(
            api.allowed(actor=request.actor, action="members.add-person", object=Ref("person", key, place))
            for place in places
        )
    ):
        raise Absent
    return card


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: Request, key: str) -> HttpResponse:
    """One person: roles held and to come, a new role, the end of one, a new password."""
    card = _person(request, key)
    places = grantable(request.actor)
    doing = request.POST.get("do", "")
    there = next((one.library for one in card.affiliations if one.library), "")
    role = DatedRoleForm(
        request.POST if doing == "affiliate" else None,
        libraries=places,
        initial={"library": request.desk or there},
    )
    ending, problem = None, ""
    if request.method == "POST":
        try:
            done, ending = _do(request, card, role, doing)
        except Absent:
            raise
        except Refusal as refusal:
            problem, done = ui.sentence(refusal), False
        if done:
            messages.success(request, _("Done."))
            return redirect("members:person", key=key)
    rows = rows_of(card, {symbol for symbol, _name in places})
    context = {
        "person": card,
        "ties": [row for row in rows if row.now],
        "coming": [row for row in rows if row.coming],
        "past": [row for row in rows if not row.now and not row.coming],
        "ends": _ends(card, rows, request, ending),
        "role": role,
        "problem": problem,
        "may_set_password": api.may_set_password(actor=request.actor, person=key),
        "key": secrets.token_hex(8),
    }
    wrong = problem or role.errors or (ending and ending.errors)
    return render(request, "members/person.html", context, status=400 if wrong else 200)


def _ends(
    card: api.PersonCard, rows: list[TieRow], request: Request, sent: EndForm | None
) -> list[tuple[TieRow, EndForm]]:
    """A form for each tie the viewer may end; the one just sent keeps what was typed."""
    asked = request.POST.get("affiliation", "")
    return [
        (
            row,
            sent
            if sent is not None and asked == str(row.tie.id)
            else _end_form(card, row.tie.library, row.tie.id, None),
        )
        for row in rows
        if row.mine and (row.now or row.coming)
    ]


def _end_form(card: api.PersonCard, library: str, number: int, posted: Any) -> EndForm:
    language = get_language() or ""
    today = timezone.localdate()
    found = ties.successors(person=card.key, library=library, day=today)
    colleagues = [(one.key, one.name.in_language(language)) for one in found]
    return EndForm(posted, colleagues=colleagues, auto_id=f"end-{number}-%s")


def _do(
    request: Request, card: api.PersonCard, role: DatedRoleForm, doing: str
) -> tuple[bool, EndForm | None]:
    """Whether it was done; and the form of an ending that could not be read."""
    actor, key = request.actor, form_key(request)
    if doing == "affiliate":
        if not role.is_valid():
            return False, None
        api.affiliate(actor=actor, person=card.key, key=key, **role.cleaned_data)
    elif doing == "end":
        tie = next((one for one in card.affiliations if str(one.id) == request.POST.get("affiliation")), None)
        if tie is None:
            raise Absent
        return _end(request, card, tie, key)
    elif doing == "password":
        api.set_password(actor=actor, person=card.key, password=request.POST.get("password", ""), key=key)
    else:
        raise Absent
    return True, None


def _end(
    request: Request, card: api.PersonCard, tie: AffiliationCard, key: str
) -> tuple[bool, EndForm | None]:
    form = _end_form(card, tie.library, tie.id, request.POST)
    if not form.is_valid():
        return False, form
    told = form.cleaned_data
    try:
        api.end_affiliation(
            actor=request.actor,
            affiliation=tie.id,
            active_to=told["last_date"] + timedelta(days=1) if told["last_date"] else timezone.localdate(),
            to_person=told["to_person"],
            reason=told["reason"],
            key=key,
        )
    except Absent:
        raise
    except Refusal as refusal:
        form.add_error("to_person" if "colleague" in refusal.code else None, ui.sentence(refusal))
        return False, form
    return True, None
