"""Did you mean: a word the index knows instead of one it does not, a title instead of a misspelt one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from commonshelf.kernel.text import fold
from commonshelf.search.domain.analysis import Unit, key

SHORTEST: Final = 4
"""Shorter words have too many neighbours to guess at."""
_LONG: Final = 6
"""From so many letters on, two slips are forgiven instead of one."""
_NEAR: Final = 60.0
"""Share in percent of a title's characters that must be as asked."""


def guessable(unit: Unit) -> bool:
    """A plain word; numbers, protected tokens and Han are not guessed at."""
    return not unit.single and unit.surface.isalpha() and len(unit.surface) >= SHORTEST


def nearest_word(word: str, known: Mapping[str, int]) -> str:
    """The known word (word -> documents) fewest slips away, the more frequent first; "" for none.

    A slip is a letter too many, too few, other, or two neighbours swapped. Of two slips none is the first
    letter: jouney is not money.
    """
    slips = 2 if len(word) >= _LONG else 1
    found = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=50)
    ranked = sorted(
        (distance, -known[other], other)
        for other, distance, _ in found
        if other != word and (distance < 2 or other[:1] == word[:1])
    )
    return ranked[0][2] if ranked else ""


def corrected(words: str, instead: Mapping[str, str]) -> str:
    """The words with each misspelt one (as a surface) replaced."""
    text = fold(words)
    for wrong, right in instead.items():
        text = re.sub(rf"(?<![^\W_]){re.escape(wrong)}(?![^\W_])", right, text)
    return text


def nearest_title(words: str, titles: Iterable[str]) -> str:
    """The title most like the words, "" when none is near or one is the same."""
    asked = key(words)
    best, likeness = "", _NEAR
    for title in titles:
        told = key(title)
        if told == asked:
            return ""
        near = fuzz.ratio(asked, told)
        if near > likeness:
            best, likeness = title, near
    return best
