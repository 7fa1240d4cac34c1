"""The agencies: the tree, and each office with what it delegates and what can be done to it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import agencies, api, delegating
from commonshelf.members.action_words import AGENCY_KINDS, TO_DO, UNITS
from commonshelf.members.cards import AgencyNode, DelegationCard, Said
from commonshelf.members.domain import permissions, tree
from commonshelf.members.forms import AgencyForm
from commonshelf.members.forms_bounds import WHERE, DelegationForm, MoveForm, NameForm, ReasonForm
from commonshelf.members.models import Affiliation
from commonshelf.ui import api as ui
from commonshelf.ui.api import Request, form_key

ALL: Final = Ref("agency", "all")
STATES: Final = frozenset({"suspended", "trial", "voted"})
"""What is worth saying of a member in the outline."""


@dataclass(frozen=True, slots=True)
class Row:
    """An office in the outline. words: its kind, and how many members and delegations it has.

    Told here and not in the template, for there may be hundreds of rows.
    """

    node: AgencyNode
    url: str
    kind: str
    words: str
    status: str
    children: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """A delegation in words. within: names of the only libraries it is for."""

    card: DelegationCard
    who: Said
    what: str
    limit: str
    within: list[Said]
    now: bool


def _row(node: AgencyNode, statuses: Mapping[str, str]) -> Row:
    kind = capfirst(str(AGENCY_KINDS[node.kind]))
    status = statuses.get(node.library, "") if node.kind == tree.MEMBER else ""
    return Row(
        node,
        reverse("members:agency", args=[node.id]),
        kind,
        " · ".join([kind, *_counts(node)]),
        status if status in STATES else "",
        tuple(_row(child, statuses) for child in node.children),
    )


def _counts(node: AgencyNode) -> Iterator[str]:
    today = timezone.localdate()
    if node.kind in {tree.GENERAL, tree.REGION}:
        members = sum(1 for one in node.everything() if one.kind == tree.MEMBER)
        yield ngettext("{n} member", "{n} members", members).format(n=members)
    if delegated := sum(1 for one in node.delegations if one.holds(today)):
        yield ngettext("{n} delegation", "{n} delegations", delegated).format(n=delegated)


@require_safe
def agencies_page(request: Request) -> HttpResponse:
    """The whole tree as an outline."""
    api.demand(actor=request.actor, action="members.read-agencies", object=ALL)
    statuses = {card.symbol: card.status for card in api.libraries()}
    root = _row(api.agency_tree(), statuses)
    grows = api.allowed(actor=request.actor, action="members.add-region", object=ALL)
    return render(request, "members/agencies.html", {"root": root, "grows": grows})


def given(cards: list[DelegationCard] | tuple[DelegationCard, ...]) -> list[Given]:
    """In words; names are looked up once for all of them."""
    today = timezone.localdate()
    names = api.names_of(keys=[card.person for card in cards])
    libraries = {card.symbol: card.name for card in api.libraries()}
    return [
        Given(
            card,
            names.get(card.person, Said(card.person, card.person)),
            str(TO_DO.get(card.action, card.action)),
            f"{card.limit} {UNITS[permissions.DELEGABLE.get(card.action, '')]}" if card.limit else "",
            [libraries.get(symbol, Said(symbol, symbol)) for symbol in card.within],
            card.holds(today),
        )
        for card in cards
    ]


def delegable(actor: Actor, node: AgencyNode) -> list[tuple[str, str]]:
    """What this actor may delegate there, in words."""
    object = Ref("agency", str(node.id), node.library)
    return [
        (action, str(TO_DO[action]))
        for action in permissions.DELEGABLE
        if permissions.permitted_by_role(actor=actor, action=action, object=object)
    ]


def _named(symbols: set[str]) -> list[tuple[str, str]]:
    language = get_language() or ""
    return [
        (card.symbol, card.name.in_language(language)) for card in api.libraries() if card.symbol in symbols
    ]


def _places(node: AgencyNode) -> list[tuple[str, str]]:
    """Where it may be put."""
    nodes, language = agencies.current().nodes, get_language() or ""
    return [
        (str(one.id), one.name.in_language(language))
        for one in api.agency_tree().everything()
        if not tree.why_not(nodes, nodes[node.id], nodes[one.id]) and nodes[node.id].parent != one.id
    ]


def colleagues(symbols: set[str]) -> list[tuple[str, str]]:
    """(user name, name) of those who work at these libraries or in the office, to be offered while typing."""
    today = timezone.localdate()
    ties = (
        Affiliation.objects.filter(Q(active_to=None) | Q(active_to__gt=today), active_from__lte=today)
        .filter(Q(library__symbol__in=symbols) | Q(library=None), person__is_active=True)
        .exclude(role=Role.READER)
    )
    found = ties.order_by("person__username").values_list(
        "person__username", "person__name_zh", "person__name_en"
    )
    language = get_language() or ""
    return [(user, Said(zh, en).in_language(language) or user) for user, zh, en in found.distinct()[:300]]


def _forms(request: Request, node: AgencyNode, doing: str) -> dict[str, forms.Form]:
    """The forms this actor may send here, by what they do; the one that was sent holds what was typed."""
    actor, own = request.actor, Ref("agency", str(node.id), node.library)
    outside = Ref("agency", str(node.id), node.library if node.kind == tree.DEPARTMENT else "")
    symbols = {one.library for one in node.everything() if one.library}

    def sent(name: str) -> Any:
        return request.POST if doing == name else None

    def may(action: str, object: Ref) -> bool:
        return api.allowed(actor=actor, action=f"members.{action}", object=object)

    found: dict[str, forms.Form] = {}
    actions = delegable(actor, node)
    if may("delegate", own) and actions:
        libraries = _named(symbols) if node.kind in {tree.GENERAL, tree.REGION} else []
        found["delegate"] = DelegationForm(sent("delegate"), actions=actions, libraries=libraries)
    if may("set-agency", own):
        found["set"] = AgencyForm.of(sent("set"), node)
    if node.kind in {tree.GENERAL, tree.REGION} and may("add-region", own):
        found["region"] = NameForm(sent("region"), prefix="region")
    if node.kind in {tree.MEMBER, tree.DEPARTMENT} and may("add-department", own):
        found["department"] = NameForm(sent("department"), prefix="department")
    places = _places(node) if node.kind != tree.GENERAL and may("move-agency", outside) else []
    if places:
        found["move"] = MoveForm(sent("move"), places=places, prefix="move")
    if node.kind not in tree.LASTING and may("close-agency", outside):
        found["close"] = ReasonForm(sent("close"), prefix="close")
    return found


def _acts(request: Request, node: AgencyNode, told: dict[str, Any]) -> dict[str, Callable[[], object]]:
    actor, key = request.actor, form_key(request)
    return {
        "delegate": lambda: api.delegate(actor=actor, agency=node.id, key=key, **told),
        "set": lambda: api.set_agency(actor=actor, agency=node.id, key=key, **told),
        "region": lambda: api.add_region(actor=actor, parent=node.id, key=key, **told),
        "department": lambda: api.add_department(actor=actor, parent=node.id, key=key, **told),
        "move": lambda: api.move_agency(
            actor=actor, agency=node.id, to=int(told["to"]), reason=told["reason"], key=key
        ),
        "close": lambda: api.close_agency(actor=actor, agency=node.id, reason=told["reason"], key=key),
    }


def at_field(refusal: Refusal, form: forms.Form) -> None:
    """The sentence beside the field it is about, else at the form's top."""
    field = WHERE.get(refusal.code, "")
    form.add_error(field if field in form.fields else None, ui.sentence(refusal))


