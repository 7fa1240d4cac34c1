"""Suggested corrections: from anybody signed in, to the cataloguers of the library that owns the record."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.domain import hand
from commonshelf.cataloguing import waiting as desks
from commonshelf.cataloguing.cards import SuggestionCard
from commonshelf.cataloguing.models import Suggestion
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members

OPEN, ACCEPTED, DECLINED, WITHDRAWN = "open", "accepted", "declined", "withdrawn"
LONGEST_WHY: Final = 500
MOST_OPEN: Final = 50
"""Of one person at a time: libraries have two people, too."""
_DECIDED: Final = 409


def suggest(
    *, actor: Actor, record: int, field: str, proposed: str, why: str = "", key: str = ""
) -> SuggestionCard:
    """Propose another text for one field of a library's record.

    Refused when it cannot stand, says what the record says, or waits there already.
    """

    def do() -> members.Done[int]:
        card = catalogue.record(id=record)
        text, reason = proposed.strip(), why.strip()
        if field not in hand.FIELDS:
            raise Absent
        if len(reason) > LONGEST_WHY:
            raise Refusal(
                "cataloguing.too-long", {"field": "why", "limit": LONGEST_WHY, "length": len(reason)}
            )
        for name, fault in hand.faults({field: text}):
            raise Refusal(f"cataloguing.{fault.code}", {"field": name, **fault.facts})
        if not hand.changed(card.facts, {field: text}):
            raise Refusal("cataloguing.says-so-already", {"field": field})
        if Suggestion.objects.filter(person=actor.key, state=OPEN).count() >= MOST_OPEN:
            raise Refusal("cataloguing.too-many-open", {"limit": MOST_OPEN}, status=_DECIDED)
        waiting = Suggestion.objects.filter(record=record, field=field, proposed=text, state=OPEN).first()
        if waiting:
            facts: dict[str, str | int] = {
                "field": field,
                "suggestion": waiting.pk,
                "at": timezone.localdate(waiting.at).isoformat(),
            }
            raise Refusal("cataloguing.suggested-already", facts, status=_DECIDED)
        made = Suggestion.objects.create(
            library_id=members.library_id(symbol=card.library),
            record_id=record,
            title=card.facts.title[:300],
            field=field,
            was=hand.texts(card.facts)[field],
            proposed=text,
            why=reason,
            person=actor.key,
            at=timezone.now(),
        )
        desks.begins(made, actor=actor, at=made.at)
        told = {"field": field, "was": made.was[:300], "proposed": text[:300], "title": made.title}
        return members.Done(made.pk, told, Ref("suggestion", str(made.pk), card.library))

    made = members.act(
        actor=actor, action="cataloguing.suggest", object=Ref("record", str(record)), do=do, key=key
    )
    return card_of(_row(made))


def accept(*, actor: Actor, suggestion: int, key: str = "") -> SuggestionCard:
    """The correction becomes an edit of the record, in the same transaction."""
    row = _row(suggestion)

    def do() -> members.Done[None]:
        now = _open(suggestion)
        record = catalogue.record(id=now.record_id)
        if hand.changed(record.facts, {now.field: now.proposed}):
            catalogue.amend(
                actor=actor,
                record=now.record_id,
                fields={now.field: now.proposed},
                version=record.version,
                reason=now.why,
            )
        _decide(now, ACCEPTED, actor, "")
        desks.ends(now, actor=actor, at=timezone.now(), said="")
        return members.Done(None, {"verdict": ACCEPTED, "record": now.record_id, "field": now.field})

    members.act(actor=actor, action="cataloguing.decide", object=ref(row), do=do, key=key)
    return card_of(_row(suggestion))


def decline(*, actor: Actor, suggestion: int, reason: str, key: str = "") -> SuggestionCard:
    """Leave the record as it is; the proposer reads why."""
    row = _row(suggestion)

    def do() -> members.Done[None]:
        said = reason.strip()
        if not said:
            raise Refusal("cataloguing.no-reason", {"field": "reason"})
        if len(said) > LONGEST_WHY:
            raise Refusal(
                "cataloguing.too-long", {"field": "reason", "limit": LONGEST_WHY, "length": len(said)}
            )
        now = _open(suggestion)
        _decide(now, DECLINED, actor, said)
        desks.ends(now, actor=actor, at=timezone.now(), said=said)
        return members.Done(None, {"verdict": DECLINED, "field": row.field})

    members.act(
        actor=actor, action="cataloguing.decide", object=ref(row), do=do, key=key, reason=reason[:500]
    )
    return card_of(_row(suggestion))


def withdraw(*, actor: Actor, suggestion: int, key: str = "") -> SuggestionCard:
    """Whoever proposed it takes it back."""
    row = _row(suggestion)

    def do() -> members.Done[None]:
        now = _open(suggestion)
        _decide(now, WITHDRAWN, actor, "")
        desks.ends(now, actor=actor, at=timezone.now(), said="", withdrawn=True)
        return members.Done(None, {"field": row.field}, ref(row))

    whose = Ref("person", row.person, members.symbols_by_id()[row.library_id])
    members.act(actor=actor, action="cataloguing.withdraw-suggestion", object=whose, do=do, key=key)
    return card_of(_row(suggestion))


def suggestion(*, actor: Actor, id: int) -> SuggestionCard:
    """For the library's staff and for whoever proposed it; Absent for all others."""
    row = _row(id)
    if not (actor.key and actor.key == row.person):
        members.demand(actor=actor, action="cataloguing.read-suggestion", object=ref(row))
    return card_of(row)


