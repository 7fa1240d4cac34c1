"""Who may do what, by role, in the reader's language; and for somebody signed in, why they may not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext_lazy
from django.views.decorators.http import require_safe

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api, delegating
from commonshelf.members.action_words import ROLES, ROOMS
from commonshelf.members.actions import SAID
from commonshelf.members.cards import Decision
from commonshelf.members.domain import permissions
from commonshelf.members.domain.deciding import Reach, reach_of
from commonshelf.members.explaining import rule_said
from commonshelf.members.views.agencies import Given, given
from commonshelf.ui.api import Request

REACHES: Final = {
    Reach.EVERYWHERE: pgettext_lazy("how far a role goes", "everywhere"),
    Reach.OWN: pgettext_lazy("how far a role goes", "own library"),
    Reach.SELF: pgettext_lazy("how far a role goes", "about oneself"),
    Reach.NOWHERE: "",
}
COLUMNS: Final[tuple[Role, ...]] = tuple(Role)


@dataclass(frozen=True, slots=True)
class Line:
    """An action: its name for programs, in words, who may (rules), and how far each role goes."""

    action: str
    said: str
    rules: list[str]
    reaches: list[tuple[str, str]]
    delegable: bool
    mine: bool
    why: Decision | None


@dataclass(frozen=True, slots=True)
class Section:
    """The acts of one room. open: shown unfolded."""

    room: str
    lines: list[Line]
    open: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader wants to see. role None: all; library: where they themselves would; why: an action."""

    role: Role | None
    library: str
    why: str


def _asked(request: Request) -> Asked:
    told, known = request.GET, {card.symbol for card in api.libraries()}
    role = Role(told["role"]) if told.get("role") in {one.value for one in Role} else None
    held = next((one.library for one in request.actor.standings if one.library), "")
    chosen = told.get("library", held)
    why = told.get("why", "")
    return Asked(role, chosen if chosen in known else "", why if why in permissions.TABLE else "")


def _line(actor: Actor, action: str, asked: Asked) -> Line:
    there, oneself = Ref("library", asked.library, asked.library), Ref("person", actor.key)
    mine = permissions.permits(actor=actor, action=action, object=there, amount=0)
    about_me = not mine and permissions.permits(actor=actor, action=action, object=oneself)
    object = oneself if about_me else there
    return Line(
        action,
        str(SAID.get(action, action)),
        [rule_said(rule.name) for rule in permissions.TABLE[action]],
        [(str(ROLES[role]), str(REACHES[reach_of(role, action)])) for role in COLUMNS],
        permissions.COVERED.get(action, action) in permissions.DELEGABLE,
        mine or about_me,
        api.explain(actor=actor, action=action, object=object, amount=0) if action == asked.why else None,
    )


def sections(actor: Actor, asked: Asked) -> list[Section]:
    """Room by room, in the order of the table; of one role only what it may do."""
    found: dict[str, list[Line]] = {}
    for action in permissions.TABLE:
        if asked.role and reach_of(asked.role, action) is Reach.NOWHERE:
            continue
        found.setdefault(action.partition(".")[0], []).append(_line(actor, action, asked))
    asked_for = asked.why.partition(".")[0]
    return [
        Section(str(ROOMS.get(room, room)), lines, bool(asked.role) or room == asked_for)
        for room, lines in found.items()
    ]


def _given(actor: Actor) -> list[Given]:
    try:
        return given(delegating.of_person(actor.key)) if actor.key else []
    except Absent:
        return []


@require_safe
def permissions_page(request: Request) -> HttpResponse:
    """For everybody: the table is no secret."""
    asked, language = _asked(request), get_language() or ""
    context = {
        "sections": sections(request.actor, asked),
        "asked": asked,
        "roles": [(role, ROLES[role]) for role in COLUMNS],
        "columns": [ROLES[role] for role in COLUMNS],
        "libraries": [(card.symbol, card.name.in_language(language)) for card in api.libraries()],
        "delegated": _given(request.actor),
        "known": bool(request.actor.key),
    }
    return render(request, "members/permissions.html", context)
