"""Editions that may be one, as the people who decide see them: the queue, one pair, and its version."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from commonshelf.catalogue.cards import Beside, DoubtCard, Member
from commonshelf.catalogue.domain.matching.judging import judge
from commonshelf.catalogue.domain.matching.portraits import portrait
from commonshelf.catalogue.models import Doubt, Record
from commonshelf.catalogue.models import Facts as FactsRow
from commonshelf.catalogue.stored_facts import facts_from
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent
from commonshelf.members import api as members

REVIEW: Final = "catalogue.review"
WAITING: Final = ("open", "later")
DECIDED: Final = ("joined", "apart")
FURTHEST: Final = 20_000
"""Pairs one leafs through; nobody has so many before them."""
DESK: Final = Ref("doubts", "all")


class Standing(NamedTuple):
    """Which records an edition holds: how many, and a digest of which they are and how described."""

    records: int
    mark: str


def page(
    *,
    actor: Actor,
    state: str,
    library: str,
    script: str,
    reason: str,
    edition: int,
    start: int,
    rows: int,
) -> tuple[list[DoubtCard], int]:
    members.demand(actor=actor, action=REVIEW, object=DESK)
    found = _found(state=state, library=library, script=script, reason=reason)
    if edition:
        found = found.filter(Q(one_edition=edition) | Q(other_edition=edition))
    return cards(found[start : start + rows]), found.count()


def _found(*, state: str, library: str, script: str, reason: str) -> QuerySet[Doubt]:
    """The nearest first: what is most likely one edition. What was decided: the latest first."""
    found = Doubt.objects.all()
    if state:
        found = found.filter(state__in=DECIDED if state == "decided" else [state])
    if library:
        ids = [id for id, symbol in members.symbols_by_id().items() if symbol == library]
        found = found.filter(Q(one__library__in=ids) | Q(other__library__in=ids))
    if script:
        found = found.filter(script=script)
    if reason:
        found = found.filter(reason=reason)
    if state in WAITING:
        return found.order_by("-score", "id")
    return found.order_by(F("decided_at").desc(nulls_last=True), "-id")


def counts(*, actor: Actor) -> dict[str, int]:
    members.demand(actor=actor, action=REVIEW, object=DESK)
    told = dict(Doubt.objects.values_list("state").annotate(n=Count("pk")))
    return {
        "open": told.get("open", 0),
        "later": told.get("later", 0),
        "decided": sum(told.get(state, 0) for state in DECIDED),
    }


def beside(*, actor: Actor, id: int, state: str, library: str, script: str, reason: str) -> Beside:
    """By the order of `page`; of a pair that is not in it, the first of those that are comes next."""
    members.demand(actor=actor, action=REVIEW, object=DESK)
    found = _found(state=state, library=library, script=script, reason=reason)
    ids = list(found.values_list("pk", flat=True)[:FURTHEST])
    if id not in ids:
        return Beside(None, next(iter(ids), None), 0, len(ids))
    at = ids.index(id)
    after = ids[at + 1] if at + 1 < len(ids) else None
    return Beside(ids[at - 1] if at else None, after, at + 1, len(ids))


def one(*, actor: Actor, id: int) -> DoubtCard:
    members.demand(actor=actor, action=REVIEW, object=Ref("doubt", str(id)))
    row = Doubt.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return cards([row])[0]


def cards(rows: Iterable[Doubt]) -> list[DoubtCard]:
    rows = list(rows)
    people = _members([id for row in rows for id in (row.one_id, row.other_id)])
    standing = standings([id for row in rows for id in (row.one_edition_id, row.other_edition_id)])
    return [_card(row, people, standing) for row in rows]


def _card(row: Doubt, records: Mapping[int, Member], standing: Mapping[int, Standing]) -> DoubtCard:
    first, second = records[row.one_id], records[row.other_id]
    return DoubtCard(
        id=row.pk,
        one=first,
        other=second,
        editions=(row.one_edition_id, row.other_edition_id),
        score=row.score,
        reason=row.reason,
        state=row.state,
        verdict=judge(portrait(first.facts), portrait(second.facts)),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        why=row.why,
        version=version_of(row, standing),
        opened_at=row.opened_at,
        ruling=row.ruling_id,
        script=row.script,
    )


def _members(records: Collection[int]) -> dict[int, Member]:
    """Also of records that are gone: a decision of last year is still to be read."""
    symbols = members.symbols_by_id()
    data = dict(FactsRow.objects.filter(record__in=records).values_list("record_id", "data"))
    rows = Record.objects.filter(pk__in=records).values_list(
        "id", "library_id", "local_id", "mended", "received_at"
    )
    return {
        id: Member(
            id,
            symbols[library],
            local_id,
            facts_from(id, data.get(id, "")),
            tuple(mended.split()),
            received,
        )
        for id, library, local_id, mended, received in rows
    }


def standings(editions: Collection[int]) -> dict[int, Standing]:
    """Edition -> what it holds now; those that hold nothing are left out."""
    held: dict[int, list[str]] = {}
    rows = FactsRow.objects.filter(edition__in=set(editions)).order_by("record_id")
    for edition, record, description in rows.values_list("edition_id", "record_id", "description_id"):
        held.setdefault(edition, []).append(f"{record}:{description}")
    return {
        edition: Standing(len(those), hashlib.blake2b(",".join(those).encode(), digest_size=6).hexdigest())
        for edition, those in held.items()
    }


def version_of(row: Doubt, standing: Mapping[int, Standing]) -> str:
    """ "edition:records:mark" of both, and which two records stand for them."""
    told = [
        f"{edition}:{has.records}:{has.mark}"
        for edition in (row.one_edition_id, row.other_edition_id)
        for has in [standing.get(edition, Standing(0, ""))]
    ]
    return "/".join((*told, f"{row.one_id}-{row.other_id}"))
