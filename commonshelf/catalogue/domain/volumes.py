"""Volume and edition numbers in titles and statements, brought to one form (find.md 6.3, rule 2).

One form of a volume: Arabic digits, "2-3" for a span, "2.1" for a part of a part. 上 is 1, 中 is 2
and 下 is always 3: of the possible mistakes this is the one that never joins two volumes, for the
second volume of two then only misses a record that calls it 2. A whole set (上下册, 全三册) has "".
One form of an edition: "2", "2r" (revised), "r", "large"; a first edition has "".
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from commonshelf.catalogue.domain import numerals
from commonshelf.kernel.text import bare

_N: Final = rf"(?:\d{{1,4}}|{numerals.HAN}|[IVXLivxl]{{1,7}})"
_UNIT: Final = "(?:分册|分冊|卷|册|冊|部分|部|集|辑|輯|编|編|篇|期|季|回)"
_SPAN: Final = r"\s*[-－—–~～至到、,，和及&]\s*"
_ORDINAL: Final = rf"第\s*{_N}(?:{_SPAN}第?{_N})?\s*{_UNIT}"
_PLACE: Final = r"[上中下](?:[、,-]?[中下]){0,2}\s*(?:分册|分冊|册|冊|卷|集|篇|编|編|辑|輯)"
_COUNTED: Final = rf"{_N}(?:{_SPAN}{_N})?\s*(?:分册|分冊|卷|册|冊|集|辑|輯)"
_UNIT_FIRST: Final = rf"[卷册冊集辑輯]\s*(?:[上中下]{{1,3}}|{_N})"
_LATIN_UNIT: Final = (
    r"(?:volumes?|vols?|v|parts?|pts?|books?|bks?|nos?|numbers?|tomes?|t|band|bde?|teil|tl|heft|issue|unit"
    r"|tomo|parte)"
)
_LATIN_N: Final = rf"(?:\d{{1,4}}[a-z]?|[ivxl]{{1,7}}|{'|'.join(numerals.ENGLISH)})"
_LATIN: Final = rf"\b{_LATIN_UNIT}\b\.?\s*{_LATIN_N}(?:\s*[-–—/&]\s*{_LATIN_N})?\b"
_WHOLE: Final = (
    rf"(?:套装|全套|全|共)\s*(?:{numerals.HAN}|\d{{1,3}})\s*(?:分册|卷|册|冊|本|部|集|辑)"
    r"|(?:套装)?上[、,，]?(?:中[、,，]?)?下[册冊卷集]?"
)

_OPEN: Final = r"[(\[（【〔［]"
_CLOSE: Final = r"[)\]）】〕］]"
_GAP: Final = r"[\s.,;:·•．。，；：、/—–-]"
_BARE: Final = rf"(?:[上中下]|\d{{1,3}}(?:{_SPAN}\d{{1,3}})?|\d{{4}}|{numerals.HAN}|[IVXL]{{1,7}})"
_BRACKETED: Final = re.compile(
    rf"\s*{_OPEN}\s*(?:(?P<said>(?:{_WHOLE})|{_ORDINAL}|{_PLACE}|{_COUNTED}|{_UNIT_FIRST}|(?i:{_LATIN}))\s*{_CLOSE}"
    rf"|(?P<bare>{_BARE})\s*{_CLOSE}\s*$)"
)
_SAID_AT_END: Final = re.compile(
    rf"{_GAP}*(?P<said>{_ORDINAL}|{_PLACE}|(?<={_GAP})(?:{_WHOLE}|{_COUNTED}|卷\s*[上中下]))\s*$"
)
_LATIN_AT_END: Final = re.compile(rf"[\s.,;:/-]+(?P<said>{_LATIN})\s*\.?\s*$", re.IGNORECASE)
_QUIET_AT_END: Final = re.compile(
    rf"(?P<base>.*?[^\W\d_])(?:{_GAP}*(?P<a>{_COUNTED}|卷\s*(?:[上中下]|{_N}))|{_GAP}+(?P<b>[上中下]|{numerals.HAN})"
    rf"|(?P<e>上中?下)|(?:(?<=[^\W\d_a-zA-Z]){_GAP}*|{_GAP}+)(?P<c>\d{{1,3}}(?:[-–~～]\d{{1,3}})?|\d{{4}})"
    rf"|(?:(?<=[\u3400-\u9fff])|\s)(?P<d>[IVXL]{{2,7}}|(?<=[\u3400-\u9fff])[IVX]))\s*$",
    re.DOTALL,
)
_HINT: Final = re.compile(
    r"[\dⅠ-ↈ上中下卷册冊集辑輯编編篇部期季回本版)）】〕］\]〇零○一二三四五六七八九十百廿卅两壹贰叁肆伍陆柒捌玖拾IVXLＩＶＸＬ０-９]\s*\.?$"
    r"|[（(\[【]|\b(?:vol|volume|part|pt|book|bk|no|v|bd|band|teil|tome?|t|unit)\b",
    re.IGNORECASE,
)

_ED_N: Final = rf"(?:\d{{1,3}}|{numerals.HAN})"
_EDITION: Final = (
    rf"(?:原书|原著|原書|新|修订|修訂)?第?\s*{_ED_N}\s*版(?:[,，]?\s*(?:修订|修訂|增订|增訂)[版本]?)?"
    r"|(?:最新|全新|新)?(?:修订|修訂|增订|增訂|增补|增補|补订)[版本]|影印[版本]|英文(?:影印)?版|双语版|中英文?(?:对照|双语)版"
    r"|大字[版本]|盲文[版本]|注释本|缩印[版本]"
)
_EDITION_BRACKET: Final = re.compile(rf"\s*{_OPEN}\s*(?P<said>{_EDITION})\s*{_CLOSE}")
_EDITION_INSIDE: Final = re.compile(rf"{_OPEN}[^()（）\[\]]*?(?P<said>{_EDITION})[^()（）\[\]]*?{_CLOSE}")
_EDITION_AT_END: Final = re.compile(rf"{_GAP}*(?P<said>(?:原书|新|修订)?第\s*{_ED_N}\s*版)\s*$")

_TOKEN: Final = re.compile(
    rf"(?P<number>\d{{1,4}}[a-z]?(?![a-z])|(?<=第){numerals.HAN}|{numerals.HAN}(?=\s*(?:{_UNIT}|版|$|[-~至到、,)]))"
    rf"|(?<=[卷册集辑编篇部]){numerals.HAN}|\b[ivxl]{{1,7}}\b|\b(?:{'|'.join(numerals.ENGLISH)})\b)"
    r"|(?P<place>[上中下](?=\s*(?:分册|[册冊卷集篇编編辑輯部]|$|[)、,-]))|(?<=[卷册集])[上中下])"
)
_LATIN_UNIT_BEFORE: Final = re.compile(
    rf"\b{_LATIN_UNIT}\b\.?(?=\s*[\[(]?\s*(?:\d|[ivxl]+\b|{'|'.join(numerals.ENGLISH)}))"
)
_SPAN_BETWEEN: Final = re.compile(rf"\s*{_UNIT}?\s*[-–—~～至到/&]\s*[\[(]?第?\s*")
_WHOLE_ALONE: Final = re.compile(rf"\s*(?:{_WHOLE})\s*")
_PLACES: Final = {"上": "1", "中": "2", "下": "3"}
_LONGEST: Final = 40


class Parts(NamedTuple):
    """A title taken apart.

    title: for the eye, without a volume or edition that it names outright. core: for joining,
    also without a number it merely ends with (三体3). volume, edition: as printed, "" if quiet.
    """

    title: str
    core: str
    volume: str = ""
    volume_number: str = ""
    edition: str = ""
    edition_number: str = ""


def volume_number(text: str) -> str:
    """A volume designation (200 $h, 245 $n, "上册", "Vol. 2-3") in one form; "" for a whole set.

    A designation without any number (甲编, Part A, Index) stands for itself, folded.
    """
    if text.isdecimal() and text.isascii():
        return text.lstrip("0") or "0"
    return _volume_number(text)


@lru_cache(maxsize=4096)
def _volume_number(text: str) -> str:
    small = unicodedata.normalize("NFKC", text).lower()
    if _WHOLE_ALONE.fullmatch(small):
        return ""
    small = _LATIN_UNIT_BEFORE.sub(" ", small)
    out, end = "", 0
    for match in _TOKEN.finditer(small):
        value = _PLACES[match["place"]] if match["place"] else _number(match["number"])
        if value:
            between = small[end : match.start()]
            out += ("-" if _SPAN_BETWEEN.fullmatch(between) else ".") + value if out else value
            end = match.end()
    return out[:_LONGEST] if out else _short_form(small)


def _number(text: str) -> str:
    if text[0].isdecimal():
        return text.lstrip("0") or "0"
    if text == "l":
        return ""
    value = numerals.any_number(text)
    return "" if value is None else str(value)


_FIRST: Final = {"1", "一", "初", "first"}
_KINDS: Final = (
    ("large", ("large print", "大字", "large type")),
    ("braille", ("braille", "盲文")),
    ("eng", ("英文",)),
    ("photo", ("影印", "facsim", "reprint ed")),
    ("bi", ("双语", "雙語", "对照", "bilingual")),
    ("notes", ("注释", "annotated")),
    ("intl", ("international", "国际版")),
    ("abr", ("abridged", "简写", "缩写", "节选", "缩编", "节本")),
    ("small", ("缩印",)),
)
_ORDINAL_ED: Final = re.compile(
    rf"(?:第\s*)?(\d{{1,3}}|{numerals.HAN})\s*(?:版|次)|\b(\d{{1,3}})\s*(?:st|nd|rd|th|d|e|\.|ª|º|a)?[,\s]*(?:[a-z.,&]+\s+){{0,5}}(?:ed|éd|aufl|izd|edición|uitg|изд)"
    rf"|\b({'|'.join(numerals.ENGLISH)}),?\s+(?:[a-z.,&]+\s+){{0,5}}ed|\bversion\s+(\d{{1,3}})|\bed(?:ition)?\.?\s*(\d{{1,3}})\b"
)
_FIRST_ED: Final = re.compile(
    r"\b(?:1st|first|1\.?|erste|première|prima|primera)\s+(?:ed|aufl|éd)|第\s*[1一]\s*版|初版|^\W*(?:ed\.?|edition)\s*1\b"
)
_REVISION: Final = re.compile(
    r"修[订訂]|增[订訂补補]|补订|\brev(?:\.|ised|idierte|ision|is)|\benl(?:\.|arged)"
    r"|\bverb(?:\.|esserte)|\baugm|\bnew ed|\bneue|\bnouv|(?<!原)新[版本]|最新版"
)


def edition_number(text: str) -> str:
    """An edition statement ("第2版修订本", "2nd ed., rev.") in one form; "" for a first or plain edition."""
    return _edition_number(text) if text else ""


@lru_cache(maxsize=4096)
def _edition_number(text: str) -> str:
    small = unicodedata.normalize("NFKC", text).lower()
    match = _ORDINAL_ED.search(small)
    said = next((group for group in match.groups() if group), "") if match else ""
    number = numerals.any_number(said) if said else None
    out = str(number) if number is not None and number > 1 else ""
    if _REVISION.search(small):
        out += "r"
    for kind, words in _KINDS:
        if any(word in small for word in words) and "un" + words[0] not in small:
            out += ("-" if out else "") + kind
    return out


@lru_cache(maxsize=4096)
def is_first_edition(text: str) -> bool:
    """Whether a statement says outright that it is the first edition, and nothing more."""
    small = unicodedata.normalize("NFKC", text).lower()
    return bool(small) and _FIRST_ED.search(small) is not None and not _edition_number(text)


@lru_cache(maxsize=8192)
def take_apart(title: str) -> Parts:
    """Find the volume and the edition a title carries inside it."""
    if not _HINT.search(title):
        return Parts(title, title)
    rest, edition, number = _edition_of(title)
    volume, volume_no = "", ""
    for _ in range(2):  # "（全三册）上册": a whole set says nothing, so look once more
        found = _said(rest)
        if found is None:
            break
        rest, volume = found
        volume_no = volume_number(volume)
        if volume_no:
            break
    if volume and not number:  # "第三版 下册"
        rest, edition, number = _edition_of(rest)
    core = rest
    if not volume_no and (quiet := _QUIET_AT_END.fullmatch(unicodedata.normalize("NFKC", rest))):
        said = quiet["a"] or quiet["b"] or quiet["c"] or quiet["d"] or quiet["e"]
        core, volume_no = quiet["base"], volume_number(said)
    return Parts(rest, core, volume, volume_no, edition, number)


def _edition_of(title: str) -> tuple[str, str, str]:
    """(title without it, edition as printed, its number); a bracket that says more stays in the title."""
    match = _EDITION_BRACKET.search(title) or _EDITION_AT_END.search(title)
    if match and (rest := (title[: match.start()] + title[match.end() :]).strip()):
        return rest, match["said"], edition_number(match["said"])
    if match := _EDITION_INSIDE.search(title):
        return title, "", edition_number(match.group())
    return title, "", ""


def _said(title: str) -> tuple[str, str] | None:
    """(title without it, the volume outright named), or None."""
    match = _BRACKETED.search(title)
    if match is None:
        match = _SAID_AT_END.search(title) or _LATIN_AT_END.search(title)
        if match is None or match.start() == 0:
            return None
        return title[: match.start()].strip(), match["said"]
    rest = (title[: match.start()] + " " + title[match.end() :]).strip()
    if match.start() == 0 or not rest:
        return None
    return re.sub(r"\s+", " ", rest), match["said"] or match["bare"]


def of_part(designations: list[str], names: list[str], title: Parts) -> tuple[str, str]:
    """(volume as printed, its number) from $h/$n, $i/$p and what the title itself carries.

    A part with a name and no number is told apart by its name, so that two of them never join.
    """
    designations = [text for text in designations if text]
    names = [text for text in names if text]
    if not designations and not names:
        return title.volume, title.volume_number
    shown = ", ".join(([title.volume] if title.volume else []) + designations + names)
    numbers = [number for text in designations if (number := volume_number(text))]
    if title.volume and title.volume_number:
        numbers.insert(0, title.volume_number)
    return shown, ".".join(numbers)[:_LONGEST] or _short_form(" ".join(names))


def _short_form(text: str) -> str:
    """A name folded; a long one keeps its head and a digest, so that no two become one."""
    whole = bare(text)
    if len(whole) <= _LONGEST:
        return whole
    return whole[: _LONGEST - 11] + "-" + hashlib.blake2b(whole.encode(), digest_size=5).hexdigest()


_DESIGNATION: Final = re.compile(
    rf"\s*{_OPEN}?\s*(?:{_ORDINAL}|{_PLACE}|{_COUNTED}|卷\s*(?:[上中下]|{_N})|(?i:{_LATIN})|[上中下]|{numerals.HAN}|\d{{1,3}})\s*{_CLOSE}?\s*"
)


def is_designation(text: str) -> bool:
    """Whether a text is nothing but the designation of a volume ("卷八", "(上册)", "Vol. 2")."""
    return len(text) <= 24 and _DESIGNATION.fullmatch(unicodedata.normalize("NFKC", text)) is not None


_LEADING: Final = re.compile(
    rf"\s*(?P<said>{_LATIN}|(?:the\s+)?(?:{'|'.join(numerals.ENGLISH)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?:series|part|volume|book))"
    r"\s*(?:[,:;.–—-]+\s*(?P<rest>.*)|$)",
    re.IGNORECASE | re.DOTALL,
)


def leading_designation(text: str) -> tuple[str, str] | None:
    """("Part third", "for advanced scholars") of a subtitle that begins with a volume in letters."""
    match = _LEADING.fullmatch(text)
    return (match["said"], match["rest"] or "") if match else None
