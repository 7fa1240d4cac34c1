"""Codings older than Unicode: MARC-8, ISO 5426, Latin and Cyrillic bytes, and which one it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Mapping
from functools import cache
from typing import Final, NamedTuple

ESCAPES: Final = re.compile(rb"\x1b(?:[(),\-$][!-~]{1,2}|[sbpg])").search
_ANSEL: Final = 0x45
_EACC: Final = 0x31
_PRINTABLE: Final = bytes(range(0x21, 0x7F)).decode("ascii")
_MACRON: Final = "\u0304"  # marks of romanised scripts: this, and the two halves of the ligature
_LIGATURE: Final = "\ufe20\ufe21"
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_VOWELS: Final = b"aeiouyAEIOUY"

# ISO 5426 (extension of the Latin alphabet), the usual coding of European UNIMARC.
_MARKS_5426: Final = dict(
    zip(
        range(0xC0, 0xE0),
        "\u0309\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0308\u030a\u0315\u0312\u030b\u031b\u030c"
        "\u0327\u031c\u0326\u0328\u0325\u032e\u0323\u0324\u0332\u0333\u0329\u032d\u0338\ufe20\ufe21\u0360",
        strict=True,
    )
)
_SIGNS_5426: Final = {
    **dict(zip(range(0xA1, 0xB0), "¡„£$¥†§′‘“«♭©℗®", strict=True)),
    **dict(zip((0xB0, 0xB1, 0xB2, 0xB6, 0xB7, 0xB8, 0xB9, 0xBA, 0xBB), "ʿʾ‚‡·″’”»", strict=True)),
    **dict(zip((0xBC, 0xBD, 0xBE, 0xBF), "♯ʹʺ¿", strict=True)),
    **dict(zip((0xE1, 0xE2, 0xE6, 0xE8, 0xE9, 0xEA, 0xEC), "ÆĐĲŁØŒÞ", strict=True)),
    **dict(zip((0xF1, 0xF2, 0xF3, 0xF5, 0xF6, 0xF8, 0xF9), "æđðıĳłø", strict=True)),
    **dict(zip((0xFA, 0xFB, 0xFC), "œßþ", strict=True)),
}


class Marc8(NamedTuple):
    """text_of: bytes and True (say nothing) to text. codesets: final byte -> byte or bytes as a number ->
    (character, whether it is a mark).
    """

    text_of: Callable[[bytes, bool], str]
    codesets: Mapping[int, Mapping[int, tuple[int, int]]]


@cache
def _tables() -> Marc8:
    """Fetched when the first such byte is met: sixteen thousand characters that few files need."""
    try:  # the same function twice: Rust when its wheel is here, plain Python otherwise
        from rmarc.marc8 import marc8_to_unicode  # late, as said
        from rmarc.marc8_mapping import CODESETS  # late, as said
    except ImportError:  # pragma: no cover - proven equal in tests
        from pymarc.marc8 import marc8_to_unicode  # late, as said
        from pymarc.marc8_mapping import CODESETS  # late, as said
    return Marc8(marc8_to_unicode, CODESETS)


@cache
def _ansel_marks() -> dict[int, str]:
    return {byte: chr(code) for byte, (code, mark) in _tables().codesets[_ANSEL].items() if mark}


def marc8(data: bytes) -> tuple[str, bool]:
    """Text, and whether every character was known (an unknown one becomes a blank, as in pymarc)."""
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii"), True
    try:
        text = str(_tables().text_of(data, True))
    except (UnicodeDecodeError, ValueError, IndexError, TypeError):
        return data.decode("ascii", "replace").replace("\x1b", ""), False
    return text, text.count(" ") <= data.count(b" ")


def iso5426(data: bytes) -> tuple[str, bool]:
    """Marks stand before their letter; text comes out composed."""
    out: list[str] = []
    waiting = ""
    known = True
    for byte in data:
        if mark := _MARKS_5426.get(byte):
            waiting += mark
            continue
        sign = chr(byte) if byte < 0x80 else _SIGNS_5426.get(byte, "\ufffd")
        known = known and sign != "\ufffd"
        out.append(sign + waiting)
        waiting = ""
    return unicodedata.normalize("NFC", "".join(out) + waiting), known and not waiting


def latin1(data: bytes) -> tuple[str, bool]:
    """Windows-1252, which holds Latin-1; its five gaps stay gaps."""
    text = data.decode("cp1252", "replace")
    return text, "\ufffd" not in text


def cyrillic(data: bytes) -> tuple[str, bool]:
    text = data.decode("cp1251", "replace")
    return text, "\ufffd" not in text


DECODERS: Final = {"marc8": marc8, "iso5426": iso5426, "latin1": latin1, "cp1251": cyrillic}


def best(data: bytes, expected: str = "") -> str:
    """The likeliest of these codings for bytes that are no UTF-8 and no Chinese; ties go to MARC-8.

    expected: what the record claims of itself; it holds unless the bytes speak against it.
    """
    if ESCAPES(data):
        return "marc8"
    runs = _HIGH.findall(data)
    if runs and sum(map(len, runs)) >= 3 * len(runs):  # whole words of high bytes: not Latin
        return "cp1251"
    scores = {
        "marc8": _accent_score(data, _ansel_marks(), _tables().codesets[_ANSEL]),
        "iso5426": _accent_score(data, _MARKS_5426, {**_MARKS_5426, **_SIGNS_5426}) - 0.25,
        "latin1": _latin_score(data),
    }
    if expected in scores and scores[expected] >= -0.5 * len(runs):
        return expected
    return max(scores, key=lambda name: scores[name])


def _accent_score(data: bytes, marks: Mapping[int, str], known: Container[int]) -> float:
    """Marks before a letter they are used with count for it; marks before anything else against it."""
    score = 0.0
    for at, byte in enumerate(data):
        if byte < 0x80:
            continue
        if byte not in known:
            score -= 2
        elif mark := marks.get(byte):
            after = data[at + 1 : at + 2]
            if after >= b"\x80":
                continue  # two marks on one letter: the second is judged
            score += _use(after.decode("ascii") + mark) if after.isalpha() else -1
        else:
            score += 0.5
    return score


def _use(accented: str) -> float:
    """How usual a letter with a mark is in catalogues."""
    if accented[1] in _LIGATURE:
        return 1.5
    composed = unicodedata.normalize("NFC", accented)
    if len(composed) > 1:
        return 0
    code = ord(composed)
    if code < 0x100:
        return 2
    return 0.5 if code >= 0x250 else 1.5 if accented[1] == _MACRON else 1


def _latin_score(data: bytes) -> float:
    """In Latin-1 the accented letter is whole: a consonant or the word's end after it is natural."""
    score = 0.0
    for at, byte in enumerate(data):
        if byte < 0x80:
            continue
        after = data[at + 1 : at + 2]
        if byte < 0xC0:
            score += 0.4 if byte in b"\xa1\xa7\xa9\xab\xae\xb0\xb7\xbb\xbf\xa3" else -0.5
        elif byte in b"\xd7\xf7":
            score -= 1
        elif byte in b"\xf1\xe7\xf5\xe3\xd1\xc7\xe4\xf6\xfc" or not after or after[0] not in _VOWELS:
            score += 1.2
        else:
            score += 0.3
    return score


