"""One form of a text for comparing and finding: script, width, accents and case folded away."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

_MARKS: Final = (
    (0x0300, 0x036F),
    (0x0483, 0x0487),
    (0x0591, 0x05BD),
    (0x05BF, 0x05C7),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
"""Marks a reader may leave out: accents, points, variation selectors. Vowel signs of Indic and
Tibetan scripts and the voicing marks of kana are letters of their own and stay."""
_ROMANISERS: Final = (0x02B9, 0x02DF)
"""Soft signs, ayns and alifs of romanisation tables; nobody types them."""
_PLAIN: Final = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ŧ": "t",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
}
_HAN: Final = (
    (0x3005, 0x3005),
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _simplified() -> dict[int, str]:
    lines = Path(__file__).with_name("han.txt").read_text(encoding="utf-8").splitlines()
    return {ord(source): line[0] for line in lines for source in line[2:]}


class _Table(dict[int, str]):
    """Code point -> folded text; begins with the Han table and learns the other characters as they come."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_one(chr(code))
        return folded


def _fold_one(char: str) -> str:
    if unicodedata.category(char) == "Cf" or _within(ord(char), (_ROMANISERS,)):
        return ""
    apart = unicodedata.normalize("NFD", char.casefold())
    kept = "".join(_PLAIN.get(c, c) for c in apart if not _within(ord(c), _MARKS))
    return unicodedata.normalize("NFKC", kept)


_TABLE: Final = _Table(_simplified())


def fold(text: str) -> str:
    """NFKC, Han one-to-one to simplified, diacritics off, casefold. Never looks at a neighbour, so a
    part of a text folds to a part of the folded text, and every Han character stays one character.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).translate(_TABLE))


def bare(text: str) -> str:
    """`fold` with only letters and digits kept: for keys."""
    folded = fold(text)
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


@lru_cache(maxsize=20_000)
def is_han(char: str) -> bool:
    """A Han character, with 〇 and the repetition mark 々."""
    return _within(ord(char), _HAN)


def han_share(text: str) -> float:
    """Han characters among all letters and digits of the text; 0.0 when there are none."""
    letters = [char for char in text if char.isalnum() or char == "々"]
    return sum(map(is_han, letters)) / len(letters) if letters else 0.0
