"""Which character coding: told by the bytes, one record at a time or for a whole file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from commonshelf.wire.marc import legacy
from commonshelf.wire.source import Fact, Unreadable

CODECS: Final = {"utf-8": "utf-8", "gb18030": "gb18030", "big5": "big5hkscs"}
_ALIASES: Final = {
    "utf8": "utf-8",
    "utf-8-sig": "utf-8",
    "unicode": "utf-8",
    "ucs2": "utf-8",  # `open_source` has already made UTF-8 of UTF-16
    "utf-16": "utf-8",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "big5-hkscs": "big5",
    "big5hkscs": "big5",
    "cp950": "big5",
    "marc-8": "marc8",
    "ansel": "marc8",
    "iso-5426": "iso5426",
    "iso-8859-1": "latin1",
    "latin-1": "latin1",
    "cp1252": "latin1",
    "windows-1252": "latin1",
    "windows-1251": "cp1251",
}
CHARSETS: Final = (*CODECS, *legacy.DECODERS)
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]").findall
_NON_ASCII: Final = re.compile("[^\x00-\x7f\ufffd]").findall
_RUN: Final = re.compile(rb"[\x80-\xff]{3}").search
_ENOUGH: Final = 0.4  # below this nobody would call the text Chinese
_AGREE: Final = 0.999  # stack.md: share of a file's records that must agree
# The commonest characters of Chinese running text and title pages, both scripts.
_COMMON: Final = frozenset(
    "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天如"
    "然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从社会新编著译版出主文学书业版教育科技术"
    "史论全集高等化工程基础理设计实用导论研究管政治济历现代古典北京上海人民大清华南京江苏商务印馆局藏图丛名词典语言英汉数据"
    "计算机网络系统件医药农林水电力建筑环境资源信息经济金融会计市场营销企业管理法律艺术音乐美体育哲宗教心自然物化生命地球天"
    "電書學國會這為來個們說時後對與無經當還過發現實業圖館編譯歷論數據計網絡機統環濟務術語設應體從種進將長門問間開關見風飛馬"
    "車東西南北山水火土木金年月日春夏秋冬花鳥魚龍王李張劉陳楊趙黃周吳徐孙孫朱胡郭何林高罗羅第册冊卷上中下部本元页頁厘米面"
)


class Told(NamedTuple):
    """One record's coding. sure: False where another coding was nearly as likely."""

    charset: str
    sure: bool = True


def named(declared: str) -> str:
    """Canonical name of a declared coding; "" stays "". Raises Unreadable for a name we do not know."""
    name = declared.strip().lower().replace("_", "-")
    name = _ALIASES.get(name, name)
    if name and name not in CHARSETS:
        raise Unreadable("unknown-charset", {"charset": declared[:40], "known": ", ".join(CHARSETS)})
    return name


def tell(raw: bytes, expected: str = "") -> Told:
    """The coding of one record by its own bytes.

    expected: what the leader claims; it decides only where the bytes leave it open, for it lies often.
    """
    if raw.isascii():
        return Told("marc8" if b"\x1b" in raw and legacy.ESCAPES(raw) else "utf-8")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Told("utf-8")
    if b"\x1b" in raw and legacy.ESCAPES(raw):
        return Told("marc8")
    if not _RUN(raw):  # Chinese never stands in single bytes only
        return _without_chinese(raw, expected)
    mainland, island = chinese_score(raw, "gb18030"), chinese_score(raw, "big5")
    if max(mainland, island) < _ENOUGH:
        return _without_chinese(raw, expected)
    sure = abs(mainland - island) > 0.15
    return Told("gb18030" if mainland >= island else "big5", sure)


def claim(leader: bytes | str) -> str:
    """MARC 21 says it in place 9: `a` is UTF-8, blank MARC-8. Other families claim nothing there."""
    text = leader[:24].decode("latin-1") if isinstance(leader, bytes) else leader
    if text[9:10] == "a":
        return "utf-8"
    return "marc8" if text[20:24] == "4500" else ""


def _without_chinese(raw: bytes, expected: str) -> Told:
    text = raw.decode("utf-8", "replace")
    whole, broken = len(_NON_ASCII(text)), text.count("\ufffd")
    if whole > 2 * broken or (expected == "utf-8" and whole >= broken):
        return Told("utf-8")  # UTF-8 with a few broken characters
    return Told(legacy.best(raw, expected), sure=False)


