"""Invitations: a letter with a secret in its link, used once, for a time; only a digest of it is kept.

Whoever holds the secret may accept, whatever their mail address: on paper there is none. What it gives is
fixed when it is written, and it gives it only while whoever wrote it might still invite.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Agent, Ref, Role
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import directory, letters, people, ties
from commonshelf.members.acting import Done, act, allowed
from commonshelf.members.bounds import setting
from commonshelf.members.cards import InvitationCard, PersonCard, Said
from commonshelf.members.domain import checks
from commonshelf.members.domain.invitations import MOST_DAYS, state_of
from commonshelf.members.models import Invitation, Library, Person
from commonshelf.members.vouching import vouch

CONFLICT: Final = 409
GONE: Final = 410


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def card(row: Invitation, link: str = "") -> InvitationCard:
    symbol = row.library.symbol if row.library else ""
    return InvitationCard(
        id=row.pk,
        kind=row.kind,
        email=row.email,
        name=Said(row.name_zh, row.name_en),
        library=symbol,
        library_name=Said(row.library.name_zh, row.library.name_en) if row.library else None,
        role=row.role,
        active_from=row.active_from,
        active_to=row.active_to,
        language=row.language,
        invited_by=row.invited_by,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        used_by=row.used_by,
        state=state_of(
            used=row.used_at is not None,
            withdrawn=row.withdrawn_at is not None,
            expires_at=row.expires_at,
            now=timezone.now(),
        ),
        link=link,
    )


def _action(kind: str) -> str:
    return "members.invite" if kind == "person" else "members.invite-library"


def _ref(row: Invitation) -> Ref:
    return Ref("invitation", str(row.pk), row.library.symbol if row.library else "")


def invite(
    *,
    actor: Actor,
    kind: str = "person",
    email: str = "",
    name_zh: str = "",
    name_en: str = "",
    library: str = "",
    role: str = "",
    active_from: date | None = None,
    active_to: date | None = None,
    language: str = "",
    days: int | None = None,
    site: str = "",
    key: str = "",
) -> InvitationCard:
    if kind not in {"person", "library"}:
        raise Refusal("members.bad-invitation-kind", {"kind": kind[:20]})

    def do() -> Done[InvitationCard]:
        place = _place(library) if library else None
        if kind == "person":
            checks.role(role, library)
            checks.dates(active_from or timezone.localdate(), active_to)
            _not_past(active_to)
        now = timezone.now()
        row = Invitation(
            kind=kind,
            email=mail.address(email) if email.strip() else "",
            name_zh=name_zh.strip(),
            name_en=name_en.strip(),
            library=place,
            role=role if kind == "person" else "",
            active_from=active_from,
            active_to=active_to,
            language=language or str(setting(library=library, name="members.language")),
            invited_by=actor.key,
            invited_at=now,
        )
        made = _written(row, now, _days(days, library), site)
        facts = {"role": role, "to": str(active_to) if active_to else None, "by_mail": bool(row.email)}
        return Done(made, facts, _ref(row), stored=row.pk)

    return act(
        actor=actor,
        action=_action(kind),
        object=Ref("invitation", "", library if kind == "person" else ""),
        do=do,
        key=key,
        again=lambda stored: _again(int(str(stored))),
    )


def _place(symbol: str) -> Library:
    directory.library(symbol)  # Absent unless a member of today
    return Library.objects.get(symbol=symbol)


def _not_past(active_to: date | None) -> None:
    if active_to is not None and active_to <= timezone.localdate():
        raise Refusal("members.role-already-over", {"to": str(active_to)})


def _days(days: int | None, library: str) -> int:
    given = days if days is not None else int(str(setting(library=library, name="members.invitation-days")))
    if not 1 <= given <= MOST_DAYS:
        raise Refusal("members.invitation-days", {"days": given, "most": MOST_DAYS})
    return given


def _written(row: Invitation, now: datetime, days: int, site: str) -> InvitationCard:
    """A new secret, the row saved with its digest, and the letter with its link."""
    secret = secrets.token_urlsafe(24)
    row.digest = digest(secret)
    row.expires_at = now + timedelta(days=days)
    if row.active_to is not None:  # the first day on which there is nothing left to accept
        row.expires_at = min(row.expires_at, timezone.make_aware(datetime.combine(row.active_to, time())))
    row.save()
    link = f"{(site or settings.SITE_ADDRESS).rstrip('/')}{_path(row, secret)}"
    made = card(row, link)
    inviter = people.names([row.invited_by]).get(row.invited_by)
    told = letters.invitation(made, inviter=inviter, alliance=directory.alliance())
    mail.send(
        to=row.email,
        name=Said(row.name_zh, row.name_en).in_language(row.language),
        language=row.language,
        subject=told.subject,
        text=told.text,
        kind="invitation",
        about=_ref(row),
        link=link,
        at=now,
        until=row.expires_at,
    )
    return made


def _path(row: Invitation, secret: str) -> str:
    """The page speaks the letter's language, whatever the reader's browser prefers."""
    if row.kind == "person":
        return f"{reverse('members:accept', args=[secret])}?lang={row.language}"
    return f"{reverse('members:apply')}?invitation={secret}&lang={row.language}"


def _again(id: int) -> InvitationCard:
    row = Invitation.objects.select_related("library").get(pk=id)
    letter = mail.latest_about(about=_ref(row))
    return card(row, letter.link if letter else "")


def _mine(actor: Actor, id: int) -> Invitation:
    row = Invitation.objects.select_related("library").filter(pk=id).first()
    if row is None or not allowed(actor=actor, action=_action(row.kind), object=_ref(row)):
        raise Absent
    return row


def resend(
    *, actor: Actor, invitation: int, days: int | None = None, site: str = "", key: str = ""
) -> InvitationCard:
    """A new letter with a new secret; the old link is dead from this moment."""
    _mine(actor, invitation)

    def do() -> Done[InvitationCard]:
        row = _mine(actor, invitation)
        _unused(row)
        _not_past(row.active_to)
        now = timezone.now()
        mail.withdraw(about=_ref(row), at=now)
        row.invited_by, row.invited_at = actor.key, now
        made = _written(row, now, _days(days, _ref(row).library), site)
        return Done(made, {"again": True, "by_mail": bool(row.email)}, stored=row.pk)

    row = _mine(actor, invitation)
    return act(
        actor=actor,
        action=_action(row.kind),
        object=_ref(row),
        do=do,
        key=key,
        again=lambda stored: _again(int(str(stored))),
    )


def withdraw_all(library: Library) -> None:
    """Inside the act by which a library leaves: nobody is invited there any more."""
    now = timezone.now()
    for row in Invitation.objects.filter(library=library, used_at=None, withdrawn_at=None):
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        mail.withdraw(about=_ref(row), at=now)


def withdraw_invitation(*, actor: Actor, invitation: int, key: str = "") -> None:
    row = _mine(actor, invitation)

    def do() -> Done[None]:
        found = _mine(actor, invitation)
        _unused(found)
        now = timezone.now()
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        mail.withdraw(about=_ref(found), at=now)
        return Done(None)

    act(actor=actor, action="members.withdraw-invitation", object=_ref(row), do=do, key=key)


def _unused(row: Invitation) -> None:
    if row.used_at is not None:
        raise Refusal("members.invitation-used", status=CONFLICT)
    if row.withdrawn_at is not None:
        raise Refusal("members.invitation-withdrawn", status=CONFLICT)


# -- as its reader sees it


def invitation(*, secret: str) -> InvitationCard:
    """What a letter's link leads to. Refusals members.invitation-unknown, -used, -withdrawn, -over."""
    return card(by_secret(secret))


