"""Small rules about text that every reader of records shares: trimming, years, languages, identifiers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from commonshelf.catalogue.domain import numerals
from commonshelf.kernel import ids

_SPACES: Final = re.compile(r"\s+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\ufeff\ud800-\udfff]")
_LEADS: Final = "/:;,=，：；、"
_TAILS: Final = " /:;,=，：；、／،"
_STOPS: Final = frozenset(_LEADS + _TAILS + ".。")
_YEAR: Final = re.compile(
    r"(?<!\d)(1[0-9]\d\d|20\d\d|21[0-4]\d)(?!\d)|(?<!\d)(1[5-9]\d\d|20\d\d)(?=(?:0[1-9]|1[0-2])(?!\d))"
)
_HAN_YEAR: Final = re.compile(r"[一二][〇○零一二三四五六七八九]{3}")
_HAN_DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_REPUBLIC: Final = re.compile(r"民[国國]\s*(\d{1,3}|[一二三四五六七八九十]{1,4})\s*年?")
_REPUBLIC_ZERO: Final = 1911
_LAST_YEAR: Final = 2149
_LANGUAGE: Final = re.compile(r"[a-z]{3}")
_CODES: Final = (
    "chi zho cn chn zh 中文 汉语 中 chinese|fre fra 法文 法语 french fr|ger deu 德文 德语 german de|"
    "gre ell|cze ces|dut nld|rum ron|slo slk|may msa|bur mya|tib bod 藏文 藏语|per fas|arm hye|geo kat|"
    "baq eus|ice isl|mac mkd|mao mri|alb sqi|wel cym|eng en 英文 英语 english|jpn 日文 日语 japanese ja|"
    "rus 俄文 俄语 russian ru|kor 韩文 朝鲜语 korean ko|uig 维吾尔语|mon 蒙古语|spa 西班牙语 spanish es"
)
"""MARC language code, then other codes and names of the language."""
_TERMINOLOGIC: Final = {
    other: code for row in _CODES.split("|") for code, *others in (row.split(),) for other in others
}
_NOT_LANGUAGES: Final = frozenset({"und", "mis", "mul", "zxx"})


def clean(text: str) -> str:
    """NFC, one blank between words, no control characters."""
    if text.isprintable():
        if text.isascii():
            return text.strip() if "  " not in text else _SPACES.sub(" ", text).strip()
    else:
        text = _CONTROLS.sub("", text.replace("\x98", "").replace("\x9c", ""))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def trim(text: str) -> str:
    """Without the ISBD mark that only leads on to the next subfield ("Title /" -> "Title")."""
    text = clean(text)
    if not text or (text[-1] not in _STOPS and text[0] not in _STOPS):
        return text
    text = text.lstrip(_LEADS).lstrip().rstrip(_TAILS)
    if text.endswith("。"):
        return text[:-1]
    if text.endswith(".") and not text.endswith("..") and _full_stop(text):
        return text[:-1].rstrip()
    return text


def _full_stop(text: str) -> bool:
    """Whether the last point ends a sentence; initials and short abbreviations keep theirs."""
    last = re.split(r"[\s.\-]", text[:-1])[-1]
    return len(last) > 3 or not last.isascii() or last.isdigit()


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """In order, without repeats and empty ones."""
    return tuple(dict.fromkeys(text for text in texts if text))


@lru_cache(maxsize=4096)
def year_of(date: str) -> int | None:
    """Year of a printed date: 2012.8, 2012年8月, c1998, [2003?], 一九八四年, 民國二十年."""
    if match := _YEAR.search(unicodedata.normalize("NFKC", date)):
        return int(match[1] or match[2])
    if match := _HAN_YEAR.search(date):
        return int(match[0].translate(_HAN_DIGITS))
    if match := _REPUBLIC.search(date):
        number = numerals.any_number(match[1])
        return _REPUBLIC_ZERO + number if number else None
    return None


def coded_year(text: str) -> int | None:
    """Year of four coded digits (008/07-10, UNIMARC 100/09-12); None when any digit is not said."""
    return (
        int(text)
        if len(text) == 4 and text.isascii() and text.isdigit() and 1000 <= int(text) <= _LAST_YEAR
        else None
    )


def languages(codes: Iterable[str]) -> tuple[str, ...]:
    """MARC language codes of what was given as codes or names; run-together codes (041 engfre) are parted."""
    return _languages(tuple(codes))


@lru_cache(maxsize=4096)
def _languages(given: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for text in given:
        code = text.strip().lower()
        code = _TERMINOLOGIC.get(code, code)
        whole = code.isascii() and len(code) % 3 == 0
        parts = [code[n : n + 3] for n in range(0, len(code), 3)] if whole and len(code) <= 12 else [code]
        found += [_TERMINOLOGIC.get(part, part) for part in parts]
    return distinct(code for code in found if _LANGUAGE.fullmatch(code) and code not in _NOT_LANGUAGES)


@lru_cache(maxsize=16384)
def isbns(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`kernel.ids.isbns`, remembered: members hold the same books."""
    return ids.isbns(text)
