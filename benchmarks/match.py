"""How well records are joined, on pairs and whole libraries the weights have not learnt from.

    .venv/bin/python benchmarks/match.py [--folds 5] [--shuffles 20] [--errors N]

For each fold the weights are fitted on the other folds and judge this one; titles that begin alike lie in
one fold. Printed: precision, recall, F1 at the joining threshold and the share that people would be asked,
beside the Gold Rush key and RecordManager's rules; errors by reason; the blocks; the whole pipeline over
four libraries with its truth; the same from shuffled files; speed. Data: ../shared/data.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import Any

import fit
import labelled
import rivals
from labelled import Labelled, fold_of, folds, portrait_of

from commonshelf.catalogue.domain import people, publishers, volumes
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching import judging, portraits
from commonshelf.catalogue.domain.matching.judging import Card, Outcome
from commonshelf.catalogue.domain.matching.pairs import Count
from commonshelf.catalogue.domain.matching.portraits import BLOCK_LIMIT, Portrait
from commonshelf.catalogue.domain.partition import Node, Tie, partition

MODELS = dict[str, list[Card]]
"""Script -> for each fold the card fitted without it."""
JUDGED = {
    "marcai": "latin",
    "natural": "latin",
    "natural_without": "latin",
    "chinese": "han",
    "chinese_bare": "han",
}
TOLD = {
    "marcai": "marcai-hathitrust-pairs", "natural": "marc-natural-pairs",
    "natural_without": "  without identifiers", "chinese": "zh-four-libraries, pairs",
    "chinese_bare": "  without identifiers", "princeton": "princeton-human-labels",
}  # fmt: skip


def weighed(a: Portrait, b: Portrait, card: Card) -> Outcome:
    return judging.weighed(a, b, card)[0]


def models(read: dict[str, list[Labelled]], count: int) -> MODELS:
    made: MODELS = {}
    for script, sources in fit.SOURCES.items():
        parts = [[fit.samples(part, weight) for part in folds(read[name], count)] for name, weight in sources]
        made[script] = [
            fit.fit(
                script, [row for part in parts for n, rows in enumerate(part) if n != fold for row in rows]
            )
            for fold in range(count)
        ]
    return made


class Table:
    """Answers of several judges to one set of pairs."""

    def __init__(self) -> None:
        self.counts: dict[str, Count] = defaultdict(Count)
        self.reasons: dict[str, Count] = defaultdict(Count)
        self.errors: list[tuple[Labelled, Outcome]] = []

    def add(self, pair: Labelled, card: Card) -> None:
        outcome = weighed(portrait_of(pair.a), portrait_of(pair.b), card)
        self.counts["commonshelf"].add(pair.label, outcome)
        for why in pair.why:
            self.reasons[why].add(pair.label, outcome)
        if (outcome is Outcome.JOIN) != pair.label:
            self.errors.append((pair, outcome))
        if pair.marc_a is not None and pair.marc_b is not None:
            key = rivals.gold_rush(pair.marc_a)
            self.counts["gold rush"].add(pair.label, _said(key and key == rivals.gold_rush(pair.marc_b)))
        self.counts["recordmanager"].add(pair.label, _said(rivals.record_manager(pair.a, pair.b)))

    def print(self, name: str, errors: int) -> None:
        for judge, count in self.counts.items():
            asked = f"{count.asked / count.pairs:7.1%}" if judge == "commonshelf" else ""
            print(
                f"{TOLD[name]:26} {judge:14} {count.pairs:6} {_share(count.precision)} {_share(count.recall)}"
                f" {_share(count.f1)} {asked}"
            )
        for why, count in sorted(self.reasons.items()):
            if count.wrong or count.pairs >= 20:
                told = f"{count.pairs} pairs, {count.joined} joined, {count.asked} asked, {count.wrong} wrong"
                print(f"    {why[:66]:66} {told}")
        for pair, outcome in self.errors[:errors]:
            print(f"    ! {pair.label} {outcome}: {_told(pair.a)}\n{'':15}{_told(pair.b)}")


def _said(joined: object) -> Outcome:
    return Outcome.JOIN if joined else Outcome.APART


def _share(value: float | None) -> str:
    return "     –" if value is None else f"{value:6.4f}"


def _told(facts: Facts) -> str:
    names = ", ".join(name.name for name in facts.names[:2])
    title = f"{facts.title} : {facts.subtitle} {facts.volume}"
    return f"{title} / {names}. {facts.publisher} {facts.year} {facts.extent}"


# -- whole libraries


class Libraries:
    """Records described, blocked and judged; clusters from any order of them."""

    def __init__(self, made: MODELS, count: int) -> None:
        self.records, self.truth = labelled.four_libraries()
        self.of: dict[int, list[str]] = defaultdict(list)
        self.portraits: dict[int, Portrait] = {}
        for name, facts in self.records:
            p = portrait_of(facts)
            number = portraits.digest(p)
            self.portraits[number] = p
            self.of[number].append(name)
        self.made, self.count = made, count
        self.met, self.blocks, self.full = _met(self.portraits)
        self.ties, self.asked = self._ties()

    def _ties(self) -> tuple[list[tuple[int, int, float]], int]:
        """Each pair judged by the weights that were fitted without it."""
        found, asked = [], 0
        for one, other in sorted(self.met):
            a, b = self.portraits[one], self.portraits[other]
            group = min(labelled.group_of(a), labelled.group_of(b))
            outcome, score = judging.weighed(a, b, self.made["han"][fold_of(group, self.count)])
            asked += outcome is Outcome.ASK
            if outcome is Outcome.JOIN:
                found.append((one, other, score))
        return found, asked

    def clusters(self, shuffled: random.Random | None = None) -> list[list[str]]:
        numbers, ties = list(self.portraits), list(self.ties)
        if shuffled:
            shuffled.shuffle(numbers)
            shuffled.shuffle(ties)
        nodes: dict[tuple[int, str], Node] = {}
        keys: dict[int, list[tuple[int, str]]] = {}
        for number in numbers:
            p = self.portraits[number]
            names = [""] if judging.alike(p) else self.of[number]
            keys[number] = [(number, name) for name in names]
            nodes.update({key: Node({}, number, p) for key in keys[number]})
        tied = [Tie(a, b, score) for one, other, score in ties for a in keys[one] for b in keys[other]]
        groups = partition(nodes, tied, conflict=judging.conflict).groups
        return sorted(
            sorted(n for number, name in group for n in ([name] if name else self.of[number]))
            for group in groups
        )

    def score(self, clusters: Iterable[Sequence[str]]) -> Count:
        count = Count(same=sum(map(_pairs, Counter(self.truth[name] for name, _ in self.records).values())))
        for group in clusters:
            count.joined += _pairs(len(group))
            count.joined_rightly += sum(map(_pairs, Counter(self.truth[name] for name in group).values()))
        return count

    def met_share(self) -> float:
        """Of the true pairs, the share that meets in a block that is not too full."""
        number = {name: digest for digest, names in self.of.items() for name in names}
        groups: dict[str, list[int]] = defaultdict(list)
        for name, _ in self.records:
            groups[self.truth[name]].append(number[name])
        true = [(min(p), max(p)) for group in groups.values() for p in combinations(group, 2)]
        return sum(a == b or (a, b) in self.met for a, b in true) / len(true)

    def two_volumes(self, clusters: Iterable[Sequence[str]]) -> int:
        volume = {name: self.portraits[n].volume for n, names in self.of.items() for name in names}
        return sum(len({volume[name] for name in group} - {""}) > 1 for group in clusters)


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


def _met(known: dict[int, Portrait]) -> tuple[set[tuple[int, int]], int, int]:
    """(pairs that meet, blocks, blocks too full)."""
    blocks: dict[int, list[int]] = defaultdict(list)
    for number, p in known.items():
        for block in portraits.blocks(p):
            blocks[block].append(number)
    met = {
        (min(pair), max(pair))
        for block in blocks.values()
        if len(block) <= BLOCK_LIMIT
        for pair in combinations(block, 2)
    }
    return met, len(blocks), sum(len(block) > BLOCK_LIMIT for block in blocks.values())


def whole_libraries(made: MODELS, count: int, shuffles: int) -> None:
    libraries = Libraries(made, count)
    clusters = libraries.clusters()
    found = libraries.score(clusters)
    print(f"\nzh-four-libraries, whole pipeline: {len(libraries.records)} records,", end=" ")
    print(
        f"{len(libraries.portraits)} descriptions, {libraries.blocks} blocks ({libraries.full} too full),",
        end=" ",
    )
    print(f"{len(libraries.met)} pairs looked at, {libraries.asked} asked")
    print(f"    true pairs that meet in a block: {libraries.met_share():.4f}")
    print(
        f"    pairwise over clusters: precision {_share(found.precision)}, recall {_share(found.recall)}",
        end="",
    )
    print(f"; {len(clusters)} clusters of {len(set(libraries.truth.values()))} true ones;", end=" ")
    print(f"clusters with two volumes: {libraries.two_volumes(clusters)}")
    same = sum(libraries.clusters(random.Random(n)) == clusters for n in range(shuffles))
    print(f"    equal clusters from {same} of {shuffles} shuffled orders")


def speed(facts: Sequence[Facts], pairs: Sequence[Labelled]) -> None:
    print("\nspeed, one processor:")

    def describe() -> list[Portrait]:
        for module in (volumes, people, publishers, portraits):  # as if no library had been read before
            for function in vars(module).values():
                if hasattr(function, "cache_clear"):
                    function.cache_clear()
        return [portraits.portrait(one) for one in facts]

    seconds, found = _timed(describe)
    _rate("portrait()", seconds, len(found))
    for name, run in (("blocks()", portraits.blocks), ("dump()", portraits.dump)):
        _rate(name, _timed(lambda run=run: [run(p) for p in found])[0], len(found))
    both = [(portrait_of(pair.a), portrait_of(pair.b)) for pair in pairs]
    for name, vetoed in (("outcome() of vetoed pairs", True), ("outcome() of weighed pairs", False)):
        some = [pair for pair in both if bool(judging.veto(*pair)) == vetoed]
        _rate(name, _timed(lambda some=some: [judging.outcome(a, b) for a, b in some])[0], len(some))


def _rate(name: str, seconds: float, count: int) -> None:
    print(f"    {name:28} {count / seconds:11,.0f} a second, {seconds / count * 1e6:5.1f} µs")


def _timed(run: Callable[[], list[Any]]) -> tuple[float, list[Any]]:
    best, answer = float("inf"), run()
    for _ in range(3):
        began = time.process_time()
        answer = run()
        best = min(best, time.process_time() - began)
    return best, answer


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--shuffles", type=int, default=20)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N errors of each set")
    given = parser.parse_args()
    read = labelled.all_pairs([name for sources in fit.SOURCES.values() for name, _ in sources])
    made = models(read, given.folds)
    heading = f"{'prec.':>6} {'recall':>6} {'F1':>6} {'asked':>7}"
    print(f"{'pairs, held-out folds':26} {'judge':14} {'pairs':>6} {heading}")
    for name, script in JUDGED.items():
        table = Table()
        for fold, part in enumerate(folds(read[name], given.folds)):
            for pair in part:
                table.add(pair, made[script][fold])
        table.print(name, given.errors)
    table = Table()
    for pair in labelled.princeton():  # nothing was learnt from them
        table.add(pair, judging.CARDS["latin"])
    table.print("princeton", given.errors)
    whole_libraries(made, given.folds, given.shuffles)
    speed(
        [facts for pair in read["chinese"] for facts in (pair.a, pair.b)], [*read["chinese"], *read["marcai"]]
    )


if __name__ == "__main__":
    main()
