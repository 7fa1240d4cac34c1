"""Second factors and accounts, for those who look after people: lost factors removed, accounts closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import sessions
from commonshelf.members.acting import Done, act
from commonshelf.members.models import Affiliation, Person
from commonshelf.members.people import find
from commonshelf.members.places import demand_everywhere, may_everywhere

PROVING: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What makes a second factor; recovery codes only stand in for one of them."""
CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class FactorCard:
    """kind: totp, webauthn or recovery_codes. name: of a passkey. left: recovery codes not yet used."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None
    left: int | None = None


def factors_of(*, person: str) -> list[FactorCard]:
    """In the order in which they were added. person: key or user name."""
    rows = Authenticator.objects.filter(user=find(person)).order_by("created_at", "pk")
    return [
        FactorCard(
            id=row.pk,
            kind=row.type,
            name=row.data.get("name", ""),
            added_at=row.created_at,
            used_at=row.last_used_at,
            left=len(row.wrap().get_unused_codes())
            if row.type == Authenticator.Type.RECOVERY_CODES
            else None,
        )
        for row in rows
    ]


def has_factor(*, person: str) -> bool:
    return bool(Authenticator.objects.filter(user__key=person, type__in=PROVING).exists())


def may_let_in(*, actor: Actor, person: str) -> bool:
    """Whether the actor may remove their factors, end their sessions, close their account."""
    target = find(person)
    if target.key == actor.key or target.demo or (target.reader_only and not target.affiliations.exists()):
        return False  # of readers: at their library's desk, with a code
    return may_everywhere(actor=actor, action="members.close-account", person=target)


def remove_factor(*, actor: Actor, person: str, factor: int, reason: str, key: str = "") -> None:
    """One that is lost. All the person's sessions end: whoever has found it may be in one of them."""
    target, place = _somebody_else(actor, person, "members.remove-factor", reason)
    row = Authenticator.objects.filter(user=target, pk=factor).first()
    if row is None:
        raise Absent

    def do() -> Done[None]:
        row.delete()
        rest = Authenticator.objects.filter(user=target)
        if not rest.filter(type__in=PROVING).exists():
            rest.delete()
            # The days of grace begin anew: they could not have known.
            Person.objects.filter(pk=target.pk).update(factor_asked_at=None)
        sessions.end_all(target)
        return Done(None, {"kind": row.type})

    object = Ref("person", target.key, place)
    act(actor=actor, action="members.remove-factor", object=object, do=do, key=key, reason=reason.strip())


def close_account(*, actor: Actor, person: str, reason: str, key: str = "") -> None:
    """Nobody signs in with it any more, and all its sessions end; what they did stays theirs."""
    target, place = _somebody_else(actor, person, "members.close-account", reason)

    def do() -> Done[None]:
        if _is_last_of_office(target):
            raise Refusal("members.last-of-office", {"person": target.username}, CONFLICT)
        Person.objects.filter(pk=target.pk).update(is_active=False)
        return Done(None, {"sessions": sessions.end_all(target)})

    object = Ref("person", target.key, place)
    act(actor=actor, action="members.close-account", object=object, do=do, key=key, reason=reason.strip())


def open_account(*, actor: Actor, person: str, reason: str, key: str = "") -> None:
    """As it was when it was closed, but for what ended meanwhile."""
    target, place = _somebody_else(actor, person, "members.open-account", reason)

    def do() -> Done[None]:
        Person.objects.filter(pk=target.pk).update(is_active=True)
        return Done(None)

    object = Ref("person", target.key, place)
    act(actor=actor, action="members.open-account", object=object, do=do, key=key, reason=reason.strip())


def _somebody_else(actor: Actor, person: str, action: str, reason: str) -> tuple[Person, str]:
    """The person and one of their places. On oneself it is done on the own account page, or not at all."""
    target = find(person)
    place = demand_everywhere(actor=actor, action=action, person=target)
    if target.key == actor.key:
        raise Refusal("members.not-oneself", {}, CONFLICT)
    if not reason.strip():
        raise Refusal("members.reason-missing", {})
    return target, place


def _is_last_of_office(person: Person) -> bool:
    today = timezone.localdate()
    office = Affiliation.objects.filter(role=Role.OFFICE, active_from__lte=today, person__is_active=True)
    office = office.exclude(active_to__lte=today)
    return office.filter(person=person).exists() and not office.exclude(person=person).exists()