def by_secret(secret: str) -> Invitation:
    """Open and still meant. A secret nobody was given, or one replaced, is unknown: one answer for both."""
    row = Invitation.objects.select_related("library").filter(digest=digest(secret)).first()
    if row is None:
        raise Refusal("members.invitation-unknown", status=404)
    if row.used_at is not None:
        raise Refusal("members.invitation-used", status=GONE)
    if row.withdrawn_at is not None or not _still_meant(row):
        raise Refusal("members.invitation-withdrawn", status=GONE)
    if row.expires_at <= timezone.now():
        raise Refusal("members.invitation-over", {"on": str(timezone.localdate(row.expires_at))}, GONE)
    return row


def _still_meant(row: Invitation) -> bool:
    """Whether whoever wrote it might write it today: an ended role leaves no door open behind it."""
    if not row.invited_by:  # the operator of the machine
        return True
    inviter = Person.objects.filter(key=row.invited_by, is_active=True).first()
    if inviter is None:
        return False
    return allowed(actor=people.actor_for(inviter, Agent.WEB), action=_action(row.kind), object=_ref(row))


def accept(
    *,
    secret: str,
    username: str,
    password: str,
    name_zh: str = "",
    name_en: str = "",
    email: str = "",
    agent: Agent = Agent.WEB,
) -> PersonCard:
    """A new account with the role the letter gives."""
    row = _for_a_person(secret)
    person = Person(
        username=username,
        name_zh=name_zh.strip() or row.name_zh,
        name_en=name_en.strip() or row.name_en,
        email=email.strip() or row.email,
        language=row.language,
        created_at=timezone.now(),
    )

    def do() -> Done[PersonCard]:
        found = _for_a_person(secret)
        checks.a_name(person.name_zh, person.name_en)
        people.name_and_password(person, password)
        person.save()
        if person.email.lower() == row.email.lower():  # the letter to it was answered
            vouch(person)
        return _tied(found, person)

    newcomer = Actor(key=person.key, agent=agent)
    return act(actor=newcomer, action="members.accept-invitation", object=_ref(row), do=do)


