"""Files of labelled pairs put before the matcher: how often it is right, and where not."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching import pairs
from commonshelf.catalogue.domain.matching.judging import Outcome, judge
from commonshelf.catalogue.domain.matching.pairs import BadLine, Pair, Tally
from commonshelf.catalogue.domain.matching.portraits import portrait
from commonshelf.catalogue.refusals import reason
from commonshelf.kernel.refusal import Refusal
from commonshelf.wire.source import Unreadable, open_source

MOST_TOLD: Final = 50
"""Bad lines that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Misjudged:
    """A pair the matcher answered otherwise than its label."""

    line: int
    label: int
    outcome: str
    score: float
    veto: str
    guard: str


@dataclass(frozen=True, slots=True)
class NoPair:
    """A line that is no pair. reason: for machines; sentence: for people."""

    line: int
    reason: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Measured:
    """bad: the first lines that were no pairs; left_out: how many there were."""

    tally: Tally
    bad: tuple[NoPair, ...]
    left_out: int
    misjudged: tuple[Misjudged, ...]


def judge_pairs(
    *, file: Path, labels: Path | None = None, without_identifiers: bool = False, show: int = 0
) -> Measured:
    """Read the pairs of a file (plain or gzip) and judge each.

    labels: a table with a column "label", when the file has one record a line and two lines are a pair.
    show: how many misjudged pairs are wanted back. Raises Refusal for a file nothing can be read from.
    """
    tally, bad, misjudged, left_out = Tally(), list[NoPair](), list[Misjudged](), 0
    try:
        with closing(open_source(file)) as source:
            found = _pairs(source) if labels is None else _beside(source, labels)
            for one in found:
                if isinstance(one, BadLine):
                    left_out += 1
                    if len(bad) < MOST_TOLD:
                        bad.append(NoPair(one.line, one.reason, reason(one.reason, dict(one.facts))))
                    continue
                said = _judged(one, tally, without_identifiers=without_identifiers)
                if said is not None and len(misjudged) < show:
                    misjudged.append(said)
    except Unreadable as trouble:
        if not tally.all.pairs:
            raise Refusal(f"catalogue.file-{trouble.code}", {"file": file.name, **trouble.facts}) from trouble
        left_out += 1  # what came before the damage is judged
        bad.append(
            NoPair(tally.all.pairs + left_out, trouble.code, reason(trouble.code, dict(trouble.facts)))
        )
    if not tally.all.pairs:
        raise Refusal("catalogue.no-pairs", {"file": file.name, "why": bad[0].sentence if bad else ""})
    return Measured(tally, tuple(bad), left_out, tuple(misjudged))


def _judged(pair: Pair, tally: Tally, *, without_identifiers: bool) -> Misjudged | None:
    one, other = pair.one, pair.other
    if without_identifiers:
        one, other = pairs.without_identifiers(one), pairs.without_identifiers(other)
    verdict = judge(portrait(one), portrait(other))
    tally.add(pair, verdict)
    if (verdict.outcome is Outcome.JOIN) == (pair.label == 1):
        return None
    score = round(verdict.score, 4)
    return Misjudged(pair.line, pair.label, str(verdict.outcome), score, verdict.veto, verdict.guard)


def _pairs(source: BinaryIO) -> Iterator[Pair | BadLine]:
    for number, line in pairs.lines_of(source):
        yield line if isinstance(line, BadLine) else pairs.pair_of(number, line)


def _beside(source: BinaryIO, labels: Path) -> Iterator[Pair | BadLine]:
    """Pairs of records in successive lines, with their labels from a table beside them."""
    said = iter(_labels(labels))
    first: tuple[int, Facts | BadLine] | None = None
    for number, line in pairs.lines_of(source):
        facts = line if isinstance(line, BadLine) else pairs.record_of(number, line)
        if first is None:
            first = number, facts
            continue
        (begun, one), first = first, None
        label = next(said, None)
        if isinstance(one, BadLine):
            yield one
        elif isinstance(facts, BadLine):
            yield facts
        elif label is None or label not in {"0", "1"}:
            yield BadLine(begun, "pair-label", {"label": label or ""})
        else:
            yield Pair(begun, int(label), one, facts, ())
    if first is not None:
        yield BadLine(first[0], "pair-missing", {"side": "b"})


def _labels(path: Path) -> Iterator[str]:
    try:
        with closing(open_source(path)) as file:
            table = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline=""))
            if "label" not in (table.fieldnames or ()):
                there = ", ".join(table.fieldnames or ())[:200]
                raise Refusal(
                    "catalogue.file-no-column", {"file": path.name, "column": "label", "there": there}
                )
            for row in table:
                yield (row["label"] or "").strip()
    except csv.Error as trouble:
        raise Refusal("catalogue.file-unreadable", {"file": path.name, "problem": str(trouble)}) from trouble
