"""Reading what happened: filters for people who audit, and the checks of `fsck`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import Count, F, Min, Q

from commonshelf.kernel.actor import Ref
from commonshelf.news.cards import Backlog, Happening, Stuck, TurnCard
from commonshelf.news.models import Delivery, Event, Turn
from commonshelf.news.registry import registry


def card(event: Event) -> Happening:
    return Happening(
        id=event.pk,
        at=event.at,
        kind=event.kind,
        person=event.person,
        agent=event.agent,
        object=Ref(event.object_kind, event.object_id, event.library),
        reason=event.reason,
        facts=event.facts,
    )


def _about(object: str) -> Q:
    """ "kind:id", or the id alone."""
    kind, colon, id = object.partition(":")
    whole = Q(object_id=object)
    return whole | Q(object_kind=kind, object_id=id) if colon else whole


def search(
    *,
    people: Collection[str] | None,
    library: str,
    kind: str,
    object: str,
    words: str,
    since: datetime | None,
    until: datetime | None,
    before_id: int | None,
    rows: int,
) -> list[Happening]:
    """Newest first. kind: whole ("catalogue.load") or its room ("catalogue"); until: exclusive."""
    found = Event.objects.all()
    if people is not None:
        found = found.filter(person__in=people)
    if library:
        found = found.filter(library=library)
    if kind:
        found = found.filter(Q(kind=kind) | Q(kind__startswith=f"{kind}."))
    if object:
        found = found.filter(_about(object))
    for word in words.split():
        found = found.filter(
            Q(reason__icontains=word)
            | Q(facts__icontains=word)
            | Q(object_id__icontains=word)
            | Q(kind__icontains=word)
        )
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return [card(event) for event in found.order_by("-pk")[:rows]]


def given_up(rows: int) -> list[Stuck]:
    found = Delivery.objects.exclude(given_up_at=None).select_related("event").order_by("-given_up_at")
    return [
        Stuck(
            id=row.pk,
            event=row.event_id,
            kind=row.event.kind,
            subscriber=row.subscriber,
            attempts=row.attempts,
            problem=row.problem,
            given_up_at=row.given_up_at,
        )
        for row in found[:rows]
        if row.given_up_at
    ]


def backlog(now: datetime) -> Backlog:
    due = Delivery.objects.filter(done_at=None, given_up_at=None, due_at__lte=now)
    found = due.aggregate(waiting=Count("pk"), oldest=Min("due_at"))
    return Backlog(found["waiting"], found["oldest"])


def turns() -> list[TurnCard]:
    return [
        TurnCard(row.name, row.due_at, row.ran_at, row.problem)
        for row in Turn.objects.filter(name__in=registry.turns).order_by("name")
    ]


def problems() -> Iterator[str]:
    """What must never be found in these tables, each in one English sentence for the operator."""
    for row in Delivery.objects.filter(done_at__isnull=False, given_up_at__isnull=False):
        yield f"delivery {row.pk} of event {row.event_id} is both done and given up"
    for row in Delivery.objects.filter(done_at=None, given_up_at=None).exclude(
        subscriber__in=registry.handlers
    ):
        yield f"delivery {row.pk} of event {row.event_id} waits for {row.subscriber!r}, which nobody serves"
    for row in Delivery.objects.filter(event__kind__isnull=True):
        yield f"delivery {row.pk} belongs to event {row.event_id}, which is not there"
    for row in Delivery.objects.filter(due_at__lt=F("event__at"), done_at=None):
        yield f"delivery {row.pk} is due before its event {row.event_id} happened"
    for row in Delivery.objects.exclude(given_up_at=None).select_related("event"):
        yield (
            f"delivery {row.pk} ({row.event.kind} to {row.subscriber}) was given up after "
            f"{row.attempts} attempts: {row.problem}"
        )
    for event in Event.objects.filter(Q(kind="") | ~Q(kind__contains=".")):
        yield f"event {event.pk} has no kind of the form room.verb"
