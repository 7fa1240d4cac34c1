"""What may stand in a field of SIP2: text made fit for one charset, whole characters, 255 bytes at most.

PyPI's pysip2 refuses a value with a vertical bar, a line end or a character its charset lacks, and the
terminal would get no answer at all; so every value is cleaned before pysip2 sees it.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

CHARSETS: Final = ("utf-8", "gb18030", "big5", "cp850", "iso8859-1", "ascii")
"""What a terminal may be set to."""
LONGEST: Final = 255
"""Bytes of a value, in UTF-8 (the standard counts characters; pysip2 counts these)."""
_SEVERAL_BYTES: Final = frozenset({"gb18030", "big5"})
_UNSAFE: Final = frozenset(b"|\r\n\0")
_BARS: Final = ("\uff5c", "/")
"""What stands for a vertical bar, best first."""


def clean(text: str, charset: str) -> str:
    """The text as this charset can carry it: no bar, no line end, nothing that tears a field apart.

    A character of several bytes of which one is that of the bar (GB18030 and Big5 have such) becomes a
    question mark: a terminal that cuts its fields byte by byte would lose the rest of the line.
    """
    told = "".join(_fit(sign, charset) for sign in unicodedata.normalize("NFC", text))
    return cut(" ".join(told.split()), LONGEST)


def cut(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, never half a character."""
    raw = text.encode("utf-8", "replace")
    return text if len(raw) <= most else raw[:most].decode("utf-8", "ignore").rstrip()


def can_say(text: str, charset: str) -> bool:
    """Whether nothing of it would be lost but line ends and spaces."""
    return all(_fit(sign, charset) == sign for sign in unicodedata.normalize("NFC", text) if sign != " ")


@lru_cache(maxsize=20_000)
def _fit(sign: str, charset: str) -> str:
    if sign == "|":
        return next(bar for bar in _BARS if _carries(bar, charset))
    if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}:
        return " "
    return sign if _carries(sign, charset) else "?"


def _carries(sign: str, charset: str) -> bool:
    try:
        raw = sign.encode(charset)
    except UnicodeEncodeError:
        return False
    return charset not in _SEVERAL_BYTES or not _UNSAFE.intersection(raw)
