"""Two texts side by side: paragraph beside paragraph, what differs marked to the letter (Chinese) or word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

PIECE: Final = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
"""A Latin word, a run of spaces, or one character of any other script."""
LONGEST: Final = 4000
"""Pieces of a paragraph that are compared one by one; longer ones are only said to differ."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; differs: the other side has something else here."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of each side; () where the other has one more. same: nothing differs."""

    before: tuple[Run, ...]
    after: tuple[Run, ...]

    @property
    def same(self) -> bool:
        return not any(run.differs for run in (*self.before, *self.after))


def compare(before: str, after: str) -> list[Row]:
    return list(_rows(paragraphs(before), paragraphs(after)))


def paragraphs(text: str) -> list[str]:
    """Lines with something on them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _rows(before: Sequence[str], after: Sequence[str]) -> Iterator[Row]:
    for what, i, i_end, j, j_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield from (Row((Run(text, False),), (Run(text, False),)) for text in before[i:i_end])
            continue
        for step in range(max(i_end - i, j_end - j)):
            left = before[i + step] if i + step < i_end else ""
            right = after[j + step] if j + step < j_end else ""
            yield _row(left, right)


def _row(left: str, right: str) -> Row:
    if not left or not right:
        return Row((Run(left, True),) if left else (), (Run(right, True),) if right else ())
    ours, theirs = PIECE.findall(left), PIECE.findall(right)
    if max(len(ours), len(theirs)) > LONGEST:
        return Row((Run(left, True),), (Run(right, True),))
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    if matcher.ratio() < 0.3:  # another paragraph altogether: marks to the letter would be confetti
        return Row((Run(left, True),), (Run(right, True),))
    before: list[Run] = []
    after: list[Run] = []
    for what, i, i_end, j, j_end in matcher.get_opcodes():
        if i_end > i:
            before.append(Run("".join(ours[i:i_end]), what != "equal"))
        if j_end > j:
            after.append(Run("".join(theirs[j:j_end]), what != "equal"))
    return Row(tuple(before), tuple(after))