@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: Request, id: int) -> HttpResponse:
    """One office: contacts, what it delegates, what stands below it, and what may be done here."""
    api.demand(actor=request.actor, action="members.read-agencies", object=ALL)
    node = api.agency(id)
    doing = request.POST.get("do", "")
    if doing == "end":
        return _end(request, node)
    found = _forms(request, node, doing)
    if request.method == "POST":
        form = found.get(doing)
        if form is None:
            raise Absent
        if form.is_valid():
            try:
                _acts(request, node, form.cleaned_data)[doing]()
            except Absent:
                raise
            except Refusal as refusal:
                at_field(refusal, form)
            else:
                return _done(request, node, doing)
    return _page(request, node, found, doing)


def _end(request: Request, node: AgencyNode) -> HttpResponse:
    known = {str(card.id): card.id for card in node.delegations}
    chosen = request.POST.get("delegation", "")
    if chosen not in known:
        raise Absent
    api.end_delegation(actor=request.actor, delegation=known[chosen], key=form_key(request))
    messages.success(request, _("Ended. From now on it gives nothing."))
    return redirect("members:agency", id=node.id)


def _done(request: Request, node: AgencyNode, doing: str) -> HttpResponse:
    if doing == "close":
        messages.success(request, _("Closed. What stood below it and what it delegated went up."))
        return redirect("members:agencies")
    messages.success(request, _("Done."))
    return redirect("members:agency", id=node.id)


def _page(request: Request, node: AgencyNode, found: dict[str, forms.Form], doing: str) -> HttpResponse:
    wrong = request.method == "POST"
    own = Ref("agency", str(node.id), node.library)
    symbols = {one.library for one in node.everything() if one.library}
    statuses = {card.symbol: card.status for card in api.libraries()}
    context = {
        "row": _row(node, statuses),
        "library": next((card for card in api.libraries() if card.symbol == node.library), None),
        "path": api.path_to(node.id),
        "given": given(node.delegations),
        "ended": given(delegating.ended(node.id)),
        "may_end": api.allowed(actor=request.actor, action="members.end-delegation", object=own),
        "colleagues": colleagues(symbols) if "delegate" in found else [],
        "forms": found,
        "doing": doing,
        "wrong": wrong,
        "key": request.POST.get("key", "").partition("-")[0] or secrets.token_hex(8),
    }
    return render(request, "members/agency.html", context, status=400 if wrong else 200)
