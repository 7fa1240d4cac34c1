"""Acts of a membership's life: apply, trial, vote, member, suspended. Leaving is in `leaving.py`.

Which step is possible is said by `domain/membership.py`; here it is done, in one transaction with its event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypedDict, Unpack, cast

from django.db.models import Q
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import ABSENT, Refusal
from commonshelf.members import directory, inviting
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import LibraryCard
from commonshelf.members.domain import checks, membership
from commonshelf.members.libraries import give_agency, row_of, web_address
from commonshelf.members.models import Agency, AgencyKind, Application, Invitation, Library

CONFLICT: Final = 409


class Applying(TypedDict, total=False):
    """What a library says of itself when it applies; what is left out is empty."""

    name_zh: str
    name_en: str
    kind: str
    region_zh: str
    region_en: str
    website: str
    contact: str
    email: str
    phone: str
    address: str
    words: str
    language: str


def moved(row: Library, action: str) -> dict[str, str]:
    """Take the step, or refuse; the row is saved by the caller. The facts for the event."""
    before, after = row.status, membership.advance(row.status, action, row.stood or membership.ACTIVE)
    if after == membership.SUSPENDED:
        row.stood = before
    elif before == membership.SUSPENDED:
        row.stood = ""
    row.status = after
    if after != before:
        row.status_from = timezone.localdate()
    row.version += 1
    return {"before": before, "after": after}


def apply(
    *, actor: Actor, symbol: str, invitation: str = "", key: str = "", **form: Unpack[Applying]
) -> LibraryCard:
    """A library asks to be taken in. invitation: the secret of its letter; "": the office writes it down.

    Refuses a symbol another library has, and an invitation used, withdrawn or run out; then nothing is kept.
    """
    invited = Invitation.objects.filter(digest=inviting.digest(invitation), kind="library").first()
    if invitation and invited is None:
        raise Refusal("members.invitation-unknown", status=ABSENT)

    def do() -> Done[LibraryCard]:
        now = timezone.now()
        # Inside the transaction: two browsers with one letter make one application.
        letter = letter_of(invitation) if invited else None
        row = _applicant(symbol, cast("Mapping[str, str]", form))  # every key of Applying is text
        Application.objects.create(
            library=row, invitation=letter, applied_at=now, **{name: form.get(name, "") for name in _TOLD}
        )
        if letter:
            inviting.used(letter, symbol, now)
        directory.changed()
        facts = {"after": row.status, "name_zh": row.name_zh, "name_en": row.name_en, "kind": row.kind}
        return Done(directory.card_of(row), facts, Ref("library", symbol, symbol), stored=symbol)

    object = Ref("invitation", str(invited.pk)) if invited else Ref("library", symbol[:80])
    return act(
        actor=actor,
        action="members.apply",
        object=object,
        do=do,
        key=key,
        again=lambda stored: directory.card_of(row_of(str(stored))),
    )


_TOLD: Final = ("contact", "email", "phone", "address", "words", "language")
_PARTICULARS: Final = ("name_zh", "name_en", "region_zh", "region_en")


def letter_of(secret: str) -> Invitation:
    """The open invitation of a library; refused where it is used, withdrawn, run out or unknown."""
    row = inviting.by_secret(secret)
    if row.kind != "library":
        raise Refusal("members.invitation-unknown", status=ABSENT)
    return row


def _applicant(symbol: str, form: Mapping[str, str]) -> Library:
    """A new row, or that of a library once refused."""
    checks.symbol(symbol)
    kind = checks.kind(form.get("kind", "vocational"))
    checks.a_name(form.get("name_zh", ""), form.get("name_en", ""))
    if not form.get("contact", "").strip() or not (form.get("email") or form.get("phone")):
        raise Refusal("members.no-contact")
    row = Library.objects.filter(symbol__iexact=symbol).first() or Library(symbol=symbol, status="")
    if row.symbol != symbol or (row.status and row.status != membership.REFUSED):
        raise Refusal("members.symbol-taken", {"symbol": symbol}, CONFLICT)
    moved(row, "apply")
    for name in _PARTICULARS:
        setattr(row, name, form.get(name, "").strip())
    row.kind, row.website = kind, web_address(form.get("website", ""))
    row.active_from = timezone.localdate()
    row.active_to = None
    row.save()
    return row


def admit(*, actor: Actor, symbol: str, to: str, reason: str = "", key: str = "") -> LibraryCard:
    """Begin the trial (to "trial") of an applicant, or make one that was voted in a member (to "active")."""
    return _step(actor, "members.admit", symbol, f"admit-{to}", reason=reason, key=key)


def refuse_application(*, actor: Actor, symbol: str, reason: str, key: str = "") -> LibraryCard:
    return _step(actor, "members.refuse-application", symbol, "refuse", reason=reason, key=key)


def put_to_vote(
    *, actor: Actor, symbol: str, ballot: str = "", reason: str = "", key: str = ""
) -> LibraryCard:
    """Write down that the members are asked. ballot: which one asks them."""
    facts = {"ballot": ballot}
    return _step(actor, "members.put-to-vote", symbol, "put-to-vote", facts, reason=reason, key=key)


def voted(
    *, actor: Actor, symbol: str, accepted: bool, ballot: str = "", reason: str = "", key: str = ""
) -> LibraryCard:
    """What the members decided. Declined: the trial's rights stop at once; see `leave`."""
    action = "vote-accepted" if accepted else "vote-declined"
    return _step(actor, "members.voted", symbol, action, {"ballot": ballot}, reason=reason, key=key)


