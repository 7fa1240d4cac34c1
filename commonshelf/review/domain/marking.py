"""Where two texts differ, inside the text: pieces that are said by both, and pieces that only one says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from commonshelf.kernel.text import bare, is_han

LONGEST: Final = 300
"""Words of one text; longer ones are marked as a whole, as comparing costs their square."""
ALIKE: Final = 0.4
"""Share of common words from which two texts are versions of each other, and not two different things."""
_WORDS: Final = re.compile(r"\w+|\W+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text. marked: only this side says it."""

    text: str
    marked: bool = False


def words(text: str) -> list[str]:
    """Words of Latin text, single characters of Chinese, and what stands between them; joined: the text."""
    found: list[str] = []
    for run in _WORDS.findall(text):
        word = ""
        for char in run:
            if is_han(char):
                found += [word, char] if word else [char]
                word = ""
            else:
                word += char
        if word:
            found.append(word)
    return found


def plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()


def whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, marked=True),) if text else ()


def likeness(one: str, other: str) -> float:
    """0 to 1 by the words both have, whatever their order."""
    a, b = set(filter(None, map(bare, words(one)))), set(filter(None, map(bare, words(other))))
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def marked(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces. Script, width, case and punctuation are no difference."""
    if bare(one) == bare(other):
        return plain(one), plain(other)
    first, second = words(one), words(other)
    if not one or not other or max(len(first), len(second)) > LONGEST or likeness(one, other) < ALIKE:
        return whole(one), whole(other)
    keys = [[bare(word) for word in side] for side in (first, second)]
    telling = [[place for place, key in enumerate(side) if key] for side in keys]
    said = [[side[place] for place in places] for side, places in zip(keys, telling, strict=True)]
    matcher = SequenceMatcher(None, said[0], said[1], autojunk=False)
    same: tuple[set[int], set[int]] = (set(), set())
    for block in matcher.get_matching_blocks():
        for side, start in ((0, block.a), (1, block.b)):
            same[side].update(telling[side][start : start + block.size])
    return _pieces(first, telling[0], same[0]), _pieces(second, telling[1], same[1])


def _pieces(said: Sequence[str], telling: Sequence[int], same: set[int]) -> tuple[Piece, ...]:
    """Neighbouring words of one kind together; what stands between two marked words is marked with them."""
    strange = [place for place in telling if place not in same]
    inked = set(strange)
    order = {place: number for number, place in enumerate(telling)}
    for before, after in pairwise(strange):
        if order[after] == order[before] + 1:
            inked.update(range(before, after))
    made: list[Piece] = []
    for place, word in enumerate(said):
        mark = place in inked
        if made and made[-1].marked is mark:
            made[-1] = Piece(made[-1].text + word, mark)
        else:
            made.append(Piece(word, mark))
    return tuple(made)
