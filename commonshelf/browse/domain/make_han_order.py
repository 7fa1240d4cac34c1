"""Builds han_order.txt: every Han character under its reading, and the words that are read otherwise.

Run `python -m commonshelf.browse.domain.make_han_order` after raising pypinyin; a test compares the file
with what this builds. Only folded characters are in it (`kernel.text.fold` comes first). Words of two
and three characters stand below when one of their characters has another syllable than alone: 重庆.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

from commonshelf.kernel.text import fold, is_han

FILE = Path(__file__).with_name("han_order.txt")
LONGEST_WORD = 3


def plain(toned: str) -> str:
    """ "lǜ" -> "lv4": the tone as a figure, 5 where there is none, v for ü."""
    told = to_tone3(toned, neutral_tone_with_five=True).replace("ü", "v")
    return told if told[-1:].isdigit() else f"{told}5"


def alone() -> dict[str, str]:
    """Character -> its first reading."""
    return {
        chr(code): plain(told.split(",")[0])
        for code, told in PINYIN_DICT.items()
        if is_han(chr(code)) and fold(chr(code)) == chr(code) and plain(told.split(",")[0])[:-1].isascii()
    }


def lines() -> list[str]:
    """ "hong2 红洪…" for each syllable, then "重庆 chong2 qing4" for each word."""
    table = alone()
    syllables: dict[str, list[str]] = defaultdict(list)
    for char, syllable in sorted(table.items()):
        syllables[syllable].append(char)
    words = {}
    for word, told in PHRASES_DICT.items():
        if not 1 < len(word) <= LONGEST_WORD or fold(word) != word or len(told) != len(word):
            continue
        readings = [plain(one[0]) for one in told]
        usual = [table.get(char, "") for char in word]
        if all(usual) and [one[:-1] for one in readings] != [one[:-1] for one in usual]:
            words[word] = " ".join(readings)
    made = [f"{syllable} {''.join(chars)}" for syllable, chars in sorted(syllables.items())]
    return [*made, *(f"{word} {readings}" for word, readings in sorted(words.items()))]


if __name__ == "__main__":
    FILE.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE.name}: {len(lines())} lines\n")
