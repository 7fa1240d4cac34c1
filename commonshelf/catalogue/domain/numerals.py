"""Numbers as title pages print them: 3, Ⅲ, 三, 叁, 廿三, third. Read to an int, or to nothing."""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {
    **{char: n for n, char in enumerate("〇一二三四五六七八九")},
    **{char: n for n, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **dict(zip("○两兩貳參叄陸弌弍弎", (0, 2, 2, 2, 3, 3, 6, 1, 2, 3), strict=True)),
}
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "廿": 20, "卅": 30}
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_SHAPE: Final = re.compile(r"(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_WORDS: Final = (
    "one first", "two second", "three third", "four fourth", "five fifth", "six sixth", "seven seventh",
    "eight eighth", "nine ninth", "ten tenth", "eleven eleventh", "twelve twelfth", "thirteen thirteenth",
    "fourteen fourteenth", "fifteen fifteenth", "sixteen sixteenth", "seventeen seventeenth",
    "eighteen eighteenth", "nineteen nineteenth", "twenty twentieth",
)  # fmt: skip
ENGLISH: Final = {word: n for n, words in enumerate(_WORDS, start=1) for word in words.split()}
HAN: Final = "[" + "".join(_DIGITS) + "".join(_UNITS) + "]{1,6}"
"""Pattern of a number in Chinese characters."""


def han(text: str) -> int | None:
    """三 -> 3, 二十 -> 20, 廿三 -> 23, 一百二十 -> 120, 二〇一二 -> 2012."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text)) if text else None
    total = digit = 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif (unit := _UNITS.get(char)) is None:
            return None
        elif char in "廿卅":
            total += unit
        else:
            total += (digit or 1) * unit
            digit = 0
    return total + digit


def roman(text: str) -> int | None:
    """Up to 99 and strictly written, so that words ("mix", "civil") are not numbers."""
    small = text.lower()
    if not small or not _ROMAN_SHAPE.fullmatch(small):
        return None
    values = [_ROMAN[char] for char in small]
    return sum(-v if any(after > v for after in values[n + 1 : n + 2]) else v for n, v in enumerate(values))


def any_number(text: str) -> int | None:
    """One number word in any of the forms; None when it is none of them."""
    if text.isdecimal():
        return int(text)
    if (n := ENGLISH.get(text.lower())) is not None:
        return n
    return roman(text) if text.isascii() else han(text)
