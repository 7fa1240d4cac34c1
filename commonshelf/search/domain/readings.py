"""How Chinese characters are read, without tones and with u for ü: by the words they stand in, and alone.

pypinyin's tables, asked in our own way: only words with a character that is read in several ways can tell
anything. make_readings.py writes them down as short files, since pypinyin itself wants 40 MB and a
fifth of a second in every process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

Ways = tuple[str, ...]
"""A character's readings, the one meant here first."""
HEAD: Final = 2
"""Words are looked up by so many first characters."""
SEVERAL: Final = Path(__file__).with_name("readings.txt")
ALONE: Final = Path(__file__).with_name("readings_alone.txt")
IN_WORDS: Final = Path(__file__).with_name("readings_in_words.txt")


class _Word(NamedTuple):
    text: str
    syllables: tuple[str, ...]


def read(stretch: str) -> Iterator[Ways]:
    """The readings of each character (folded Han, see kernel.text); one nobody knows is left out."""
    others, heads = other_readings(), _heads()
    at = 0
    while at < len(stretch):
        head = stretch[at : at + HEAD]
        words = _words(head) if head in heads else ()
        word = next((w for w in words if stretch.startswith(w.text, at)), None)
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


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@lru_cache(maxsize=1)
def other_readings() -> dict[str, Ways]:
    """Character -> its readings, for those that have several."""
    return ways_in(_lines(SEVERAL))


def ways_in(lines: Iterable[str]) -> dict[str, Ways]:
    return {line[0]: tuple(line[2:].split()) for line in lines}


def alone(char: str) -> str:
    """How a character is read by itself; "" for one that nobody knows."""
    return _alone().get(char, "")


@lru_cache(maxsize=1)
def _alone() -> dict[str, str]:
    parted = (line.partition(" ") for line in _lines(ALONE))
    return {char: reading for reading, _, chars in parted for char in chars}


@lru_cache(maxsize=1)
def _heads() -> dict[str, str]:
    """The first characters of words -> the words that begin so, as the file has them."""
    parted = (line.partition(" ") for line in _lines(IN_WORDS))
    return {head: words for head, _, words in parted}


@lru_cache(maxsize=30_000)
def _words(head: str) -> tuple[_Word, ...]:
    """The longest first."""
    told = (word.split(" ") for word in _heads()[head].split("|"))
    return tuple([_Word(text, tuple(syllables)) for text, *syllables in told])
