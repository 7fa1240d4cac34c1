"""The door of members: the one path every act takes, the libraries, the people, where the reader is.

Of every name in two languages one may be "". `key`: see `act`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING

from commonshelf.kernel.actor import Actor, Agent
from commonshelf.members import calendars, directory, figures, fsck, people
from commonshelf.members import here as place
from commonshelf.members.acting import Done, act, allowed, demand, replied, together
from commonshelf.members.agencies import (
    add_department,
    add_region,
    agency,
    agency_tree,
    close_agency,
    move_agency,
    path_to,
    set_agency,
)
from commonshelf.members.assigning import assign, assignments, end_assignment
from commonshelf.members.bounding import (
    Outside,
    bind,
    check_bound,
    end_exemption,
    exempt,
    fits,
    set_bound,
    set_setting,
    unbind,
    would_fall_outside,
)
from commonshelf.members.bounds import SettingCard, setting, settings_of
from commonshelf.members.bounds import register as register_setting
from commonshelf.members.bounds import registered as registered_settings
from commonshelf.members.branches import BranchDetails, add_branch, set_branch, set_exception, set_hours
from commonshelf.members.calendars import work_calendar
from commonshelf.members.campuses import LinkCard, campuses, links_of
from commonshelf.members.cards import (
    AgencyCard,
    AgencyNode,
    BranchCard,
    DayHours,
    Decision,
    DelegationCard,
    Here,
    IndicatorCard,
    InvitationCard,
    LibraryCard,
    LookCard,
    Opening,
    PersonCard,
    Said,
)
from commonshelf.members.checklist import ChecklistItem, checklist
from commonshelf.members.checklist import register as register_check
from commonshelf.members.chosen import Flag, Number, flag, number
from commonshelf.members.chosen import register as register_settings
from commonshelf.members.colleagues import Colleague
from commonshelf.members.colleagues import staff as staff_of
from commonshelf.members.delegating import delegate, delegates_of, end_delegation
from commonshelf.members.desks import desk_of, desks, work_at
from commonshelf.members.domain import checks
from commonshelf.members.domain.bounds import Bound
from commonshelf.members.domain.looks import COLOURS
from commonshelf.members.domain.skills import Told
from commonshelf.members.explaining import explain, may
from commonshelf.members.exporting import write_json
from commonshelf.members.factors import (
    FactorCard,
    close_account,
    factors_of,
    has_factor,
    may_let_in,
    open_account,
    remove_factor,
)
from commonshelf.members.founding import Beginning, begin, is_start_code, start_code
from commonshelf.members.holders import (
    Export,
    Held,
    Holder,
    erasers,
    hand_over,
    open_work,
    register_eraser,
    register_export,
    register_holder,
)
from commonshelf.members.holidays import (
    drop_holiday,
    drop_holidays,
    holiday_gaps,
    holidays,
    prefill_holidays,
    set_holiday,
    set_holidays,
    set_holidays_of,
)
from commonshelf.members.inviting import (
    accept,
    invitation,
    invitations,
    invitations_waiting,
    invite,
    join,
    resend,
    withdraw_invitation,
)
from commonshelf.members.knowing import password_holds
from commonshelf.members.leaving import Departure, give_notice, leave, withdraw_notice
from commonshelf.members.libraries import (
    add_agency,
    add_indicator,
    add_library,
    set_alliance,
    set_library,
)
from commonshelf.members.looking import set_look
from commonshelf.members.loopback import is_loopback
from commonshelf.members.membership import (
    admit,
    apply,
    put_to_vote,
    refuse_application,
    resume,
    suspend,
    voted,
)
from commonshelf.members.memberships import (
    ApplicationCard,
    MembershipCard,
    keeps_records,
    membership_of,
    memberships,
    takes_part,
)
from commonshelf.members.models import Person
from commonshelf.members.parcels import ParcelCard, pack, parcel_file, parcels, parcels_for
from commonshelf.members.people import (
    Addressee,
    add_person,
    may_set_password,
    set_password,
    set_profile,
    writes_to,
)
from commonshelf.members.profiles import set_skills
from commonshelf.members.readers import (
    NewPerson,
    Particulars,
    close_reader_account,
    open_reader_accounts,
    particulars,
    person_ids,
    register_sign_in_name,
    set_names,
    set_reader_password,
)
from commonshelf.members.roll import Asked, Page, people_of
from commonshelf.members.sessions import (
    SessionCard,
    end_other_sessions,
    end_session,
    end_sessions,
    sessions_of,
)
from commonshelf.members.stamped import Stamped
from commonshelf.members.ties import affiliate, end_affiliation
from commonshelf.members.vacations import drop_vacation, set_vacation, vacations
from commonshelf.members.wording import action_said, bound_said, value_said

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

__all__ = [
    "COLOURS", "Addressee", "AgencyNode", "ApplicationCard", "Asked", "Beginning", "Bound",
    "BranchDetails", "ChecklistItem", "Colleague", "DayHours", "Decision", "DelegationCard",
    "Departure", "Done", "Export", "FactorCard", "Flag", "Held", "Holder", "InvitationCard", "LinkCard",
    "MembershipCard", "NewPerson", "Number", "Outside", "Page", "ParcelCard", "Particulars", "PersonCard",
    "SessionCard", "SettingCard", "Stamped", "Told",
    "accept", "act", "action_said", "actor_for", "add_agency",
    "add_branch", "add_department", "add_indicator", "add_library", "add_person", "add_region", "admit",
    "affiliate", "agencies", "agency", "agency_tree", "alliance", "allowed", "apply", "assign",
    "assignments", "at_home", "begin", "bind", "bound_said", "branch_at", "campuses", "check_bound",
    "checklist",
    "close_account", "close_agency", "close_reader_account", "delegate", "delegates_of", "demand",
    "demo_people", "desk_of", "desks", "directory_changed", "directory_mark", "distances",
    "drop_holiday", "drop_holidays", "drop_vacation", "end_affiliation",
    "end_assignment", "end_delegation", "end_exemption",
    "end_other_sessions", "end_session", "end_sessions", "erasers", "exempt", "explain", "factors_of",
    "fits", "flag", "former_members", "give_notice", "hand_over", "has_factor", "here_from", "holiday_gaps",
    "holidays", "indicators", "invitation", "invitations", "invitations_waiting", "invite",
    "is_loopback", "is_start_code", "is_symbol", "join", "keeps_records", "leave", "libraries",
    "library", "library_id", "library_said", "links_of", "look", "may", "may_let_in", "may_set_password",
    "membership_of", "memberships", "move_agency", "names_of", "number", "one_look", "open_account",
    "open_reader_accounts", "open_work", "opening", "operator", "pack", "parcel_file", "parcels",
    "parcels_for", "particulars", "password_holds", "path_to", "people_named", "people_of", "person",
    "person_ids", "prefill_holidays", "problems", "put_to_vote", "refuse_application", "register_check",
    "register_eraser", "register_export", "register_holder", "register_home", "register_setting",
    "register_settings",
    "register_sign_in_name", "registered_settings", "remove_factor", "replied", "resend", "resume",
    "sessions_of",
    "set_agency", "set_alliance", "set_bound", "set_branch", "set_exception", "set_holiday",
    "set_holidays", "set_holidays_of", "set_hours", "set_library", "set_look", "set_names",
    "set_password", "set_profile", "set_reader_password", "set_setting", "set_skills", "set_vacation",
    "setting", "settings_of", "staff_of", "start_code", "suspend", "symbols_by_id", "takes_part",
    "together", "unbind", "vacations", "value_said", "voted", "week", "withdraw_invitation",
    "withdraw_notice", "work_at", "work_calendar", "would_fall_outside", "write_json", "writes_to",
]  # fmt: skip


# -- the libraries


def alliance() -> Said | None:
    """The alliance's name; None before the first run's questions are answered."""
    return directory.alliance()


def look() -> LookCard | None:
    """The alliance's colour, mark and sentence; None before the first run's questions are answered."""
    return directory.look()


def libraries() -> list[LibraryCard]:
    """The members of today, by symbol. Kept in the process: call as often as you like."""
    return directory.libraries()


def directory_changed() -> None:
    """For a room above that keeps rows under `directory_mark`: inside the act that changed them."""
    directory.changed()


def directory_mark() -> str:
    """Another one after every change of the alliance, its libraries, branches or hours."""
    return directory.mark()


def one_look() -> AbstractContextManager[None]:
    """In here the directory is looked up once and stays as it was, but for changes made in here."""
    return directory.one_look()


def library(*, symbol: str) -> LibraryCard:
    """A member of today; Absent otherwise."""
    return directory.library(symbol)


def library_said(*, symbol: str) -> LibraryCard:
    """A member of today, as somebody at a command line named it; refusal members.no-such-library."""
    return directory.said(symbol)


def is_symbol(*, text: str) -> bool:
    """Whether it could be a Symbol: letters, digits and hyphens, at most 40."""
    return checks.is_symbol(text)


def library_id(*, symbol: str) -> int:
    """Row id of any library that is or was a member (for foreign keys); Absent otherwise."""
    return directory.library_id(symbol)


def former_members() -> frozenset[str]:
    """Symbols of the libraries whose membership is over."""
    return directory.former()


def symbols_by_id() -> dict[int, str]:
    """Row id -> Symbol, past and coming members included."""
    return directory.symbols_by_id()


def agencies() -> list[AgencyCard]:
    """The managing offices: the general agency first, then one per member by symbol (A76)."""
    return figures.agencies()


def indicators(*, symbol: str) -> list[IndicatorCard]:
    """Yearly figures of a member, latest year first (A35)."""
    return figures.indicators(symbol)


# -- where the reader is


def opening(*, branch: BranchCard, now: datetime) -> Opening:
    """Open now and until when, or when next; until None while open: round the clock."""
    return place.opening(branch, now)


def week(*, branch: BranchCard, day: date) -> list[DayHours]:
    """What holds on that day (today, as a rule) and on the six after it, exceptions and feasts included."""
    return calendars.week(branch, day)


def distances(*, here: Here) -> dict[str, float]:
    """Branch key -> kilometres, nearest first; {} when the reader's place is unknown."""
    return place.distances(here)


