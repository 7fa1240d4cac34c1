"""Text into tokens, the same for what is indexed and what is asked. Every engine is given these."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from operator import add
from typing import Final, NamedTuple

from commonshelf.kernel.text import bare, fold

ANALYSIS: Final = 1
"""Raise it when the tokens of any text change: the index is then built anew by itself."""

LONGEST_TOKEN: Final = 60
LONGEST_KEY: Final = 200
SHORT: Final = 40
BEGINS: Final = "^"
_SINGLE: Final = (
    "\u3005\u3007\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3105-\u312f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U000323af"
)
"""Scripts written without blanks between words, or with endings that hide them: one token a character."""
_MARKS: Final = (
    "\u0900-\u0903\u093a-\u094f\u0962\u0963\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
    "\u0f35-\u0f39\u0f71-\u0f84\u0f8d-\u0fbc\u102b-\u103e"
)
"""Vowel signs (Devanagari, Thai, Tibetan, Burmese) belong to the word they stand in."""
_TOKEN: Final = re.compile(
    rf"(?P<single>[{_SINGLE}]+)"
    r"|(?P<marked>(?<![a-z0-9])(?:c\+\+|[acfjq]#)|\.net(?![a-z]))"
    r"|(?P<dashed>(?<![a-z0-9])[a-z]+-[0-9]+(?![a-z0-9]))"
    rf"|(?P<word>[^\W_{_SINGLE}](?:[^\W_{_SINGLE}]|[{_MARKS}]|'(?=[^\W\d_{_SINGLE}]))*)"
)
_SAME: Final = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "著": "着"})
"""著 and 着 are one word in Taiwan and two on the mainland; for finding they are one."""
_NO_LETTER: Final = {code: None for code in range(128) if not chr(code).isalnum()}
_NO_LETTER_IN_LINES: Final = {code: None for code in _NO_LETTER if code != ord("\n")}
_KEPT_PLURALS: Final = frozenset({"news", "does", "this", "thus"})


class Unit(NamedTuple):
    """An unbroken stretch of single characters, or one word in the form it is found by.

    variants: other tokens it is also found by; surface: as written, for spelling help.
    """

    text: str
    single: bool
    variants: tuple[str, ...] = ()
    surface: str = ""


def units(text: str) -> list[Unit]:
    """The text's stretches and words in order: C++, C#, .NET and COVID-19 stay whole."""
    found = []
    for match in _TOKEN.finditer(fold(text).translate(_SAME)):
        stretch = match.group()
        if match.lastgroup == "single":
            found.append(Unit(stretch, single=True))
        else:
            found.append(_word(stretch[:LONGEST_TOKEN], match.lastgroup or ""))
    return found


@lru_cache(maxsize=50_000)
def _word(written: str, kind: str) -> Unit:
    if kind == "marked":
        return Unit(written, single=False, variants=("net",) if written == ".net" else (), surface=written)
    if kind == "dashed":
        return Unit(
            written.replace("-", ""), single=False, variants=tuple(written.split("-")), surface=written
        )
    written = written.rstrip("'")
    if written.endswith("'s"):
        whole = written[:-2].replace("'", "")
        return Unit(singular(whole), single=False, surface=whole)
    if "'" in written:
        parts = tuple(part for part in written.split("'") if len(part) > 1)
        return Unit(written.replace("'", ""), single=False, variants=parts, surface=written.replace("'", ""))
    return Unit(singular(written), single=False, surface=written)


def singular(word: str) -> str:
    """An English plural and its singular give the same form (which need not be a word itself)."""
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word in _KEPT_PLURALS:
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("ie"):
        return word[:-2] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")) or (word.endswith("oes") and len(word) > 5):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Analysed(NamedTuple):
    """A text as values of the index: tokens parted by blanks.

    placed: single characters and words, each at its place. grams: every two neighbours of a stretch
    (a lone character stands for itself), every word and its variants. surfaces: words as written.
    """

    placed: str
    grams: str
    surfaces: str


def analysed(text: str) -> Analysed:
    return _kept(text) if len(text) <= SHORT else _analysed(text)


@lru_cache(maxsize=20_000)
def _kept(text: str) -> Analysed:
    """Short texts come again and again: publishers, subjects, places, names."""
    return _analysed(text)


def _analysed(text: str) -> Analysed:
    found = units(text)
    if len(found) == 1 and found[0].single:
        stretch = found[0].text
        return Analysed(" ".join(stretch), " ".join(pairs(stretch)), "")
    return Analysed(
        " ".join(" ".join(unit.text) if unit.single else unit.text for unit in found),
        " ".join(_grams(found)),
        " ".join(unit.surface for unit in found if unit.surface),
    )


def _grams(found: list[Unit]) -> Iterator[str]:
    for unit in found:
        if unit.single:
            yield from pairs(unit.text)
        else:
            yield unit.text
            yield from unit.variants


def pairs(stretch: str) -> list[str]:
    if len(stretch) == 1:
        return [stretch]
    return list(map(add, stretch, stretch[1:]))


def beginning(grams: str) -> str:
    """The grams of a title with the one it begins with marked, too: who types a beginning means that."""
    return f"{BEGINS}{grams.partition(' ')[0]} {grams}" if grams else ""


def keys(texts: Collection[str]) -> list[str]:
    """`key` of each; ids and barcodes come by the hundred, so those without an accent are made in one go."""
    told = [text if text.isascii() and "\n" not in text else "" for text in texts]
    made = "\n".join(told).lower().translate(_NO_LETTER_IN_LINES).split("\n")
    return [(plain or key(text))[:LONGEST_KEY] for text, plain in zip(texts, made, strict=True)]


def key(text: str) -> str:
    """A whole title, name or number as one token."""
    if text.isascii():  # most call numbers, barcodes and ids: the same in one step
        return text.lower().translate(_NO_LETTER)[:LONGEST_KEY]
    return bare(text).translate(_SAME)[:LONGEST_KEY]