def chinese_score(raw: bytes, charset: str) -> float:
    """0 to 1.5: how Chinese the text is under this coding; right readings reach about 1."""
    text = raw.decode(CODECS[charset], "replace")
    han = _HAN(text)
    if not han or text.count("\ufffd") * 20 > len(han) + (19 if len(han) > 9 else 0):
        return 0
    narrow, last = ("gb2312", 0xD7) if charset == "gb18030" else ("big5", 0xC6)
    codes = [char.encode(narrow, "ignore") for char in han]
    first_level = sum(1 for code in codes if code and code[0] <= last)
    common = sum(1 for char in han if char in _COMMON)
    return (0.5 * first_level + common) / len(han)


def decide(samples: Iterable[bytes], declared: str = "") -> str:
    """One coding for a whole file, or "" when each record must be asked (stack.md, point 3).

    samples: records as `pieces` gives them, as many as the caller can spare.
    Raises Unreadable: unknown-charset; wrong-charset when most records contradict the declared
    one; charset-undecided when the file is Chinese and GB18030 and Big5 both read it.
    """
    wanted = named(declared)
    tally: Counter[str] = Counter()
    example: dict[str, bytes] = {}
    doubtful = 0
    for raw in samples:
        told = _against(raw, wanted) if wanted else tell(raw, claim(raw))
        if raw.isascii() and told.charset != "marc8":
            continue
        tally[told.charset] += 1
        example.setdefault(told.charset, raw)
        doubtful += not told.sure and told.charset in {"gb18030", "big5"}
    if wanted:
        return _confirmed(wanted, tally, example)
    return _agreed(tally, example, doubtful)


def _against(raw: bytes, wanted: str) -> Told:
    """The declared coding whenever it can be true, else what the bytes say."""
    if wanted in legacy.DECODERS:  # any bytes make some sense; only clean UTF-8 contradicts
        told = tell(raw)
        return told if told.charset == "utf-8" and wanted != "marc8" else Told(wanted)
    try:
        raw.decode(CODECS[wanted])
    except UnicodeDecodeError:
        told = tell(raw)
        return Told("other", told.sure) if told.charset == wanted else told
    if wanted == "utf-8" or raw.isascii():
        return Told(wanted)
    told = tell(raw)
    contradicted = told.sure and told.charset in CODECS and chinese_score(raw, wanted) < _ENOUGH
    return told if contradicted else Told(wanted)


def _confirmed(wanted: str, tally: Counter[str], example: dict[str, bytes]) -> str:
    total = tally.total()
    if not total or tally[wanted] * 2 >= total:
        return wanted
    likely = next((name for name, _ in tally.most_common() if name not in {wanted, "other"}), "")
    facts: dict[str, Fact] = {"declared": wanted, "likely": likely, "share": 100 * tally[wanted] // total}
    if likely:
        facts |= {
            "sample": sample(example[likely], likely),
            "sample_declared": sample(example[likely], wanted),
        }
    raise Unreadable("wrong-charset", facts)


def _agreed(tally: Counter[str], example: dict[str, bytes], doubtful: int) -> str:
    total = tally.total()
    if not total:
        return "utf-8"
    first, count = tally.most_common(1)[0]
    chinese = tally["gb18030"] + tally["big5"]
    settled = max(tally["gb18030"], tally["big5"]) >= _AGREE * chinese
    if chinese and not settled and (doubtful or min(tally["gb18030"], tally["big5"]) * 20 > chinese):
        raise Unreadable(
            "charset-undecided",
            {
                "candidates": "gb18030, big5",
                "gb18030": tally["gb18030"],
                "big5": tally["big5"],
                "sample_gb18030": sample(example.get("gb18030") or example["big5"], "gb18030"),
                "sample_big5": sample(example.get("big5") or example["gb18030"], "big5"),
            },
        )
    sure_kinds = {"utf-8", "gb18030", "big5"}
    return first if count >= _AGREE * total and (first in sure_kinds or first == "marc8") else ""


def sample(raw: bytes, charset: str, length: int = 60) -> str:
    """A line a person can judge: the part of the record where it leaves ASCII, under this coding."""
    text = text_of(raw, charset)[0]
    at = next((at for at, char in enumerate(text) if char > "\x7f"), 0)
    shown = text[max(0, at - 10) : at + length]
    return "".join(char if char.isprintable() else " " for char in shown).strip()


def text_of(data: bytes, charset: str) -> tuple[str, bool]:
    """Text under this coding, and whether it decoded whole; what did not is U+FFFD (MARC-8: a blank)."""
    codec = CODECS.get(charset)
    if codec is None:
        return legacy.DECODERS[charset](data)
    try:
        return data.decode(codec), True
    except UnicodeDecodeError:
        return data.decode(codec, "replace"), False