def suspend(*, actor: Actor, symbol: str, reason: str, key: str = "") -> LibraryCard:
    """Its people's rights stop with this transaction, in sessions already open too."""
    return _step(actor, "members.suspend", symbol, "suspend", reason=reason, key=key)


def resume(*, actor: Actor, symbol: str, reason: str = "", key: str = "") -> LibraryCard:
    """As it was before the suspension."""
    return _step(actor, "members.resume", symbol, "resume", reason=reason, key=key)


NEEDS_REASON: Final = frozenset({"refuse", "suspend", "leave"})
STOPS: Final = frozenset({"suspend", "leave"})


def check_stop(row: Library, before: str, action: str, reason: str) -> None:
    """Nothing is stopped without a reason, and never the last library that takes part."""
    if action in NEEDS_REASON and not reason.strip():
        raise Refusal("members.no-reason")
    if action in STOPS and membership.takes_part(before) and not _others_taking_part(row):
        raise Refusal("members.last-library", {"symbol": row.symbol}, CONFLICT)


def _others_taking_part(row: Library) -> bool:
    today = timezone.localdate()
    others = Library.objects.filter(status__in=membership.TAKES_PART).exclude(pk=row.pk)
    return others.filter(Q(active_to=None) | Q(active_to__gt=today)).exists()


def _step(
    actor: Actor,
    permission: str,
    symbol: str,
    action: str,
    more: Mapping[str, str] | None = None,
    *,
    reason: str,
    key: str,
) -> LibraryCard:
    def do() -> Done[LibraryCard]:
        row = row_of(symbol)
        facts = moved(row, action)
        check_stop(row, facts["before"], action, reason)
        if facts["before"] == membership.APPLIED and facts["after"] == membership.TRIAL:
            row.active_from = timezone.localdate()
            _first_agency(row)
        row.save()
        directory.changed()
        told = {name: value for name, value in (more or {}).items() if value}
        return Done(directory.card_of(row), {**facts, **told}, stored=symbol)

    return act(
        actor=actor,
        action=permission,
        object=Ref("library", symbol[:80], symbol[:40]),
        do=do,
        key=key,
        reason=reason,
        again=lambda _: directory.card_of(row_of(symbol)),
    )


def _first_agency(row: Library) -> None:
    """Its managing office from its first day, reached as the application said."""
    give_agency(row)
    told = row.applications.first()
    if told:
        office = Agency.objects.filter(kind=AgencyKind.MEMBER, library=row)
        office.update(phone=told.phone, email=told.email)
