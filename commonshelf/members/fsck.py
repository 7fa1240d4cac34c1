"""What must hold among the members' rows whatever happened: the checks of `fsck`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.utils import timezone

from commonshelf.kernel.actor import Role
from commonshelf.members import agencies, assigning, memberships
from commonshelf.members.domain import membership, permissions, tree
from commonshelf.members.domain.checks import OF_THE_ALLIANCE
from commonshelf.members.models import (
    Affiliation,
    Agency,
    AgencyKind,
    Alliance,
    Branch,
    Delegation,
    ExceptionDay,
    Exemption,
    Holiday,
    Library,
    OpeningHours,
    Vacation,
)


def problems() -> Iterator[str]:
    """Each in one English sentence for the operator."""
    yield from _agencies()
    yield from _delegations()
    yield from _affiliations()
    yield from memberships.problems()
    yield from _places()
    yield from _calendars()
    yield from assigning.problems()


def _agencies() -> Iterator[str]:
    founded = Alliance.objects.count()
    if founded > 1:
        yield f"there are {founded} alliances where there must be one"
    general = Agency.objects.filter(kind=AgencyKind.GENERAL).count()
    if founded and general != 1:
        yield f"there are {general} general agencies where there must be one"
    today = timezone.localdate()
    lone = Library.objects.filter(Q(active_to=None) | Q(active_to__gt=today), active_from__lte=today)
    lone = lone.filter(status__in=membership.LISTED)
    for symbol in lone.exclude(agencies__kind=AgencyKind.MEMBER).values_list("symbol", flat=True):
        yield f"library {symbol} is a member without a managing agency"
    for symbol in Library.objects.filter(active_to__lt=F("active_from")).values_list("symbol", flat=True):
        yield f"library {symbol} ends before it begins"
    standing = Agency.objects.filter(closed_at=None).select_related("library")
    yield from tree.problems({row.pk: agencies.node_of(row) for row in standing})


def _delegations() -> Iterator[str]:
    for row in Delegation.objects.exclude(action__in=permissions.DELEGABLE):
        yield f"delegation {row.pk} is of {row.action!r}, which cannot be delegated"
    for row in Delegation.objects.filter(active_to__lt=F("active_from")):
        yield f"delegation {row.pk} ends before it begins"
    open_ones = Q(active_to=None) | Q(active_to__gt=timezone.localdate())
    never = Q(active_to__lte=F("active_from"))  # ended before it began: it holds on no day
    for row in Delegation.objects.filter(open_ones).exclude(agency__closed_at=None).exclude(never):
        yield f"delegation {row.pk} is of agency {row.agency_id}, which is closed"
    for lifted in Exemption.objects.filter(Q(active_to__lt=F("active_from")) | Q(reason="")):
        yield f"exemption {lifted.pk} ends before it begins, or has no reason"


def _affiliations() -> Iterator[str]:
    rows = Affiliation.objects.select_related("person", "library")
    for tie in rows.filter(active_to__lt=F("active_from")):
        yield f"affiliation {tie.pk} of person {tie.person.key} ends before it begins"
    for tie in rows.exclude(role__in=[role.value for role in Role]):
        yield f"affiliation {tie.pk} of person {tie.person.key} has the unknown role {tie.role!r}"
    alliance_wide = [role.value for role in OF_THE_ALLIANCE]
    for tie in rows.filter(library=None).exclude(role__in=alliance_wide):
        yield f"affiliation {tie.pk} of person {tie.person.key}: role {tie.role} needs a library"
    for tie in rows.filter(role__in=alliance_wide).exclude(library=None):
        yield f"affiliation {tie.pk} of person {tie.person.key}: role {tie.role} is not of a library"
    for tie in rows.filter(library__isnull=False, active_from__lt=F("library__active_from")):
        yield f"affiliation {tie.pk} of person {tie.person.key} begins before its library is a member"


def _places() -> Iterator[str]:
    for branch in Branch.objects.filter(Q(latitude=None) ^ Q(longitude=None)).select_related("library"):
        yield f"branch {branch.library.symbol}/{branch.code} has half a coordinate"
    off = Q(latitude__lt=-90) | Q(latitude__gt=90) | Q(longitude__lt=-180) | Q(longitude__gt=180)
    for branch in Branch.objects.filter(off).select_related("library"):
        yield f"branch {branch.library.symbol}/{branch.code} lies off the earth"
    many = Library.objects.annotate(mains=Count("branches", filter=Q(branches__main=True), distinct=True))
    for library in many.filter(mains__gt=1):
        yield f"library {library.symbol} has {library.mains} main branches"
    for span in OpeningHours.objects.filter(weekday__gt=6):
        yield f"opening hours {span.pk} of branch {span.branch_id} are of weekday {span.weekday}"
    for day in ExceptionDay.objects.filter(Q(opens=None) ^ Q(closes=None)):
        yield f"exception day {day.date} of branch {day.branch_id} has only one of opening and closing"


def _calendars() -> Iterator[str]:
    for over in Vacation.objects.filter(Q(opens=None) ^ Q(closes=None)):
        yield f"vacation {over.pk} of library {over.library_id} has only one of opening and closing"
    for over in Vacation.objects.filter(end_date__lt=F("first_date")):
        yield f"vacation {over.pk} of library {over.library_id} ends before it begins"
    for over in Vacation.objects.filter(branch__isnull=False).exclude(branch__library=F("library")):
        yield f"vacation {over.pk} of library {over.library_id} is of a branch of another library"
    for day in Holiday.objects.filter(worked_as__gt=6):
        yield f"holiday {day.date} is worked as weekday {day.worked_as}"
    for day in Holiday.objects.exclude(source__in=["office", "holidays"]):
        yield f"holiday {day.date} was written by {day.source!r}, which nobody is"
