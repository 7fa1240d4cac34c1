"""Reading memberships: every library the alliance knows, how far it is, what may be done with it now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import bounds, directory, holders
from commonshelf.members.acting import allowed, demand
from commonshelf.members.cards import Said
from commonshelf.members.domain import membership
from commonshelf.members.models import Affiliation, Agency, Application, Delegation, Invitation, Library

READ = "members.read-memberships"
PERMISSION = {
    "admit-trial": "members.admit",
    "admit-active": "members.admit",
    "refuse": "members.refuse-application",
    "put-to-vote": "members.put-to-vote",
    "vote-accepted": "members.voted",
    "vote-declined": "members.voted",
    "suspend": "members.suspend",
    "resume": "members.resume",
    "give-notice": "members.give-notice",
    "withdraw-notice": "members.withdraw-notice",
    "leave": "members.leave",
}
"""Which row of the permission table each step of a known library asks; `apply` asks its own before that."""


@dataclass(frozen=True, slots=True)
class ApplicationCard:
    """What a library said when it applied."""

    contact: str
    email: str
    phone: str
    address: str
    words: str
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class MembershipCard:
    """A library of any status. since: in this status; None: from its beginning.

    active_to: the first day on which it is no longer a member, None where none is set. trial_to: by
    which day its trial should be decided, while it is on trial (the setting members.trial-months).
    steps: what the reader of the card may do now, in the table's order.
    """

    symbol: str
    name: Said
    kind: str
    status: str
    since: date | None
    stood: str
    active_from: date
    active_to: date | None
    version: int
    application: ApplicationCard | None = None
    steps: tuple[str, ...] = ()
    trial_to: date | None = None

    @property
    def takes_part(self) -> bool:
        return membership.takes_part(self.status)

    @property
    def over(self) -> bool:
        return membership.is_over(self.status)


def takes_part(*, symbol: str) -> bool:
    """Whether the library is a member today whose people have their rights: known, begun, not suspended."""
    try:
        return membership.takes_part(directory.library(symbol).status)
    except Absent:
        return False


def keeps_records(*, symbol: str) -> bool:
    """Whether its records may change here: no applicant's, and none of a library that has left."""
    status = Library.objects.filter(symbol=symbol).values_list("status", flat=True).first()
    return status in membership.LISTED


def memberships(*, actor: Actor, status: str = "") -> list[MembershipCard]:
    """All libraries the alliance ever knew, by Symbol; of one status only where it is given."""
    demand(actor=actor, action=READ, object=Ref("library", ""))
    rows = Library.objects.filter(status=status) if status else Library.objects.all()
    told = {one.library_id: one for one in Application.objects.order_by("pk")}
    return [_card(row, told.get(row.pk), actor) for row in rows.order_by("symbol")]


def membership_of(*, actor: Actor, symbol: str) -> MembershipCard:
    """One library; Absent for whoever does not run it and is not of the office."""
    demand(actor=actor, action=READ, object=Ref("library", symbol[:80], symbol[:40]))
    row = Library.objects.filter(symbol=symbol).first()
    if row is None:
        raise Absent
    return _card(row, row.applications.first(), actor)


def _card(row: Library, told: Application | None, actor: Actor) -> MembershipCard:
    return MembershipCard(
        symbol=row.symbol,
        name=Said(row.name_zh, row.name_en),
        kind=row.kind,
        status=row.status,
        since=row.status_from,
        stood=row.stood,
        active_from=row.active_from,
        active_to=row.active_to,
        version=row.version,
        application=_told(told) if told else None,
        steps=_steps(row, actor),
        trial_to=_trial_to(row),
    )


def _trial_to(row: Library) -> date | None:
    if row.status != membership.TRIAL:
        return None
    months = bounds.setting(library=row.symbol, name="members.trial-months")
    return membership.trial_to(row.status_from or row.active_from, int(months))


def _told(row: Application) -> ApplicationCard:
    return ApplicationCard(row.contact, row.email, row.phone, row.address, row.words, row.applied_at)


def _steps(row: Library, actor: Actor) -> tuple[str, ...]:
    """Of the table's, those that this actor may take and that fit the day set for its end."""
    today = timezone.localdate()
    noticed = row.active_to is not None
    unfit = {
        "give-notice": noticed,
        "withdraw-notice": not noticed or (row.active_to is not None and row.active_to <= today),
    }
    object = Ref("library", row.symbol, row.symbol)
    return tuple(
        step
        for step in membership.choices(row.status)
        if step in PERMISSION
        and not unfit.get(step)
        and allowed(actor=actor, action=PERMISSION[step], object=object)
    )


def problems() -> Iterator[str]:
    """What must never be found: rights, offices or open work of a library that is no member."""
    for row in Library.objects.order_by("symbol"):
        if row.status not in membership.STATES:
            yield f"library {row.symbol} has the unknown status {row.status!r}"
        elif (row.status == membership.SUSPENDED) != bool(row.stood):
            yield f"library {row.symbol} is {row.status} but remembers {row.stood!r} from before"
        elif row.status == membership.LEFT:
            yield from _left_behind(row)


def _left_behind(row: Library) -> Iterator[str]:
    if row.active_to is None:
        yield f"library {row.symbol} has left on no day"
        return
    over = Q(active_to=None) | Q(active_to__gt=F("active_from")) & Q(active_to__gt=row.active_to)
    for tie in Affiliation.objects.filter(over, library=row).order_by("pk"):
        yield f"affiliation {tie.pk} outlives library {row.symbol}"
    for one in Delegation.objects.filter(over, agency__library=row).order_by("pk"):
        yield f"delegation {one.pk} outlives library {row.symbol}"
    for letter in Invitation.objects.filter(library=row, used_at=None, withdrawn_at=None).order_by("pk"):
        yield f"invitation {letter.pk} still invites to library {row.symbol}, which has left"
    for office in Agency.objects.filter(library=row, closed_at=None).order_by("pk"):
        yield f"agency {office.pk} outlives library {row.symbol}"
    for held in holders.open_work(library=row.symbol):
        yield f"{held.object.kind} {held.object.id} still lies with library {row.symbol}, which has left"
