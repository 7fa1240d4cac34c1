"""The queue of doubtful pairs kept equal to the links: one question for each two editions.

A question arises where a link lies between the thresholds, or where the machine would join but a
rule stands against it. It is settled when the two are joined otherwise, when no link is left, or
when people keep records of the two editions apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import product
from typing import Final

from commonshelf.catalogue.decision import Decision
from commonshelf.catalogue.domain.describing import RULES
from commonshelf.catalogue.domain.matching.likeness import in_han
from commonshelf.catalogue.domain.matching.portraits import load
from commonshelf.catalogue.domain.partition import APART, TOO_MANY
from commonshelf.catalogue.store import descriptions, rulings
from commonshelf.catalogue.store import doubts as rows
from commonshelf.catalogue.store.descriptions import Stand
from commonshelf.catalogue.store.doubts import DoubtRow
from commonshelf.members import api as members

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
    """Bring the queue to what is decided about the editions whose members were looked at."""
    if not decision.reached:
        return
    wanted = questions(decision)
    there = rows.waiting(decision.reached)
    if wanted or there:
        _write(wanted, there, now)


def questions(decision: Decision) -> dict[Pair, Question]:
    """(edition, other), the smaller first -> the question about them."""
    found: dict[Pair, Question] = {}
    asked: set[frozenset[int]] = set()
    links = descriptions.links_of(decision.descriptions, "ask")
    speakers = _speakers({id for link in links for id in (link.one, link.other)})
    apart = _kept_apart(decision, {edition for those in speakers.values() for _, edition in those})

    def ask(question: Question, home: Pair) -> bool:
        if home[0] > home[1]:
            home, question = (home[1], home[0]), question.turned()
        if home[0] == home[1] or _answered(question, apart.get(home, ())):
            return False
        if home not in found or question.order < found[home].order:
            found[home] = question
        asked.add(frozenset(question.descriptions))
        return True

    for held in sorted(decision.held, key=lambda held: (-held.score, held.descriptions, held.names)):
        # Many records of two thin descriptions held apart are one question, not hundreds.
        if frozenset(held.descriptions) not in asked:
            home = decision.places[held.one], decision.places[held.other]
            ask(Question((held.one, held.other), held.descriptions, held.score, REASONS[held.reason]), home)
    for link in links:
        pairs = product(speakers.get(link.one, ()), speakers.get(link.other, ()))
        seen = link.one, link.other
        any(ask(Question((one, other), seen, link.score, BETWEEN), (a, b)) for (one, a), (other, b) in pairs)
    return found


def _speakers(seen: Collection[int]) -> dict[int, list[Pair]]:
    """Description -> (record, edition) that may stand for it: one where its records go together, else all,
    by their names, which are the same in every order of arrival.
    """
    first = descriptions.first_of(seen)
    found = {id: [(one.record, one.edition)] for id, one in first.items() if not one.alone}
    spread = descriptions.described([id for id, one in first.items() if one.alone])
    names = rulings.names_of([one.record for one in spread])
    symbols = members.symbols_by_id()
    for one in sorted(
        spread, key=lambda one: (symbols[one.library], names[one.record][1], names[one.record][0][1])
    ):
        found.setdefault(one.description or 0, []).append((one.record, one.edition))
    return found


def _kept_apart(decision: Decision, further: Collection[int]) -> dict[Pair, list[frozenset[int]]]:
    """(edition, other) -> descriptions of the records people keep apart there.

    further: editions nobody looked at, but which are asked about.
    """
    places = decision.places
    pairs = [
        (decision.stands[one], decision.stands[other], (places[one], places[other]))
        for one, other in decision.cannot
    ]
    far = set(further) - decision.reached
    if far and rulings.any_in_force():
        pairs += [(one, other, (one.edition, other.edition)) for one, other in _decided_about(far)]
    found: dict[Pair, list[frozenset[int]]] = {}
    for one, other, (a, b) in pairs:
        seen = frozenset((one.description or 0, other.description or 0))
        found.setdefault((min(a, b), max(a, b)), []).append(seen)
    return found


def _decided_about(editions: Collection[int]) -> list[tuple[Stand, Stand]]:
    """Records people keep apart, one of them in these editions."""
    alone = [one.record for one in descriptions.inside(editions) if one.alone]
    names = {name for name, _ in rulings.names_of(alone).values()}
    forces = [force for force in rulings.touching(names) if force.verdict == "apart"]
    here = rulings.living({name for force in forces for name in (force.one, force.other)})
    stands = {one.record: one for one in descriptions.standing(here.values())}
    pairs = [(here.get(force.one), here.get(force.other)) for force in forces]
    return [(stands[one], stands[other]) for one, other in pairs if one in stands and other in stands]


def _answered(question: Question, apart: Iterable[frozenset[int]]) -> bool:
    """Two editions people keep apart are two. Only of a record with neither's description, which the
    machine would join with both, it is asked where it belongs.
    """
    apart = list(apart)
    if not apart:
        return False
    return question.reason != REASONS[APART] or frozenset(question.descriptions) in apart


def _write(wanted: Mapping[Pair, Question], there: Mapping[int, DoubtRow], now: datetime) -> None:
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
        else:
            over.append(id)
    over = _sure(over, there, now_at)
    kept |= _moved({id: there[id] for id in over}, left)
    over = [id for id in over if id not in kept]
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
        stood = (old.one, old.one_description), (old.other, old.other_description)
        here = [now_at[one] for one, seen in stood if one in now_at and now_at[one].description == seen]
        if {seen for _, seen in stood} == set(question.descriptions) and (
            sorted(one.edition for one in here) == list(pair)
        ):
            # The records that were looked at speak on for their descriptions.
            turned = now_at[old.one].edition != pair[0]
            new = _row(pair, question.spoken_by(old, turned=turned), scripts)
        if new != old:
            changed.append((new, id))
    rows.change(changed)
    _open(left, scripts, now)


def _moved(over: Mapping[int, DoubtRow], left: dict[Pair, Question]) -> dict[int, tuple[Pair, Question]]:
    """Those of these that are asked of the same two descriptions still, though by other records: put off,
    they stay so. What they are asked about now is taken out of `left`.
    """
    homes = {frozenset(question.descriptions): pair for pair, question in left.items()}
    found = {}
    for id, row in over.items():
        pair = homes.pop(frozenset((row.one_description, row.other_description)), None)
        if pair:
            found[id] = pair, left.pop(pair)
    return found


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
