"""What this room lends to every page's frame: the alliance's name, menu entries, refusal sentences."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.members import api, assigning, checklist, exporting, leaving, parcels, refusals_bounds, ties
from commonshelf.members.action_words import ROLES, TO_DO
from commonshelf.members.desk_line import desk_line
from commonshelf.members.refusals import SENTENCES
from commonshelf.news import api as news
from commonshelf.ui import api as ui

ALLIANCE = Ref("alliance", "")


def reads_events(actor: Actor) -> bool:
    """Of the whole alliance, or of a library the actor manages."""
    everything = Ref("events", "all")
    return api.allowed(actor=actor, action="news.read-events", object=everything) or any(
        standing.role is Role.MANAGER for standing in actor.standings
    )


def runs_people(actor: Actor) -> bool:
    return actor.has(Role.OFFICE) or any(standing.role is Role.MANAGER for standing in actor.standings)


def works_at_a_library(actor: Actor) -> bool:
    """So that there is one to call one's own."""
    return bool(api.desk_of(actor))


def reads_agencies(actor: Actor) -> bool:
    """Whoever works at a member; also sees the bounds."""
    return api.allowed(actor=actor, action="members.read-agencies", object=Ref("agency", "all"))


def register() -> None:
    news.schedule(name="members.part", cron="5 0 * * *", handler=ties.part_today)
    ui.register_refusals(SENTENCES)
    ui.register_refusals(refusals_bounds.SENTENCES)
    ui.register_words("role", ROLES)
    ui.register_words("action", TO_DO)
    checklist.register_own()
    api.register_export("members", exporting.write_own)
    api.register_eraser("parcels", parcels.erase)
    api.register_holder("disciplines", assigning.AssignmentHolder())
    news.schedule(name="members.complete-leavings", cron="5 0 * * *", handler=leaving.complete)
    news.schedule(name="members.tidy-parcels", cron="50 3 * * *", handler=parcels.tidy)
    ui.register_alliance(api.alliance)
    ui.register_look(api.look)
    ui.register_place("menu.person", desk_line)
    _menus_of_all()
    _menus_of_staff()


def _menus_of_all() -> None:
    ui.register_nav(name="libraries", label=_("Libraries"), url="members:libraries", order=20)
    ui.register_nav(
        name="start",
        label=_("Set up"),
        url="members:start",
        order=10,
        shown=lambda actor: not actor.known and api.alliance() is None,
    )
    ui.register_nav(
        name="permissions", label=_("Who may do what"), url="members:permissions", area="foot", order=60
    )
    ui.register_nav(name="me", label=_("My account"), url="members:me", area="person", order=10, shown=_known)
    ui.register_nav(
        name="sign-out", label=_("Sign out"), url="account_logout", area="person", order=90, shown=_known
    )
    ui.register_nav(
        name="sign-in",
        label=_("Sign in"),
        url="account_login",
        area="person",
        order=10,
        shown=lambda actor: not actor.known,
    )


def _menus_of_staff() -> None:
    add = partial(ui.register_nav, area="staff", group="libraries")
    add(
        name="own-library",
        label=_("My library"),
        url="members:own-library",
        order=49,
        shown=works_at_a_library,
    )
    add(name="people", label=_("People"), url="members:people", order=52, shown=runs_people)
    add(name="staff", label=_("Colleagues"), url="members:staff", order=54, shown=reads_staff)
    add(name="agencies", label=_("Agencies"), url="members:agencies", order=56, shown=reads_agencies)
    add(name="outbox", label=_("Outbox"), url="members:outbox", order=58, shown=runs_people)
    add = partial(ui.register_nav, area="staff", group="alliance")
    add(name="bounds", label=_("Bounds of settings"), url="members:bounds", order=46, shown=reads_agencies)
    add(name="holidays", label=_("Holidays"), url="members:holidays", order=48, shown=in_office)
    add(name="happenings", label=_("Who did what"), url="members:happenings", order=70, shown=reads_events)


def in_office(actor: Actor) -> bool:
    return actor.has(Role.OFFICE)


def reads_staff(actor: Actor) -> bool:
    return api.allowed(actor=actor, action="members.read-staff", object=ALLIANCE)


def _known(actor: Actor) -> bool:
    return actor.known
