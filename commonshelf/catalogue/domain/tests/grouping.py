"""Records grouped as the catalogue does it, without its rows: for measuring in tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from itertools import combinations

from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching import judging, portraits
from commonshelf.catalogue.domain.matching.judging import Outcome
from commonshelf.catalogue.domain.partition import Node, Tie, partition


def groups(records: Mapping[Hashable, Facts]) -> list[list[Hashable]]:
    """Described, met in blocks, judged, and parted where a group would break a rule."""
    portrait, members = {}, defaultdict(list)
    for name, facts in records.items():
        one = portraits.portrait(facts)
        portrait[number := portraits.digest(one)] = one
        members[number].append(name)
    blocks = defaultdict(list)
    for number, one in portrait.items():
        for block in portraits.blocks(one):
            blocks[block].append(number)
    met = {
        (min(pair), max(pair))
        for block in blocks.values()
        if len(block) <= portraits.BLOCK_LIMIT
        for pair in combinations(block, 2)
    }
    keys = {
        number: [(number, "")] if judging.alike(one) else [(number, str(name)) for name in members[number]]
        for number, one in portrait.items()
    }
    nodes = {key: Node({}, number, portrait[number]) for number, some in keys.items() for key in some}
    ties = []
    for one, other in met:
        outcome, score = judging.outcome(portrait[one], portrait[other])
        if outcome is Outcome.JOIN:
            ties += [Tie(a, b, score) for a in keys[one] for b in keys[other]]
    named = {str(name): name for name in records}
    return [
        [name for number, one in group for name in ([named[one]] if one else members[number])]
        for group in partition(nodes, ties, conflict=judging.conflict).groups
    ]


def pairs(size: int) -> int:
    return size * (size - 1) // 2
