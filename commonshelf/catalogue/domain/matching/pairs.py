"""Labelled pairs of records, one a line, and what the matcher's answers to them are worth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Final, NamedTuple

from commonshelf.catalogue.domain import read_marc
from commonshelf.catalogue.domain.facts import Facts
from commonshelf.catalogue.domain.matching.judging import Outcome, Verdict
from commonshelf.wire.marc import jsonform
from commonshelf.wire.marc.flavour import flavour_of

MOST_LINE: Final = 8 << 20
"""Bytes of a line; two records of MARC have at most 200,000."""
_LABELS: Final[dict[object, int]] = {0: 0, 1: 1, "0": 0, "1": 1}
_TROUBLE: Final = (ValueError, TypeError, KeyError, AttributeError)


class Pair(NamedTuple):
    """label: 1 for one edition. reasons: as the file gives them under "why"."""

    line: int
    label: int
    one: Facts
    other: Facts
    reasons: tuple[str, ...]


class BadLine(NamedTuple):
    """A line that is no pair. reason: pair-json, -label, -missing, -record, -long; line-record."""

    line: int
    reason: str
    facts: dict[str, str | int]


def lines_of(file: BinaryIO) -> Iterator[tuple[int, bytes | BadLine]]:
    """(number, line) of every line with something on it; one that never ends is passed over."""
    number = 0
    while line := file.readline(MOST_LINE):
        number += 1
        if len(line) == MOST_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(MOST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, BadLine(number, "pair-long", {"limit": MOST_LINE >> 20})
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            yield number, line


def pair_of(number: int, line: bytes) -> Pair | BadLine:
    """{"label": 0 or 1, "a": MARC in JSON, "b": MARC in JSON, "why": text or texts}; others are let be."""
    form = _json(number, line)
    if isinstance(form, BadLine):
        return form
    said = form.get("label")
    label = _LABELS.get(said) if isinstance(said, (int, str)) else None
    if label is None:
        return BadLine(number, "pair-label", {"label": json.dumps(said, ensure_ascii=False)[:40]})
    found: list[Facts] = []
    for side in ("a", "b"):
        if side not in form:
            return BadLine(number, "pair-missing", {"side": side})
        facts = facts_of(form[side])
        if facts is None:
            return BadLine(number, "pair-record", {"side": side})
        found.append(facts)
    why = form.get("why", ())
    reasons = (why,) if isinstance(why, str) else tuple(map(str, why)) if isinstance(why, list) else ()
    return Pair(number, label, found[0], found[1], reasons)


def record_of(number: int, line: bytes) -> Facts | BadLine:
    """One record a line, for files whose labels lie beside them."""
    form = _json(number, line)
    if isinstance(form, BadLine):
        return form
    facts = facts_of(form)
    return BadLine(number, "line-record", {}) if facts is None else facts


def facts_of(form: Any) -> Facts | None:
    """Facts of a MARC-in-JSON object; None when it is none."""
    try:
        marc = jsonform.record(form)[0]
    except _TROUBLE:
        return None
    if not marc.fields:
        return None
    return read_marc.facts_of(marc, flavour_of(marc.fields))


def _json(number: int, line: bytes) -> dict[str, Any] | BadLine:
    try:
        form = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as trouble:
        return BadLine(number, "pair-json", {"at": trouble.start + 1})
    except json.JSONDecodeError as trouble:
        return BadLine(number, "pair-json", {"at": trouble.pos + 1})
    except (ValueError, RecursionError):  # a number of 5,000 digits, 100,000 brackets
        return BadLine(number, "pair-json", {"at": 1})
    if not isinstance(form, dict):
        return BadLine(number, "pair-json", {"at": 1})
    return form


def without_identifiers(facts: Facts) -> Facts:
    """As if nobody had ever given the book a number: what is hard about old and thin records."""
    return replace(facts, isbns=(), issns=(), numbers=(), bad_numbers=())


@dataclass(slots=True)
class Count:
    """Answers to pairs of one kind. same: labelled 1."""

    pairs: int = 0
    same: int = 0
    joined: int = 0
    joined_rightly: int = 0
    asked: int = 0

    @property
    def wrong(self) -> int:
        """Joined though two, or not joined though one."""
        return self.joined - self.joined_rightly + self.same - self.joined_rightly

    def add(self, label: int, outcome: Outcome) -> None:
        joined = outcome is Outcome.JOIN
        self.pairs += 1
        self.same += label
        self.joined += joined
        self.joined_rightly += joined and label == 1
        self.asked += outcome is Outcome.ASK

    @property
    def precision(self) -> float | None:
        """Of what was joined, the share that is one edition; None when nothing was joined."""
        return self.joined_rightly / self.joined if self.joined else None

    @property
    def recall(self) -> float | None:
        """Of what is one edition, the share that was joined; None when no pair is."""
        return self.joined_rightly / self.same if self.same else None

    @property
    def f1(self) -> float | None:
        if not self.joined and not self.same:
            return None
        return 2 * self.joined_rightly / (self.joined + self.same)


@dataclass(slots=True)
class Tally:
    """All answers, and those of each reason a file gives."""

    all: Count = field(default_factory=Count)
    by_reason: dict[str, Count] = field(default_factory=dict)

    def add(self, pair: Pair, verdict: Verdict) -> None:
        self.all.add(pair.label, verdict.outcome)
        for reason in pair.reasons:
            self.by_reason.setdefault(reason, Count()).add(pair.label, verdict.outcome)
