"""What this room lends to every page's frame: the alliance's name, menu entries, refusal sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.members import api, checklist, exporting, leaving, parcels, refusals_bounds, ties
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


def reads_agencies(actor: Actor) -> bool:
    """Whoever works at a member; also sees the bounds."""
    return api.allowed(actor=actor, action="members.read-agencies", object=Ref("agency", "all"))


def register() -> None:
    news.schedule(name="members.part", cron="5 0 * * *", handler=ties.part_today)
    ui.register_refusals(SENTENCES)
    ui.register_refusals(refusals_bounds.SENTENCES)
    checklist.register_own()
    api.register_export("members", exporting.write_own)
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
    ui.register_nav(
        name="people", label=_("People"), url="members:people", area="staff", order=60, shown=runs_people
    )
    ui.register_nav(
        name="outbox", label=_("Outbox"), url="members:outbox", area="staff", order=65, shown=runs_people
    )
    ui.register_nav(
        name="agencies",
        label=_("Agencies"),
        url="members:agencies",
        area="staff",
        order=62,
        shown=reads_agencies,
    )
    ui.register_nav(
        name="bounds", label=_("Bounds"), url="members:bounds", area="staff", order=64, shown=reads_agencies
    )
    ui.register_nav(
        name="staff",
        label=_("Colleagues"),
        url="members:staff",
        area="staff",
        order=55,
        shown=lambda actor: api.allowed(actor=actor, action="members.read-staff", object=ALLIANCE),
    )
    ui.register_nav(
        name="holidays",
        label=_("Holidays"),
        url="members:holidays",
        area="staff",
        order=65,
        shown=lambda actor: actor.has(Role.OFFICE),
    )
    ui.register_nav(
        name="happenings",
        label=_("Who did what"),
        url="members:happenings",
        area="staff",
        order=70,
        shown=reads_events,
    )


def _known(actor: Actor) -> bool:
    return actor.known
