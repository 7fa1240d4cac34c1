"""Builds the tables of how characters are read: in several ways, alone, and by the words they stand in.

Run `python -m commonshelf.search.domain.make_readings` after raising pypinyin; a test compares the files
with what this builds. pypinyin's table of characters names every reading of every dictionary (红 gong,
哈 sha); one that no word of its table of words uses would only find what nobody meant.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from commonshelf.kernel.text import fold
from commonshelf.search.domain.readings import ALONE, HEAD, IN_WORDS, SEVERAL, ways_in

SURNAMES = {
    "仇": "qiu",
    "区": "ou",
    "盖": "ge",
    "任": "ren",
    "朴": "piao",
    "查": "zha",
    "单": "shan",
    "解": "xie",
}
SURNAMES |= {
    "曾": "zeng",
    "尉": "yu",
    "万": "mo",
    "种": "chong",
    "逄": "pang",
    "乐": "yue",
    "缪": "miao",
    "繁": "po",
}
"""Readings that characters have as a surname, which tables of words hardly name."""


def used_in_words() -> dict[str, Counter[str]]:
    """Character -> reading -> in how many words."""
    used: dict[str, Counter[str]] = defaultdict(Counter)
    for word, readings in PHRASES_DICT.items():
        if len(word) == len(readings):
            for char, reading in zip(word, readings, strict=True):
                used[fold(char)][plain(reading[0])] += 1
    return used


def plain(toned: str) -> str:
    """Without tones, u for ü."""
    return to_normal(toned).replace("ü", "u").replace("v", "u") if toned else ""


def several() -> list[str]:
    """ "乐 le yue lao": the first is how it is read alone."""
    used = used_in_words()
    made = []
    for code, told in sorted(PINYIN_DICT.items()):
        char = chr(code)
        if fold(char) != char:
            continue
        first = plain(told.split(",")[0])
        others = [reading for reading, _ in used[char].most_common() if reading != first]
        others += [
            reading for reading in [SURNAMES.get(char, "")] if reading and reading not in {first, *others}
        ]
        if others:
            made.append(" ".join((char, first, *others)))
    return made


def alone() -> list[str]:
    """ "gong 公工…": a reading, and all characters that are read so by themselves."""
    read: dict[str, list[str]] = defaultdict(list)
    for code, told in sorted(PINYIN_DICT.items()):
        if usual := plain(told.partition(",")[0]):
            read[usual].append(chr(code))
    return [f"{reading} {''.join(chars)}" for reading, chars in sorted(read.items())]


def in_words() -> list[str]:
    """ "一骑 一骑当千 yi ji dang qian|…": the first two characters of words, and the words that begin so
    and hold a character read in several ways, the longest first.
    """
    others = ways_in(several())
    told = {
        word: [plain(reading[0]) for reading in readings]
        for word, readings in PHRASES_DICT.items()
        if len(word) == len(readings) and not others.keys().isdisjoint(word)
    }
    words: dict[str, list[str]] = defaultdict(list)
    for word in sorted(told, key=lambda word: (word[:HEAD], -len(word), word)):
        words[word[:HEAD]].append(" ".join((word, *told[word])))
    return [f"{head} {'|'.join(those)}" for head, those in words.items()]


MADE = {SEVERAL: several, ALONE: alone, IN_WORDS: in_words}

if __name__ == "__main__":
    for path, lines in MADE.items():
        path.write_text("\n".join(lines()) + "\n", encoding="utf-8")
        sys.stdout.write(f"{path.name}: {len(lines())} lines\n")
