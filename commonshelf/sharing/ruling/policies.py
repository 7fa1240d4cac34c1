"""Versions of the rules: which is in force, writing the next one, adopting it, telling of its beginning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone

from commonshelf.kernel.actor import MACHINE, Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.api import Done
from commonshelf.sharing.domain import policy as domain
from commonshelf.sharing.models import Policy
from commonshelf.sharing.ruling.cards import PolicyCard
from commonshelf.votes import api as votes

CONFLICT: Final = 409
FARTHEST: Final = timedelta(days=400)
USUAL: Final = PolicyCard(0, domain.DEFAULT, "usual")
OBJECT: Final = Ref("policy", "")
_read: Final[dict[tuple[int, datetime], domain.Rules]] = {}
"""Rules of versions that were in force once: those never change, so they are read and checked once."""


def policy_now(*, now: datetime | None = None) -> PolicyCard:
    """The version in force; one question to the database, and its rules only the first time."""
    at = now or timezone.now()
    in_force = Policy.objects.filter(effective_at__lte=at).order_by("-effective_at", "-number")
    found = in_force.values_list("number", "words", "effective_at", "made_by", "made_at", "version").first()
    if found is None:
        return USUAL
    number, words, effective_at, made_by, made_at, version = found
    return PolicyCard(
        number,
        _rules_of(number, made_at),
        "in-force",
        words,
        effective_at,
        made_by=made_by,
        made_at=made_at,
        version=version,
    )


def _rules_of(number: int, made_at: datetime) -> domain.Rules:
    found = _read.get((number, made_at))
    if found is None:
        found = domain.read(Policy.objects.values_list("rules", flat=True).get(number=number))
        _read[number, made_at] = found
    return found


def policies(*, now: datetime | None = None) -> list[PolicyCard]:
    """Newest first, the draft among them, the usual rules last."""
    at = now or timezone.now()
    cards: list[PolicyCard] = []
    later: datetime | None = None
    for row in Policy.objects.order_by("-number"):
        cards.append(card_of(row, at, later))
        later = row.effective_at or later
    return [*cards, PolicyCard(0, domain.DEFAULT, _state(None, at, later, number=0), until=later)]


def policy(*, number: int, now: datetime | None = None) -> PolicyCard:
    """Absent: no such version. 0: the usual rules."""
    found = next((one for one in policies(now=now) if one.number == number), None)
    if found is None:
        raise Absent
    return found


def card_of(row: Policy, now: datetime, later: datetime | None = None) -> PolicyCard:
    """later: since when the next one holds, or will."""
    return PolicyCard(
        number=row.number,
        rules=domain.read(row.rules),
        state=_state(row.effective_at, now, later, number=row.number),
        words=row.words,
        effective_at=row.effective_at,
        until=later,
        made_by=row.made_by,
        made_at=row.made_at,
        ballot=row.ballot,
        preview=row.preview,
        version=row.version,
    )


def _state(effective_at: datetime | None, now: datetime, later: datetime | None, *, number: int) -> str:
    past = later is not None and later <= now
    if number == 0:
        return "past" if past else "usual"
    if effective_at is None:
        return "draft"
    if effective_at > now:
        return "adopted"
    return "past" if past else "in-force"


# -- writing


def save_draft(
    *,
    actor: Actor,
    rules: Mapping[str, Any],
    words: str,
    version: int,
    key: str,
    at: datetime | None = None,
) -> PolicyCard:
    """The one draft there is, or the first of a new version; version: of the draft that was read, 0: none."""
    now = at or timezone.now()

    def do() -> Done[PolicyCard]:
        checked(rules)
        row = Policy.objects.filter(effective_at=None).first()
        if (row.version if row else 0) != version:
            raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
        if row is None:
            last = Policy.objects.aggregate(last=Max("number"))["last"] or 0
            row = Policy(number=last + 1, version=0)
        if row.rules != rules:
            row.preview = {}
        row.rules, row.words, row.made_by, row.made_at = dict(rules), words.strip()[:500], actor.key, now
        row.version += 1
        row.save()
        return Done(card_of(row, now), {"policy": row.number}, _ref(row), stored=row.number)

    return members.act(
        actor=actor, action="sharing.set-rules", object=OBJECT, do=do, key=key, again=_as_it_stands, at=now
    )


def _as_it_stands(number: object) -> PolicyCard:
    return policy(number=int(str(number)))


def checked(rules: Mapping[str, Any]) -> domain.Rules:
    """Refusal sharing.bad-rules with the first fault, its place as the field."""
    for fault in domain.faults(rules):
        facts = {"field": fault.at, "fault": fault.code, "least": fault.least, "most": fault.most}
        raise Refusal("sharing.bad-rules", facts)
    return domain.read(rules)


def drop_draft(*, actor: Actor, version: int, key: str) -> None:
    def do() -> Done[None]:
        row = _draft(version)
        number = row.number
        row.delete()
        return Done(None, {"policy": number}, Ref("policy", str(number)))

    members.act(actor=actor, action="sharing.drop-rules", object=OBJECT, do=do, key=key)


def _draft(version: int) -> Policy:
    row = Policy.objects.filter(effective_at=None).first()
    if row is None:
        raise Absent
    if row.version != version:
        raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
    return row


def adopt(
    *,
    actor: Actor,
    effective_at: datetime,
    words: str,
    ballot: int | None,
    version: int,
    key: str,
    at: datetime | None = None,
) -> PolicyCard:
    """The draft takes effect at that moment: not in the past, after every other version, with words why.

    Only what was tried on past requests as it stands can be adopted.
    """
    now = at or timezone.now()

    def do() -> Done[PolicyCard]:
        row = _draft(version)
        if not words.strip():
            raise Refusal("sharing.no-words", {"field": "words"})
        _may_begin(row, effective_at, now)
        _passed(actor, ballot)
        if row.preview.get("state") != "done" or row.preview.get("of") != digest(row.rules):
            raise Refusal("sharing.not-tried", {"policy": row.number}, CONFLICT)
        row.effective_at, row.words, row.ballot = effective_at, words.strip()[:500], ballot
        row.made_by, row.made_at = actor.key, now
        row.version += 1
        row.save()
        facts = {"policy": row.number, "from": effective_at.isoformat(), "ballot": ballot}
        return Done(card_of(row, now), facts, _ref(row), stored=row.number)

    return members.act(
        actor=actor, action="sharing.adopt-rules", object=OBJECT, do=do, key=key, again=_as_it_stands, at=now
    )


def _passed(actor: Actor, ballot: int | None) -> None:
    """Refusal sharing.no-ballot: there is none of that number, or the members did not accept it."""
    if ballot is None:
        return
    try:
        state = votes.ballot(actor=actor, id=ballot).state
    except Absent:
        state = ""
    if state != "accepted":
        raise Refusal("sharing.no-ballot", {"field": "ballot", "ballot": ballot}, CONFLICT)


def _may_begin(row: Policy, effective_at: datetime, now: datetime) -> None:
    if effective_at < now - timedelta(minutes=1):
        raise Refusal("sharing.begins-in-the-past", {"field": "effective_at"})
    if effective_at > now + FARTHEST:
        raise Refusal("sharing.begins-too-late", {"field": "effective_at", "days": FARTHEST.days})
    last = Policy.objects.exclude(pk=row.pk).aggregate(last=Max("effective_at"))["last"]
    if last is not None and effective_at <= last:
        facts = {"field": "effective_at", "at": timezone.localtime(last).strftime("%Y-%m-%d %H:%M")}
        raise Refusal("sharing.begins-before-another", facts, CONFLICT)


def take_back(*, actor: Actor, number: int, version: int, key: str) -> PolicyCard:
    """An adopted version that is not in force yet becomes the draft again, while there is no other."""

    def do() -> Done[PolicyCard]:
        now = timezone.now()
        row = Policy.objects.filter(number=number).first()
        if row is None:
            raise Absent
        if row.effective_at is None or row.effective_at <= now:
            raise Refusal("sharing.in-force-already", {"policy": number}, CONFLICT)
        if row.version != version:
            raise Refusal("sharing.changed-meanwhile", {}, CONFLICT)
        if Policy.objects.filter(effective_at=None).exists():
            raise Refusal("sharing.another-draft", {"policy": number}, CONFLICT)
        row.effective_at, row.version = None, row.version + 1
        row.save()
        return Done(card_of(row, now), {"policy": number}, _ref(row), stored=number)

    return members.act(
        actor=actor, action="sharing.take-back-rules", object=OBJECT, do=do, key=key, again=_as_it_stands
    )


def announce_due(now: datetime) -> int:
    """Each version that came into force since the last turn is told once; how many."""
    due = list(Policy.objects.filter(effective_at__lte=now, announced_at=None).order_by("effective_at"))
    for row in due:
        members.act(
            actor=MACHINE, action="sharing.rules-in-force", object=_ref(row), do=_told(row, now), at=now
        )
    return len(due)


def _told(row: Policy, now: datetime) -> Any:
    def do() -> Done[None]:
        Policy.objects.filter(pk=row.pk, announced_at=None).update(announced_at=now)
        return Done(None, {"policy": row.number})

    return do


def _ref(row: Policy) -> Ref:
    return Ref("policy", str(row.number))


def digest(rules: Mapping[str, Any]) -> str:
    """The same for the same rules, however they were written down."""
    return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()[:16]