def may_have_lost_escapes(text: str) -> bool:
    return "$1" in text and "(B" in text


def restore_escapes(text: str) -> str:
    """Chinese MARC-8 whose ESC bytes were washed away (`$1!2H!?5(B`) made readable again.

    Groups not in the EACC table stay as they are.
    """
    if not may_have_lost_escapes(text):
        return text
    *chunks, tail = text.split("(B")
    return "".join(_restored(chunk) for chunk in chunks) + tail


def _restored(chunk: str) -> str:
    """Text that stood before `(B`: the first `$1` from which whole groups of three reach to its end."""
    run = len(chunk.rstrip(_PRINTABLE))
    at = chunk.find("$1", run)
    while at >= 0 and (len(chunk) - at - 2) % 3:
        at = chunk.find("$1", at + 1)
    codes = chunk[at + 2 :] if at >= 0 else ""
    triples = [codes[place : place + 3] for place in range(0, len(codes), 3)]
    eacc = _tables().codesets[_EACC]
    found = [eacc.get(int.from_bytes(triple.encode("ascii"), "big")) for triple in triples]
    if not found or sum(code is not None for code in found) * 2 < len(found):
        return chunk + "(B"
    chars = (chr(code[0]) if code else triple for code, triple in zip(found, triples, strict=True))
    return chunk[:at] + "".join(chars)
