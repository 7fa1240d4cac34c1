"""The joining checklist: what a library needs before it can work with the others; rooms above add items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from commonshelf.kernel.actor import Role
from commonshelf.kernel.refusal import Absent
from commonshelf.members.libraries import row_of
from commonshelf.members.models import Affiliation, Agency, AgencyKind, Branch, Invitation, Library


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """name: as registered. url: where it is done, "" without a page. said: in the reader's language."""

    name: str
    done: bool
    url: str
    said: str


Check = Callable[[str], ChecklistItem]
"""Symbol -> how it stands with this item."""

_checks: Final[dict[str, tuple[int, Check]]] = {}


def register(name: str, check: Check, order: int = 50) -> None:
    """Called from a room's `apps.ready()`, once. order: where it stands in the list."""
    if name in _checks:
        raise ValueError(f"two items of the joining checklist named {name!r}")
    _checks[name] = (order, check)


def checklist(*, symbol: str) -> list[ChecklistItem]:
    """All items in their order; Absent for a library nobody knows."""
    row_of(symbol)
    return [check(symbol) for _, check in sorted(_checks.values(), key=lambda pair: pair[0])]


def register_own() -> None:
    """What this room itself asks of a new member."""
    register("particulars", _particulars, 10)
    register("branch", _branch, 20)
    register("agency", _agency, 30)
    register("people", _people, 40)


def _row(symbol: str) -> Library:
    found = Library.objects.filter(symbol=symbol).first()
    if found is None:
        raise Absent
    return found


def _particulars(symbol: str) -> ChecklistItem:
    row = _row(symbol)
    done = all((row.name_zh, row.name_en, row.region_zh or row.region_en))
    said = (
        _("Names in both languages and the region are known.")
        if done
        else _("Give its name in both languages and its region.")
    )
    return ChecklistItem("particulars", done, reverse("members:edit-library", args=[symbol]), said)


def _branch(symbol: str) -> ChecklistItem:
    branches = list(Branch.objects.filter(library__symbol=symbol).prefetch_related("hours"))
    closed = next((branch for branch in branches if not branch.hours.all()), None)
    if not branches:
        url, said = reverse("members:new-branch", args=[symbol]), _("Add the building readers walk into.")
    elif closed is not None:
        url = reverse("members:hours", args=[symbol, closed.code])
        said = _("Say when each building is open.")
    else:
        url = reverse("members:library", args=[symbol])
        said = _("Its buildings and their opening hours are known.")
    return ChecklistItem("branch", bool(branches) and closed is None, url, said)


def _agency(symbol: str) -> ChecklistItem:
    office = Agency.objects.filter(kind=AgencyKind.MEMBER, library__symbol=symbol).first()
    done = office is not None and bool(office.phone or office.email)
    said = (
        _("Its managing agency can be reached.")
        if done
        else _("Give its managing agency a telephone number or a mail address.")
    )
    return ChecklistItem("agency", done, reverse("members:edit-library", args=[symbol]), said)


def _people(symbol: str) -> ChecklistItem:
    ties = Affiliation.objects.filter(library__symbol=symbol, active_to=None)
    managed = ties.filter(role=Role.MANAGER).exists()
    if managed:
        said = _("Somebody runs it.")
    elif Invitation.objects.filter(library__symbol=symbol, used_at=None, withdrawn_at=None).exists():
        said = _("Its first person is invited and has not signed in yet.")
    else:
        said = _("Invite the person who will run it.")
    return ChecklistItem("people", managed, reverse("members:people"), said)
