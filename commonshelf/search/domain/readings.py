"""How Chinese characters are read, without tones and with u for ü: by the words they stand in, and alone.

pypinyin's tables, asked in our own way: only words with a character that is read in several ways
can tell anything, and their readings are kept without tones, which makes it seven times as fast.
Its tables take 40 MB: they are loaded when the first text is read, by the writer of the index or for a
question with a wrong character.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

Ways = tuple[str, ...]
"""A character's readings, the one meant here first."""
_HEAD: Final = 2


class _Word(NamedTuple):
    text: str
    syllables: tuple[str, ...]


def read(stretch: str) -> Iterator[Ways]:
    """The readings of each character (folded Han, see kernel.text); one nobody knows is left out."""
    others, words = other_readings(), _words()
    at = 0
    while at < len(stretch):
        word = next(
            (w for w in words.get(stretch[at : at + _HEAD], ()) if stretch.startswith(w.text, at)), None
        )
        if word is None:
            char = stretch[at]
            usual = alone(char)
            if usual:
                yield others.get(char) or (usual,)
            at += 1
            continue
        for char, syllable in zip(word.text, word.syllables, strict=True):
            yield (syllable, *(other for other in others.get(char, ()) if other != syllable))
        at += len(word.text)


@lru_cache(maxsize=1)
def other_readings() -> dict[str, Ways]:
    """Character -> its readings, for those that have several (make_readings.py)."""
    lines = Path(__file__).with_name("readings.txt").read_text(encoding="utf-8").splitlines()
    return {line[0]: tuple(line[2:].split()) for line in lines}


@lru_cache(maxsize=30_000)
def alone(char: str) -> str:
    """How a character is read by itself; "" for one that nobody knows."""
    from pypinyin.constants import PINYIN_DICT  # late: 40 MB, see above

    return plain(PINYIN_DICT.get(ord(char), "").partition(",")[0])


def plain(toned: str) -> str:
    from pypinyin.contrib.tone_convert import to_normal  # late: it brings the tables along

    return to_normal(toned).replace("ü", "u").replace("v", "u") if toned else ""


@lru_cache(maxsize=1)
def _words() -> dict[str, list[_Word]]:
    """The first two characters -> the words that begin so, the longest first."""
    from pypinyin.constants import PHRASES_DICT  # late: 40 MB, see above

    others = other_readings()
    known: dict[str, str] = {}

    def syllable(toned: str) -> str:
        if toned not in known:
            known[toned] = plain(toned)
        return known[toned]

    words = [
        _Word(word, tuple(syllable(told[0]) for told in readings))
        for word, readings in PHRASES_DICT.items()
        if len(word) == len(readings) and not others.keys().isdisjoint(word)
    ]
    words.sort(key=lambda word: (word.text[:_HEAD], -len(word.text)))
    return {head: list(those) for head, those in groupby(words, key=lambda word: word.text[:_HEAD])}