def join(*, actor: Actor, secret: str, key: str = "") -> PersonCard:
    """The role the letter gives, for somebody who has an account."""
    row = _for_a_person(secret)
    if not actor.key:
        raise Absent

    def do() -> Done[PersonCard]:
        return _tied(_for_a_person(secret), people.find(actor.key))

    return act(
        actor=actor,
        action="members.accept-invitation",
        object=_ref(row),
        do=do,
        key=key,
        again=lambda stored: people.card(people.find(str(stored))),
    )


def _for_a_person(secret: str) -> Invitation:
    row = by_secret(secret)
    if row.kind != "person":
        raise Refusal("members.invitation-unknown", status=404)
    return row


def used(row: Invitation, by: str, now: datetime) -> None:
    row.used_at, row.used_by = now, by
    row.save(update_fields=["used_at", "used_by"])
    mail.arrived(about=_ref(row), at=now)


def _tied(row: Invitation, person: Person) -> Done[PersonCard]:
    """Used up, and the tie made; inside the transaction, so of two browsers one comes first."""
    now, today = timezone.now(), timezone.localdate()
    start = max(row.active_from or today, today)
    used(row, person.key, now)
    ties.tie(person, row.library, Role(row.role), start, row.active_to)
    facts = {"role": row.role, "from": str(start), "to": str(row.active_to) if row.active_to else None}
    object = Ref("person", person.key, row.library.symbol if row.library else "")
    return Done(people.card(people.find(person.key)), facts, object, stored=person.key)


# -- lists


def invitations(
    *, actor: Actor, state: str = "", before_id: int | None = None, rows: int = 50
) -> list[InvitationCard]:
    """Latest first: all for the office, for a manager those to their libraries. state: open, used,
    withdrawn, over.
    """
    found = _looked_after(actor)
    if state:
        found = found.filter(_in_state(state, timezone.now()))
    if before_id is not None:
        found = found.filter(pk__lt=before_id)
    return [card(row) for row in found.select_related("library").order_by("-pk")[:rows]]


def invitations_waiting(*, actor: Actor) -> int:
    """How many of those are open."""
    return _looked_after(actor).filter(_in_state("open", timezone.now())).count()


def _looked_after(actor: Actor) -> QuerySet[Invitation]:
    if allowed(actor=actor, action="members.invite", object=Ref("invitation", "")):
        return Invitation.objects.all()
    return Invitation.objects.filter(kind="person", library__symbol__in=managed_by(actor))


def managed_by(actor: Actor) -> Collection[str]:
    return [one.library for one in actor.standings if one.role is Role.MANAGER and one.library]


def _in_state(state: str, now: datetime) -> Q:
    """As `domain.invitations.state_of`, asked of the database."""
    if state == "used":
        return Q(used_at__isnull=False)
    if state == "withdrawn":
        return Q(used_at=None, withdrawn_at__isnull=False)
    unused = Q(used_at=None, withdrawn_at=None)
    return unused & (Q(expires_at__lte=now) if state == "over" else Q(expires_at__gt=now))
