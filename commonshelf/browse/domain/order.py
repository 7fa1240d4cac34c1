"""The place of a term in an alphabet that Chinese and Latin share: Chinese stands where pinyin puts it.

Characters are compared one by one, as in a Chinese dictionary: by syllable, tone, then the character
itself, so that all 李 stand together. A blank comes before figures and figures before letters, so a
short word comes before a longer one, in either script. Other scripts follow in their own order.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from commonshelf.kernel.text import fold, is_han

ORDER: Final = 1
"""Raise it when the place of any term changes: the tables are then made anew by themselves."""

LONGEST: Final = 80
"""Characters of a term that tell it apart from others."""
LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"

_APOSTROPHES: Final = str.maketrans("", "", "'’‘ʼ`")
_MARKS: Final = re.compile(r"[^\w+#]+|_+")
_HAN: Final = "〇々㐀-䶿一-鿿豈-﫿\\U00020000-\\U000323af"
_BESIDE_HAN: Final = re.compile(rf"(?<=[{_HAN}]) | (?=[{_HAN}])")
_NOT_SOUND: Final = re.compile(rf"[0-9]?[{_HAN}]| ")
_ARTICLE: Final = re.compile(r"^(?:the|an?) ")
_SYLLABLE: Final = re.compile(r"[a-z]{1,6}")
# How these are read when a family is called by them.
_SURNAMES: Final = {
    "万俟": "mo4 qi2", "尉迟": "yu4 chi2", "长孙": "zhang3 sun1", "令狐": "ling2 hu2", "单": "shan4",
    "曾": "zeng1", "仇": "qiu2", "区": "ou1", "盖": "ge3", "任": "ren2", "朴": "piao2", "查": "zha1",
    "解": "xie4", "种": "chong2", "逄": "pang2", "乐": "yue4", "缪": "miao4", "繁": "po2", "翟": "zhai2",
    "覃": "qin2", "冼": "xian3", "尹": "yin3", "晁": "chao2", "郇": "xun2", "华": "hua4", "葛": "ge3",
    "那": "na1", "员": "yun4", "秘": "bi4", "折": "she2", "黑": "he4", "召": "shao4", "牟": "mou2",
}  # fmt: skip


class _Tables(NamedTuple):
    """chars: code point -> syllable and character; words: word -> the same for all of it; heads: finds
    characters such words begin with.
    """

    chars: dict[int, str]
    words: dict[str, str]
    heads: re.Pattern[str]


@cache
def _tables() -> _Tables:
    chars: dict[int, str] = {}
    words: dict[str, str] = {}
    for line in Path(__file__).with_name("han_order.txt").read_text(encoding="utf-8").splitlines():
        head, rest = line.split(" ", 1)
        if is_han(head[0]):
            words[head] = _spelt(head, rest.split())
        else:
            chars.update((ord(char), head + char) for char in rest)
    heads = "".join(sorted({word[0] for word in words}))
    return _Tables(chars, words, re.compile(f"[{heads}]"))


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """What makes two terms one: script, case, accents and marks do not; "" when no letter is in it."""
    words = " ".join(_MARKS.sub(" ", fold(text).translate(_APOSTROPHES)).split())
    if not words.isascii():
        words = _BESIDE_HAN.sub("", words)
    return words[:LONGEST].rstrip()


@lru_cache(maxsize=50_000)
def place(text: str) -> str:
    """Where a subject or any other term stands; "" when there is no letter or figure in it."""
    return _read(plain(text))


def title_place(text: str) -> str:
    """Where a title stands: an English article at its head does not count."""
    words = plain(text)
    return _read(_ARTICLE.sub("", words))


@lru_cache(maxsize=50_000)
def name_place(text: str) -> str:
    """Where a maker stands: a Chinese surname is read as surnames are."""
    words = plain(text)
    for length in (2, 1):
        told = _SURNAMES.get(words[:length])
        if told:
            return _spelt(words[:length], told.split()) + _read(words[length:])
    return _read(words)


def sound(place: str) -> str:
    """The letters and figures a place is read by, without tones and characters: the same for 红楼梦 and
    for "Hong lou meng".
    """
    return _NOT_SOUND.sub("", place)


def _spelt(chars: str, syllables: list[str]) -> str:
    return "".join(syllable + char for syllable, char in zip(syllables, chars, strict=True))


def _read(words: str) -> str:
    if words.isascii():
        return words
    tables = _tables()
    read: list[str] = []
    done = 0
    for head in tables.heads.finditer(words):
        at = head.start()
        if at < done:
            continue
        for length in (3, 2):
            told = tables.words.get(words[at : at + length])
            if told:
                read += (words[done:at].translate(tables.chars), told)
                done = at + length
                break
    rest = words[done:].translate(tables.chars)
    return "".join((*read, rest)) if read else rest


def bounds(initial: str) -> tuple[str, str]:
    """From which place on, and before which, the terms under this initial stand: a to z, "0" for what
    comes before them, "…" for what comes after.
    """
    if initial == "0":
        return "", "a"
    if initial == "…":
        return "{", "\U0010ffff"
    return initial, chr(ord(initial) + 1)


def initial_of(place: str) -> str:
    """Under which initial it stands."""
    first = place[:1]
    if first < "a":
        return "0"
    return first if first in LETTERS else "…"


def syllable_place(typed: str) -> str:
    """Where the Chinese terms begin whose pinyin starts as these Latin letters do; "" when none can."""
    found = _SYLLABLE.match(plain(typed))
    if not found:
        return ""
    known = _syllables()
    letters = found[0]
    return next((f"{letters[:n]}1" for n in range(len(letters), 0, -1) if letters[:n] in known), "")


@cache
def _syllables() -> frozenset[str]:
    return frozenset(told[:-2] for told in _tables().chars.values())
