"""Leaving: its own data packed, its open work handed over, its rights ended, in one transaction."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import directory, holders
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import LibraryCard
from commonshelf.members.domain import membership
from commonshelf.members.libraries import row_of
from commonshelf.members.membership import CONFLICT, check_stop, moved
from commonshelf.members.models import Affiliation, Agency, Delegation, Library

NAMED = 5
"""So many open things are named in the refusal; the page lists all."""


def leave(
    *, actor: Actor, symbol: str, on: date | None = None, to_library: str = "", reason: str, key: str = ""
) -> LibraryCard:
    """End a membership. on: the first day on which it is no longer a member, today or earlier.

    to_library: who takes its open work over, "": the general agency. Refuses `members.open-work` where
    something cannot be handed over; then nothing has happened.
    """
    today = timezone.localdate()
    last = today if on is None else on

    def do() -> Done[LibraryCard]:
        row = row_of(symbol)
        facts = moved(row, "leave")
        check_stop(row, facts["before"], "leave", reason)
        if last > today:
            raise Refusal("members.leave-too-early", {"on": str(last)})
        if to_library:
            _may_take_over(symbol, to_library)
        now = timezone.now()
        count = holders.hand_over(
            actor=actor, person="", library=symbol, to_person="", to_library=to_library, at=now
        )
        if still := holders.open_work(library=symbol):
            named = "; ".join(held.title.zh or held.title.en for held in still[:NAMED])
            raise Refusal("members.open-work", {"count": len(still), "things": named}, CONFLICT)
        row.active_to = max(last, row.active_from)
        row.save()
        ended = _end_rights(row, row.active_to)
        directory.changed()
        told = {**facts, **ended, "handed_over": count, "to_library": to_library}
        return Done(directory.card_of(row), told, stored=symbol)

    return act(
        actor=actor,
        action="members.leave",
        object=Ref("library", symbol[:80], symbol[:40]),
        do=do,
        key=key,
        reason=reason,
        again=lambda _: directory.card_of(row_of(symbol)),
    )


def _may_take_over(symbol: str, to_library: str) -> None:
    heir = Library.objects.filter(symbol=to_library).first()
    if heir is None or to_library == symbol or not membership.takes_part(heir.status):
        raise Refusal("members.bad-heir", {"symbol": to_library[:40]})


def _end_rights(row: Library, day: date) -> dict[str, int]:
    """Ties, delegations and offices end with the membership; one begun later never held."""
    over = Q(active_to=None) | Q(active_to__gt=day)
    people = list(Affiliation.objects.filter(over, library=row).values_list("person_id", flat=True))
    ties = Affiliation.objects.filter(over, library=row).update(active_to=Greatest(F("active_from"), day))
    given = Delegation.objects.filter(over, agency__library=row)
    # Whoever stands nowhere any more has nobody's office to act for.
    elsewhere = Affiliation.objects.filter(over, person_id__in=people).values_list("person_id", flat=True)
    held = Delegation.objects.filter(over, person_id__in=set(people) - set(elsewhere))
    ended = (given | held).distinct().update(active_to=Greatest(F("active_from"), day))
    Agency.objects.filter(library=row, closed_at=None).update(closed_at=timezone.now())
    return {"affiliations": ties, "delegations": ended}
