"""Doors of the review: editions that may be one, what people decide, and recomputing by today's rules.

Part of `api`, which lends these on. The modules behind come late: they bring the matcher along, and
few pages need it.
"""

from __future__ import annotations

from collections.abc import Sequence

from commonshelf.catalogue import weighing
from commonshelf.catalogue.cards import Beside, DoubtCard, Former, Group, Rematched, RulingCard
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching.judging import Verdict
from commonshelf.catalogue.weighing import MatchingRules
from commonshelf.kernel.actor import Actor


def doubts(
    *,
    actor: Actor,
    state: str = "open",
    library: str = "",
    script: str = "",
    reason: str = "",
    edition: int = 0,
    start: int = 0,
    rows: int = 50,
) -> tuple[list[DoubtCard], int]:
    """Pairs of editions for people to decide, the nearest first, and how many there are.

    state: open, later, joined, apart, decided (those two), settled or "" for all; library: Symbol of
    a library one of the two records is from; script: han or latin; reason: as in `DoubtCard`;
    edition: number of one of the two.
    """
    from commonshelf.catalogue import doubts as queue  # late: it brings the matcher along

    return queue.page(
        actor=actor,
        state=state,
        library=library,
        script=script,
        reason=reason,
        edition=edition,
        start=start,
        rows=rows,
    )


def doubt_counts(*, actor: Actor) -> dict[str, int]:
    """How many pairs are open, later (put off) and decided."""
    from commonshelf.catalogue import doubts as queue  # late: it brings the matcher along

    return queue.counts(actor=actor)


def doubts_beside(
    *, actor: Actor, id: int, state: str = "open", library: str = "", script: str = "", reason: str = ""
) -> Beside:
    """The pairs before and after this one in the order of `doubts`."""
    from commonshelf.catalogue import doubts as queue  # late: it brings the matcher along

    return queue.beside(actor=actor, id=id, state=state, library=library, script=script, reason=reason)


def doubt(*, actor: Actor, id: int) -> DoubtCard:
    """Absent for whom it does not concern."""
    from commonshelf.catalogue import doubts as queue  # late: it brings the matcher along

    return queue.one(actor=actor, id=id)


def rule(
    *, actor: Actor, doubt: int, verdict: str, why: str = "", version: str = "", key: str = ""
) -> DoubtCard:
    """Decide a pair: join, apart or later. version: of the card that was looked at.

    Refused (409) when either edition has changed since, when somebody else has decided, or when
    it would contradict a decision in force.
    """
    from commonshelf.catalogue import ruling  # late: it brings the matcher along

    return ruling.rule(actor=actor, doubt=doubt, verdict=verdict, why=why, version=version, key=key)


def rule_records(*, actor: Actor, one: int, other: int, verdict: str, why: str = "", key: str = "") -> int:
    """These two living records are (join) or are not (apart) one edition; the ruling's number."""
    from commonshelf.catalogue import ruling  # late: it brings the matcher along

    return ruling.rule_records(actor=actor, one=one, other=other, verdict=verdict, why=why, key=key)


def undo(*, actor: Actor, ruling: int, why: str = "", key: str = "") -> None:
    """Take a decision back; what the machine and the other decisions say holds again."""
    from commonshelf.catalogue import ruling as decisions  # late: it brings the matcher along

    decisions.undo(actor=actor, ruling=ruling, why=why, key=key)


def part_records(*, actor: Actor, edition: int, records: Sequence[int], why: str = "", key: str = "") -> int:
    """These records do not belong in this edition: each is kept apart from each that stays; how many pairs.

    Refused when all would go or none, for too many pairs at once, or against a decision in force.
    """
    from commonshelf.catalogue import parting  # late: it brings the matcher along

    return parting.part(actor=actor, edition=edition, records=records, why=why, key=key)


def undo_together(*, actor: Actor, rulings: Sequence[int], why: str = "", key: str = "") -> None:
    """Take back decisions that were made as one; all of them or none."""
    from commonshelf.catalogue import parting  # late: it brings the matcher along

    parting.undo_together(actor=actor, rulings=rulings, why=why, key=key)


def if_joined(*, actor: Actor, one: int, other: int) -> tuple[Group, ...]:
    """The editions of two records as they would be if people said they are one; nothing is kept of it."""
    from commonshelf.catalogue import parting  # late: it brings the matcher along

    return parting.if_joined(actor=actor, one=one, other=other)


def if_parted(*, actor: Actor, edition: int, records: Sequence[int]) -> tuple[Group, ...]:
    """What would stand where this edition stands without these records; nothing is kept of it."""
    from commonshelf.catalogue import parting  # late: it brings the matcher along

    return parting.if_parted(actor=actor, edition=edition, records=records)


def rulings(
    *, actor: Actor, edition: int = 0, start: int = 0, rows: int = 50
) -> tuple[list[RulingCard], int]:
    """What was decided, newest first, and how many; of one edition's records, or (0) of all."""
    from commonshelf.catalogue import ruling  # late: it brings the matcher along

    return ruling.page(actor=actor, edition=edition, start=start, rows=rows)


def rematch_preview(*, actor: Actor, rows: int = 50) -> Rematched:
    """What recomputing every edition by today's rules would do, tried on a copy; writes nothing here."""
    from commonshelf.catalogue import rematching  # late: it brings the matcher along

    return rematching.preview(actor=actor, rows=rows)


def rematch(*, actor: Actor) -> Rematched:
    """Recompute every edition by today's rules, in batches; begun again it goes on where it was cut short."""
    from commonshelf.catalogue import rematching  # late: it brings the matcher along

    return rematching.rematch(actor=actor)


def edition_history(*, id: int) -> tuple[Former, ...]:
    """Which numbers were joined into this one or parted from it, newest first; Absent if it never was."""
    from commonshelf.catalogue import ruling  # late: it brings the matcher along

    return ruling.history(id)


def matching_rules() -> MatchingRules:
    """Weights, thresholds and vetoes in force."""
    return weighing.rules()


def weigh(*, one: Facts, other: Facts) -> tuple[Verdict, str]:
    """What the machine answers for two records, and by which card (han, latin); nothing is written."""
    return weighing.weigh(one, other)
