"""Small rules about text that every reader of records shares: trimming, years, numbers in words."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x9f\u200b\u200e\u200f\ufeff]")
_ENDS: Final = " \t\r\n/:;,=，：；、／"
_YEAR: Final = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d|21[0-4]\d)(?!\d{2,})")
_HAN_YEAR: Final = re.compile(r"([一二][〇○零一二三四五六七八九0]{3})年?")
_HAN_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def clean(text: str) -> str:
    """NFC, one blank between words, no control characters."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    if not text.isprintable():
        text = _CONTROLS.sub("", text)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def trim(text: str) -> str:
    """Without the ISBD mark that only leads to the next subfield ("Title /" -> "Title")."""
    text = clean(text)
    while text and text[-1] in _ENDS:
        text = text[:-1]
    while text and text[0] in "/:;,=，：；、":
        text = text[1:].lstrip()
    if text.endswith(".") and not text.endswith("..") and _full_stop(text):
        text = text[:-1]
    if text.endswith("。"):
        text = text[:-1]
    return text.strip()


def _full_stop(text: str) -> bool:
    """Whether the last point ends a sentence; initials and short abbreviations keep theirs."""
    last = text[:-1].replace(".", " ").replace("-", " ").rpartition(" ")[2]
    return len(last) > 3 or not last.isascii() or last.isdigit()  # noqa: PLR2004
