"""A reader's particulars put right, the registration renewed, and closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.cards import business
from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.domain import terms
from commonshelf.cards.models import Activation, Card, Reader, Share
from commonshelf.cards.readers import about, reader, row
from commonshelf.cards.registering import (
    LONGEST_NAME,
    ReaderGiven,
    check,
    group_of,
    local_number_free,
)
from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409


def at_home(found: Reader, library: str) -> None:
    """Absent: another library does not change what is known at home."""
    if members.library_id(symbol=library) != found.home_id:
        raise Absent


def set_reader(
    *,
    actor: Actor,
    reader: str,
    library: str,
    given: ReaderGiven,
    active_to: date | None,
    version: int,
    key: str = "",
) -> ReaderCard:
    """At the home library. given.guardian agreed: written down anew; else what stands, stands.

    Refusals cards.changed-since, cards.reader-closed, and those of registering.
    """

    def do() -> Done[ReaderCard]:
        now, today = timezone.now(), timezone.localdate()
        found = row(reader)
        at_home(found, library)
        if found.state != "active":
            raise Refusal("cards.reader-closed", status=CONFLICT)
        if found.version != version:
            raise Refusal("cards.changed-since", status=CONFLICT)
        group = group_of(found.home_id, given.group, now_in=found.group_id)
        agreed = given.guardian.agreed
        stands = found.guardian_agreed_at is not None and not agreed
        checked = check(given, group, None, today, answered_for=stands)
        if active_to is not None and active_to <= found.active_from:
            raise Refusal("cards.ends-before", {"field": "last_date"})
        local_number_free(found.home_id, given.local_number, but=found.pk)
        members.set_names(
            person=reader,
            name_zh=given.name_zh.strip()[:LONGEST_NAME],
            name_en=given.name_en.strip()[:80],
            email=given.email.strip(),
            language=given.language,
        )
        found.group, found.local_number = group, given.local_number.strip()
        found.phone, found.birth_date = given.phone.strip()[:40], checked.birth_date
        found.active_to = active_to
        if checked.child and not stands:
            found.guardian, found.guardian_agreed_at = checked.guardian, now
            found.guardian_name = given.guardian.name.strip()[:80]
            found.guardian_phone = given.guardian.phone.strip()[:40]
        found.version += 1
        found.save()
        return Done(_card(reader), {"group": group.kind}, stored=reader)

    return members.act(
        actor=actor,
        action="cards.set-reader",
        object=about(reader, library),
        do=do,
        key=key,
        again=lambda stored: _card(str(stored)),
    )


def _card(key: str) -> ReaderCard:
    return reader(key=key)


@dataclass(frozen=True, slots=True)
class OwnGiven:
    """What readers change themselves; names and numbers stand on a document."""

    phone: str
    email: str
    language: str
    keeps_history: bool
    reminders: bool = True


def set_own(*, actor: Actor, given: OwnGiven, key: str = "") -> None:
    def do() -> Done[None]:
        found = row(actor.key)
        members.set_names(person=actor.key, email=given.email.strip(), language=given.language)
        found.phone, found.keeps_history = given.phone.strip()[:40], given.keeps_history
        found.reminders = given.reminders
        found.version += 1
        found.save(update_fields=["phone", "keeps_history", "reminders", "version"])
        return Done(None, {"keeps_history": given.keeps_history})

    home = reader(key=actor.key).home if actor.key else ""
    members.act(actor=actor, action="cards.set-own", object=about(actor.key, home), do=do, key=key)


def renew_reader(
    *, actor: Actor, reader: str, library: str, until: date | None = None, key: str = ""
) -> ReaderCard:
    """At the home library, for the group's months from today; a closed registration opens again.

    until: the first day on which it no longer holds, in place of the months. Refusals cards.merged,
    cards.ends-before, cards.local-number-taken.
    """

    def do() -> Done[ReaderCard]:
        today, found = timezone.localdate(), row(reader)
        at_home(found, library)
        if found.state == "merged":
            raise Refusal("cards.merged", status=CONFLICT)
        if until is not None and until <= today:
            raise Refusal("cards.ends-before", {"field": "last_date"})
        if found.state == "closed":
            local_number_free(found.home_id, found.local_number, but=found.pk)
            found.state, found.closed_at = "active", None
        found.active_to = until or terms.ends(today, found.group.months)
        found.version += 1
        found.save(update_fields=["state", "closed_at", "active_to", "version"])
        return Done(_card(reader), {"until": str(found.active_to or "")}, stored=reader)

    return members.act(
        actor=actor,
        action="cards.renew",
        object=about(reader, library),
        do=do,
        key=key,
        again=lambda stored: _card(str(stored)),
    )


def close_reader(*, actor: Actor, reader: str, reason: str = "", key: str = "") -> None:
    """By the reader, or at the home library's desk. Cards end, shares are taken back, nothing new begins.

    Refuses while something is open: cards.business-open names it; cards.answers-for: a child's card
    hangs on this one.
    """
    found = row(reader)
    home = members.symbols_by_id()[found.home_id]

    def do() -> Done[None]:
        now, row_now = timezone.now(), row(reader)
        if row_now.state != "active":
            raise Refusal("cards.reader-closed", status=CONFLICT)
        nothing_open(reader, "" if actor.key == reader else home)
        if Reader.objects.filter(guardian=row_now, state="active").exists():
            raise Refusal("cards.answers-for", status=CONFLICT)
        row_now.state, row_now.closed_at = "closed", now
        row_now.version += 1
        row_now.save(update_fields=["state", "closed_at", "version"])
        Card.objects.filter(reader=row_now, state="active").update(state="ended", ended_at=now)
        Share.objects.filter(reader=row_now, withdrawn_at=None).update(withdrawn_at=now)
        Activation.objects.filter(reader=row_now).delete()
        return Done(None)

    members.act(actor=actor, action="cards.close", object=about(reader, home), do=do, reason=reason, key=key)


def nothing_open(reader: str, library: str = "") -> None:
    """Refusal cards.business-open: loans, requests, fees, by the first few names. library: at whose desk."""
    held = business.open_business(reader=reader, library=library)
    if held:
        language = get_language() or ""
        named = [one.title.in_language(language) for one in held[:3]]
        raise Refusal("cards.business-open", {"count": len(held), "what": " · ".join(named)}, CONFLICT)
