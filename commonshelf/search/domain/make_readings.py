"""Builds readings.txt: the characters that are read in more than one way, with their usual readings.

Run `python -m commonshelf.search.domain.make_readings` after raising pypinyin; a test compares the file
with what this builds. pypinyin's table of characters names every reading of every dictionary (红 gong,
哈 sha); one that no word of its table of words uses would only find what nobody meant.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from commonshelf.kernel.text import fold
from commonshelf.search.domain.readings import plain

FILE = Path(__file__).with_name("readings.txt")
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


def lines() -> list[str]:
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


if __name__ == "__main__":
    FILE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {len(lines())} characters\n")
