"""Which language tag a run of text gets, so that screen readers and fonts treat it rightly."""

from __future__ import annotations

import re

_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_GREEK = re.compile(r"[\u0370-\u03ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

# MARC language codes of languages written in Latin letters -> BCP 47; Chinese in Latin letters is pinyin.
_LATIN_LANGUAGES = {
    "eng": "en", "fre": "fr", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "dut": "nl",
    "lat": "la", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "pol": "pl", "cze": "cs",
    "hun": "hu", "rum": "ro", "tur": "tr", "vie": "vi", "ind": "id", "may": "ms", "chi": "zh-Latn",
    "jpn": "ja-Latn", "kor": "ko-Latn", "rus": "ru-Latn",
}  # fmt: skip


def language_of(text: str, languages: tuple[str, ...] = ()) -> str:
    """BCP 47 tag of `text` by its script; `languages` (MARC codes) decide between Latin ones.

    "" when nothing in the text says: digits, punctuation.
    """
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        return "ja" if languages[:1] == ("jpn",) else "zh"
    for pattern, tag in ((_CYRILLIC, "ru"), (_GREEK, "el"), (_ARABIC, "ar")):
        if pattern.search(text):
            return tag
    if _LATIN.search(text):
        return next((_LATIN_LANGUAGES[code] for code in languages if code in _LATIN_LANGUAGES), "en")
    return ""


def same_language(tag: str, page: str) -> bool:
    """Whether a run with this tag needs no mark on a page in language `page` ("zh-hans", "en")."""
    return not tag or (tag.partition("-")[0] == page.partition("-")[0] and not tag.endswith("-Latn"))
