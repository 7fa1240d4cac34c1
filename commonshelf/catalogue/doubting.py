"""The queue of doubtful pairs kept equal to the links: one question for each two editions.

A question arises where a link lies between the thresholds, or where the machine would join but a
rule stands against it. It is settled when the two are joined otherwise, when no link is left, or
when people keep records of the two editions apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from commonshelf.catalogue.decision import Decision
from commonshelf.catalogue.domain.describing import RULES
from commonshelf.catalogue.domain.matching.likeness import in_han
from commonshelf.catalogue.domain.matching.portraits import load
from commonshelf.catalogue.domain.partition import APART, TOO_MANY
from commonshelf.catalogue.store import descriptions
from commonshelf.catalogue.store import doubts as rows
from commonshelf.catalogue.store.descriptions import Stand
from commonshelf.catalogue.store.doubts import DoubtRow

BETWEEN: Final = "between"
REASONS: Final = {
    APART: "held-apart",
    TOO_MANY: "too-many",
    "volume": "held-volume",
    "part": "held-volume",
    "edition": "held-edition",
    "carrier": "held-carrier",
    "component": "held-component",
}
Pair = tuple[int, int]


class Question:
    """The pair of records that stands for two editions, the nearest so far."""

    __slots__ = ("descriptions", "reason", "records", "score")

    def __init__(self, records: Pair, seen: Pair, score: float, reason: str) -> None:
        self.records, self.descriptions, self.score, self.reason = records, seen, score, reason

    def turned(self) -> Question:
        (one, other), (first, second) = self.records, self.descriptions
        return Question((other, one), (second, first), self.score, self.reason)

    def spoken_by(self, row: DoubtRow, *, turned: bool) -> Question:
        """The same by the records of a row that asked it before."""
        same = Question(
            (row.one, row.other), (row.one_description, row.other_description), self.score, self.reason
        )
        return same.turned() if turned else same

    @property
    def order(self) -> tuple[float, Pair]:
        return -self.score, (min(self.descriptions), max(self.descriptions))


def follow(decision: Decision, now: datetime) -> None:
    """Bring the queue to what is decided. Only editions whose members were looked at are asked about."""
    if not decision.reached:
        return
    wanted = questions(decision)
    there = rows.waiting(decision.reached | {edition for pair in wanted for edition in pair})
    if wanted or there:
        _write(wanted, there, decision.reached, now)


def questions(decision: Decision) -> dict[Pair, Question]:
    """(edition, other), the smaller first -> the question about them."""
    found: dict[Pair, Question] = {}
    apart = _kept_apart(decision)
    asked: set[frozenset[int]] = set()

    def ask(question: Question, home: Pair) -> None:
        if home[0] > home[1]:
            home, question = (home[1], home[0]), question.turned()
        if home[0] == home[1] or _answered(question, apart.get(home, ())):
            return
        if home not in found or question.order < found[home].order:
            found[home] = question
            asked.add(frozenset(question.descriptions))

    places = decision.places
    for held in sorted(
        decision.held, key=lambda held: (-held.score, held.descriptions, held.one, held.other)
    ):
        # Many records of two thin descriptions held apart are one question, not hundreds.
        if frozenset(held.descriptions) not in asked:
            home = places[held.one], places[held.other]
            ask(Question((held.one, held.other), held.descriptions, held.score, REASONS[held.reason]), home)
    links = descriptions.links_of(decision.descriptions, "ask")
    spokesmen = descriptions.first_of({id for link in links for id in (link.one, link.other)})
    for link in links:
        if link.one in spokesmen and link.other in spokesmen:
            (one, first), (other, second) = spokesmen[link.one], spokesmen[link.other]
            ask(Question((one, other), (link.one, link.other), link.score, BETWEEN), (first, second))
    return found


def _kept_apart(decision: Decision) -> dict[Pair, list[frozenset[int]]]:
    """(edition, other) -> descriptions of the records people keep apart there."""
    found: dict[Pair, list[frozenset[int]]] = {}
    for one, other in decision.cannot:
        first, second = sorted((decision.places[one], decision.places[other]))
        seen = frozenset((decision.stands[one].description or 0, decision.stands[other].description or 0))
        found.setdefault((first, second), []).append(seen)
    return found


def _answered(question: Question, apart: Iterable[frozenset[int]]) -> bool:
    """Two editions people keep apart are two. Only of a record with neither's description, which the
    machine would join with both, it is asked where it belongs.
    """
    apart = list(apart)
    if not apart:
        return False
    return question.reason != REASONS[APART] or frozenset(question.descriptions) in apart


def _write(
    wanted: Mapping[Pair, Question], there: Mapping[int, DoubtRow], reached: set[int], now: datetime
) -> None:
    now_at = {
        one.record: one
        for one in descriptions.standing({id for row in there.values() for id in (row.one, row.other)})
    }
    left, kept, over = dict(wanted), dict[int, tuple[Pair, Question]](), list[int]()
    for id, row in sorted(there.items()):
        homes = [now_at[one].edition for one in (row.one, row.other) if one in now_at]
        pair = (min(homes), max(homes)) if len(homes) == 2 else (0, 0)
        if pair in left:
            kept[id] = pair, left.pop(pair)
        elif not reached.isdisjoint((row.one_edition, row.other_edition)):
            over.append(id)
    over = _sure(over, there, now_at)
    # Where one question takes the place another is only leaving, it is asked anew instead.
    leaving = {(row.one_edition, row.other_edition): id for id, row in there.items() if id in kept}
    for id, (pair, question) in list(kept.items()):
        if leaving.get(pair, id) != id:
            over.append(id)
            left[pair] = question
            del kept[id]
    rows.settle(over, now)
    scripts = _scripts([*left.values(), *(question for _, question in kept.values())])
    changed = []
    for id, (pair, question) in kept.items():
        new = _row(pair, question, scripts)
        old = there[id]
        if {old.one_description, old.other_description} == set(question.descriptions) and all(
            now_at[one].description == seen
            for one, seen in ((old.one, old.one_description), (old.other, old.other_description))
        ):
            # The records that were looked at speak on for their descriptions.
            turned = now_at[old.one].edition != pair[0]
            new = _row(pair, question.spoken_by(old, turned=turned), scripts)
        if new != old:
            changed.append((new, id))
    rows.change(changed)
    _open(left, scripts, now)


def _sure(over: list[int], there: Mapping[int, DoubtRow], now_at: Mapping[int, Stand]) -> list[int]:
    """Without those whose records wait to be described by today's rules: their links are yet to come."""
    if not over:
        return over
    pairs = {id: [now_at.get(there[id].one), now_at.get(there[id].other)] for id in over}
    current = descriptions.current(
        {one.description for pair in pairs.values() for one in pair if one and one.description}, RULES
    )

    def waits(id: int) -> bool:
        homes = there[id].one_edition, there[id].other_edition
        both = [one for one in pairs[id] if one]
        return [one.edition for one in both] == list(homes) and any(
            one.description not in current for one in both
        )

    return [id for id in over if not waits(id)]


def _open(left: Mapping[Pair, Question], scripts: Mapping[int, str], now: datetime) -> None:
    fresh, again = [], dict[int, DoubtRow]()
    for pair, question in sorted(left.items()):
        row = _row(pair, question, scripts)
        earlier = rows.earlier(row)
        if earlier is None or earlier in again:
            fresh.append(row)
        else:
            again[earlier] = row
    rows.open_again([(row, id) for id, row in again.items()], now)
    rows.add(fresh, now)


def _row(pair: Pair, question: Question, scripts: Mapping[int, str]) -> DoubtRow:
    seen = question.descriptions
    script = "han" if "han" in (scripts[seen[0]], scripts[seen[1]]) else "latin"
    return DoubtRow(*question.records, *pair, *seen, question.score, question.reason, script)


def _scripts(questions: Iterable[Question]) -> dict[int, str]:
    """Description -> han or latin."""
    wanted = {id for question in questions for id in question.descriptions}
    texts = descriptions.portraits(wanted) if wanted else {}
    return {id: "han" if id in texts and in_han(load(texts[id])) else "latin" for id in wanted}
