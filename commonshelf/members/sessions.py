"""Where a person is signed in: one row for each session; ended one by one, or all at once.

Ending all counts `Person.sessions_ended` up, so that no session of before is good any more, whether
it has a row here or not; the rows are for showing, and for ending a single one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members.acting import Done, act
from commonshelf.members.domain import browsers
from commonshelf.members.models import Person
from commonshelf.members.people import find
from commonshelf.members.places import demand_everywhere

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104  # stands for "not told"; nothing listens there
HEADER_LENGTH = 200


@dataclass(frozen=True, slots=True)
class SessionCard:
    """address: of the network it began in, "" where unknown; browser, system: as people call them, or ""."""

    id: int
    began_at: datetime
    address: str
    browser: str
    system: str
    current: bool


def began(request: HttpRequest, person: Person, address: str) -> None:
    """Remember the session that has just begun. address: a valid one, or ""."""
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": person,
            "ip": address or UNKNOWN_ADDRESS,
            "user_agent": request.META.get("HTTP_USER_AGENT", "")[:HEADER_LENGTH],
            "created_at": timezone.now(),
        },
    )


def renew_key(request: HttpRequest) -> None:
    """Give the session another key, so that one learnt before is worth nothing; it stays the same session."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


def sessions_of(*, person: str, current: str = "") -> list[SessionCard]:
    """The sessions that are good today, the latest first. person: key; current: the key of the one asking."""
    rows = UserSession.objects.filter(user__key=person).order_by("-created_at", "-pk")
    alive = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    good = set(alive.values_list("session_key", flat=True))
    cards = []
    for row in rows:
        if row.session_key in good:
            browser, system = browsers.said(row.user_agent)
            address = "" if row.ip == UNKNOWN_ADDRESS else row.ip
            mine = row.session_key == current
            cards.append(SessionCard(row.pk, row.created_at, address, browser, system, mine))
    return cards


def end_session(*, actor: Actor, session: int, key: str = "") -> None:
    """One of the actor's own. Absent: it is another's, or has ended."""
    row = UserSession.objects.filter(pk=session, user__key=actor.key).first()
    if row is None:
        raise Absent

    def do() -> Done[None]:
        Session.objects.filter(session_key=row.session_key).delete()
        row.delete()
        return Done(None, {"sessions": 1})

    act(actor=actor, action="members.end-sessions", object=Ref("person", actor.key), do=do, key=key)


def end_other_sessions(*, actor: Actor, request: HttpRequest, key: str = "") -> None:
    """All of the actor's own but the one that asks, which gets another key."""

    def do() -> Done[None]:
        ended = keep_only(request, Person.objects.get(key=actor.key))
        return Done(None, {"sessions": ended})

    act(actor=actor, action="members.end-sessions", object=Ref("person", actor.key), do=do, key=key)


def end_sessions(*, actor: Actor, person: str, reason: str = "", key: str = "") -> None:
    """All of somebody else's, or one's own wherever they are: by whoever may at every place they stand."""
    target = find(person)
    place = demand_everywhere(actor=actor, action="members.end-sessions", person=target)

    def do() -> Done[None]:
        return Done(None, {"sessions": end_all(target)})

    object = Ref("person", target.key, place)
    act(actor=actor, action="members.end-sessions", object=object, do=do, key=key, reason=reason)


def end_all(person: Person) -> int:
    """At once and for good; how many were known."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
        person.refresh_from_db(fields=["sessions_ended"])
        rows = UserSession.objects.filter(user=person)
        keys = list(rows.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        rows.delete()
    return len(keys)


def keep_only(request: HttpRequest, person: Person) -> int:
    """End all the person's sessions but this request's; how many were known."""
    row = UserSession.objects.filter(session_key=request.session.session_key).first()
    ended = end_all(person)
    update_session_auth_hash(request, person)
    if row:
        row.pk, row.session_key = None, request.session.session_key
        row.save(force_insert=True)
    return ended - (1 if row else 0)


def forget_ended() -> None:
    """Rows of sessions that have run out."""
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
