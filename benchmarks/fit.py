"""Fits the weights of the matcher's score-card from labelled pairs and writes them down for people to read.

    .venv/bin/python benchmarks/fit.py          # fits, compares with the file, changes nothing
    .venv/bin/python benchmarks/fit.py --write  # fits and writes matching/weights.toml

Logistic regression by Newton steps. The ridge pulls every weight to the guess its feature declares, so
that a feature no labelled pair shows keeps a sensible weight; none may turn the sign of its guess.
Chinese and other scripts are fitted apart. `match.py --folds 5` says how well this does on pairs it has
not seen. After writing, raise RULES_OF_MATCHING in matching/portraits.py.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import labelled
from labelled import Labelled, portrait_of

from commonshelf.catalogue.domain.matching import features, judging
from commonshelf.catalogue.domain.matching.judging import Card

FILE = Path(judging.__file__).with_name("weights.toml")
RIDGE = 3.0
STEPS = 30
CLOSE = 1e-5
STEP = 0.05
"""Features are rounded to this, so that equal rows are counted once."""
LONGEST_STEP = 4.0

THRESHOLDS = {"han": (0.7, 0.15), "latin": (0.6, 0.15)}
"""(join, ask) of each card, chosen on held-out folds (`match.py --folds 5` prints the table)."""
SOURCES = {
    "han": (("chinese", 1.0), ("chinese_bare", 0.3), ("chinese_blocks", 0.5)),
    "latin": (("marcai", 1.0), ("natural", 2.0), ("natural_without", 4.0)),
}
"""Which labelled pairs a card learns from, and how much a pair of each counts: few pairs of many libraries
count more than many of one."""

Row = tuple[tuple[float, ...], int]


@dataclass(frozen=True, slots=True)
class Sample:
    values: Sequence[float]
    label: int
    weight: float


def samples(pairs: Iterable[Labelled], weight: float) -> list[Sample]:
    """What the score decides; pairs under a veto teach it nothing."""
    found = []
    for pair in pairs:
        a, b = portrait_of(pair.a), portrait_of(pair.b)
        if not judging.veto(a, b):
            found.append(Sample(features.compare(a, b), pair.label, weight))
    return found


def fit(script: str, rows: Iterable[Sample], ridge: float = RIDGE) -> Card:
    """The card of a script. A weight that would turn the sign of its guess is left at nothing."""
    counted: Counter[Row] = Counter()
    for row in rows:
        key = tuple(round(round(float(v) / STEP) * STEP, 2) for v in row.values)
        counted[key, row.label] += row.weight  # type: ignore[assignment]  # counts in parts
    guesses = [feature.guess for feature in features.FEATURES]
    used = list(range(len(guesses)))
    while True:
        solved = newton(counted, used, [guesses[n] for n in used], ridge)
        turned = [
            (abs(w), n) for n, w in zip(used, solved[1:], strict=True) if w and (w < 0) != (guesses[n] < 0)
        ]
        if not turned:
            break
        used.remove(max(turned)[1])
    weights = [0.0] * len(guesses)
    for n, weight in zip(used, solved[1:], strict=True):
        weights[n] = round(weight, 2)
    join, ask = THRESHOLDS[script]
    return Card(round(solved[0], 2), join, ask, tuple(weights))


def newton(counted: Counter[Row], used: Sequence[int], guesses: Sequence[float], ridge: float) -> list[float]:
    """Intercept and weights that make the labels likeliest, less the ridge around the guesses."""
    size = len(used) + 1
    rows = [
        ([(0, 1.0), *((k, values[n]) for k, n in enumerate(used, 1) if values[n])], label, count)
        for (values, label), count in counted.items()
    ]
    w = [-sum(guesses) / 2, *guesses]
    for _ in range(STEPS):
        gradient = [0.0, *(-ridge * (v - g) for v, g in zip(w[1:], guesses, strict=True))]
        hessian = [[ridge if n == k and n else 0.0 for k in range(size)] for n in range(size)]
        for row, label, count in rows:
            p = _curve(sum(w[k] * v for k, v in row))
            miss, bend = count * (label - p), count * max(p * (1 - p), 1e-9)
            for k, v in row:
                gradient[k] += miss * v
                line, scaled = hessian[k], bend * v
                for other, u in row:
                    line[other] += scaled * u
        step = solve(hessian, gradient)
        largest = max(map(abs, step))
        scale = min(1.0, LONGEST_STEP / largest) if largest else 1.0
        w = [a + scale * b for a, b in zip(w, step, strict=True)]
        if largest < CLOSE:
            break
    return w


def _curve(total: float) -> float:
    return 1 / (1 + math.exp(-total)) if total > judging.NEVER else 0.0


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Linear equations by elimination with pivots."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for n in range(size):
        best = max(range(n, size), key=lambda k: abs(rows[k][n]))
        rows[n], rows[best] = rows[best], rows[n]
        for k in range(n + 1, size):
            if factor := rows[k][n] / rows[n][n]:
                rows[k] = [a - factor * b for a, b in zip(rows[k], rows[n], strict=True)]
    out = [0.0] * size
    for n in reversed(range(size)):
        out[n] = (rows[n][size] - sum(rows[n][k] * out[k] for k in range(n + 1, size))) / rows[n][n]
    return out


HEAD = """\
# The score-card: how many points each thing two records have in common, or differ in, gives to
# "these are one edition". Written by benchmarks/fit.py from labelled pairs; read it as a balance sheet.
#
# The points are added to the intercept; 1 / (1 + e^-sum) brings the sum between 0 and 1. From `join` on
# records are joined, between `ask` and `join` a person is asked, below they stay apart. What is
# never joined whatever its points, and what is asked whatever its points, stands in judging.py.
# [han] judges pairs with a title in Chinese script, [latin] all others. A feature is 1 when it is
# true and 0 when not; those that say "how" lie between.
"""


def told(cards: dict[str, Card]) -> str:
    """weights.toml."""
    lines = [HEAD.rstrip("\n")]
    for name, card in cards.items():
        lines += [
            "",
            f"[{name}]",
            f"join = {card.join}",
            f"ask = {card.ask}",
            f"intercept = {card.intercept:.2f}",
        ]
        lines += ["", f"[{name}.weights]"]
        for feature, weight in zip(features.FEATURES, card.weights, strict=True):
            lines += [f"{feature.name} = {weight + 0.0:.2f}  # {feature.what}"]
    return "\n".join(lines) + "\n"


def cards_of(read: dict[str, list[Labelled]]) -> dict[str, Card]:
    """Both cards from all the pairs of their sources."""
    return {
        script: fit(script, [row for name, weight in sources for row in samples(read[name], weight)])
        for script, sources in SOURCES.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the file instead of comparing with it")
    given = parser.parse_args()
    read = labelled.all_pairs([name for sources in SOURCES.values() for name, _ in sources])
    text = told(cards_of(read))
    if given.write:
        FILE.write_text(text, encoding="utf-8")
        print(f"written: {FILE}; now raise RULES_OF_MATCHING in matching/portraits.py")
    elif text == FILE.read_text(encoding="utf-8"):
        print("the file says what the pairs say")
    else:
        print(text)
        sys.exit("the file says otherwise than the pairs; --write puts it right")


if __name__ == "__main__":
    main()