def suggestions(
    *, actor: Actor, library: str, state: str = OPEN, start: int = 0, rows: int = 50
) -> tuple[list[SuggestionCard], int]:
    """To this library, newest first, and how many; state "" for all."""
    members.demand(actor=actor, action="cataloguing.read-suggestion", object=Ref("suggestion", "", library))
    found = Suggestion.objects.filter(library=members.library_id(symbol=library)).order_by("-id")
    if state:
        found = found.filter(state=state)
    return [card_of(row) for row in found[start : start + rows]], found.count()


def own_suggestions(*, actor: Actor, start: int = 0, rows: int = 50) -> tuple[list[SuggestionCard], int]:
    """What this person proposed, newest first, and how many."""
    if not actor.key:
        raise Absent
    found = Suggestion.objects.filter(person=actor.key).order_by("-id")
    return [card_of(row) for row in found[start : start + rows]], found.count()


def open_for(*, record: int) -> list[SuggestionCard]:
    """Open ones about a record, for its own page. The page has asked whether its reader may see them."""
    return [card_of(row) for row in Suggestion.objects.filter(record=record, state=OPEN).order_by("id")]


def ref(row: Suggestion) -> Ref:
    return Ref("suggestion", str(row.pk), members.symbols_by_id()[row.library_id])


def _row(id: int) -> Suggestion:
    found = Suggestion.objects.filter(pk=id).first()
    if found is None:
        raise Absent
    return found


def _open(id: int) -> Suggestion:
    """The row, if nobody has decided it meanwhile."""
    row = _row(id)
    if row.state != OPEN:
        at = timezone.localdate(row.decided_at).isoformat() if row.decided_at else ""
        raise Refusal("cataloguing.decided-already", {"state": row.state, "at": at}, status=_DECIDED)
    return row


def _decide(row: Suggestion, state: str, actor: Actor, reason: str) -> None:
    row.state, row.decided_by, row.decided_at, row.reason = state, actor.key, timezone.now(), reason
    row.save()


def card_of(row: Suggestion) -> SuggestionCard:
    return SuggestionCard(
        id=row.pk,
        library=members.symbols_by_id()[row.library_id],
        record=row.record_id,
        title=row.title,
        field=row.field,
        was=row.was,
        proposed=row.proposed,
        why=row.why,
        person=row.person,
        at=row.at,
        state=row.state,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