def here_from(*, cookie: str, near: str) -> Here:
    """From the cookie "SYMBOL/branch" and the query "lat,lon" (which wins for the place)."""
    return place.here_from(cookie, near)


def register_home(*, find: Callable[[Actor], str]) -> None:
    """From the room that knows readers: the home library (Symbol) of somebody signed in, "" for none."""
    place.register_home(find)


def at_home(*, actor: Actor, here: Here) -> Here:
    """As they picked; else where their card is from."""
    return place.at_home(actor, here)


def branch_at(*, here: Here) -> BranchCard | None:
    """The branch the reader picked."""
    return place.branch_at(here)


# -- who is acting


def actor_for(*, user: Person | AnonymousUser, agent: Agent) -> Actor:
    """The signed-in person with the affiliations in force today; a visitor has none."""
    return people.actor_for(user, agent) if isinstance(user, Person) else Actor(agent=agent)


def operator(*, agent: Agent = Agent.CLI) -> Actor:
    """Whoever runs commands on the machine."""
    return Actor(name="operator", agent=agent, operator=True)


def person(*, name: str) -> PersonCard:
    """By username or key; Absent otherwise. Ask `allowed` "members.read-person" before showing it."""
    return people.card(people.find(name))


def demo_people() -> list[PersonCard]:
    """Whom anybody at this very machine may sign in as by one click."""
    return people.demo_people()


def people_named(*, words: str) -> list[str]:
    """Keys of everybody whose name or username contains the words."""
    return people.keys_named(words)


def names_of(*, keys: Iterable[str]) -> dict[str, Said]:
    """Key -> name, of those who are still known."""
    return people.names(keys)


def problems() -> Iterator[str]:
    """What fsck must never find here."""
    yield from fsck.problems()
