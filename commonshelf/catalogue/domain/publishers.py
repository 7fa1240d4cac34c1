"""One form of a publisher's name for joining (find.md 6.3, rule 4)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from commonshelf.kernel.text import bare, fold, is_han

_ALIASES: Final = {
    "三联书店": ("生活读书新知三联书店", "三联", "北京三联书店", "读书生活新知三联书店", "生活读书新知三联"),
    "上海三联书店": ("上海三联", "三联书店上海分店"),
    "外语教学与研究": ("外研社", "外研"),
    "人民教育": ("人教社", "人教"),
    "高等教育": ("高教社", "高教"),
    "北京大学": ("北大",),
    "清华大学": ("清华",),
    "中国人民大学": ("人大", "人民大学"),
    "北京师范大学": ("北师大",),
    "华东师范大学": ("华东师大", "华师大"),
    "广西师范大学": ("广西师大",),
    "陕西师范大学": ("陕西师大", "陕西师范大学总社"),
    "上海外语教育": ("外教社",),
    "社会科学文献": ("社科文献",),
    "中国社会科学": ("中国社科",),
    "商务": ("商务印书馆", "商务馆"),
    "世界图书": ("世图", "世界图书北京", "世界图书上海", "世界图书西安"),
    "中信": ("中信集团",),
    "人民邮电": ("邮电",),
    "机械工业": ("机工社", "机工"),
}
_SAME: Final = {alias: name for name, aliases in _ALIASES.items() for alias in aliases}
_KIND: Final = re.compile(
    r"(?:出版(?:社|公司|集团|事业|发行|传媒|中心|总社)?|发行)?(?:股份|文化|传媒|责任)*(?:有限)?(?:责任)?(?:总?公司|集团|总社)?$"
)
_PHOENIX: Final = re.compile(r"^江苏凤凰")
_SMALL: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "co",
        "company",
        "corp",
        "corporation",
        "de",
        "der",
        "des",
        "die",
        "du",
        "edition",
        "editions",
        "editora",
        "editorial",
        "edizioni",
        "et",
        "gmbh",
        "group",
        "house",
        "imprint",
        "inc",
        "incorporated",
        "la",
        "le",
        "les",
        "limited",
        "ltd",
        "llc",
        "new",
        "of",
        "office",
        "on",
        "pr",
        "press",
        "printing",
        "pub",
        "publ",
        "publication",
        "publications",
        "published",
        "publisher",
        "publishers",
        "publishing",
        "s",
        "sa",
        "sons",
        "brothers",
        "bros",
        "sn",
        "the",
        "u",
        "und",
        "univ",
        "universita",
        "universidad",
        "universitat",
        "universite",
        "university",
        "up",
        "verlag",
        "von",
        "y",
        "for",
        "in",
        "printed",
        "printer",
        "printers",
        "distributed",
        "uitgeverij",
        "yayinlari",
        "izd",
        "vo",
    ]
)
STATE_PRINTERS: Final = frozenset({"gpo", "hmso"})
"""They print for every department; another publisher beside them is no other edition."""
_STATE: Final = (
    (
        re.compile(
            r"g(?:overnmen|overn|ov)?t?pr(?:inting|int|intg|tg)?off(?:ice)?"
            r"|sup(?:t|erintendent)ofdoc|(?:^|us)gpo$"
        ),
        "gpo",
    ),
    (re.compile(r"(?:hm|hismajestys|hermajestys)stat(?:ionery|y)?off?(?:ice)?|hmso"), "hmso"),
)
_FOR_SALE: Final = re.compile(r"[\s,;:.\[(]+for sale by .*$")
_FOR_OTHERS: Final = re.compile(
    r"^.*\b(?:pub|publ|published|printed|reprinted|issued|distributed)\b.*?\b(?:for|with)\b.*\bby\s+"
)
_ON_BEHALF: Final = re.compile(
    r"\s+on behalf of .*$|(?:(?<=press)|(?<=pub\.)|(?<=publishers))\s+for\s+.*$"
    r"|^(?:(?:re)?printed|pub(?:lished|l?\.)?|sold)\s+(?:and sold )?(?:by and for|by|for)\s+"
)
_OF_THE_BODY: Final = frozenset(
    (
        "author", "office", "service", "center", "centre", "committee", "company", "department", "bureau",
        "commission", "society", "association", "institute", "division", "board", "council", "museum",
        "library", "school", "college",
    )
)  # fmt: skip
"""What a body that is named as author is called where it publishes itself ("The Office")."""
_ABBREVIATED: Final = {"govt": "government", "dept": "department", "soc": "society", "assoc": "association",
    "inst": "institute", "natl": "national", "internat": "international", "lib": "library", "acad": "academy",
    "off": "office", "ev": "evangelical", "amer": "american", "agric": "agricultural"}  # fmt: skip
_MOST_WORDS: Final = 4
_UNKNOWN: Final = frozenset({"sn", "publishernotidentified", "出版者不详", "不详", "出版社不详"})


@lru_cache(maxsize=16384)
def publisher_key(name: str) -> str:
    """One word for a publisher: a Chinese name without 出版社, 集团 and the like, else the longest word."""
    return max(publisher_words(name).split(), key=len, default="")


@lru_cache(maxsize=16384)
def publisher_words(name: str) -> str:
    """Chinese names without 出版社, 集团, 有限公司 and the like, aliases brought together; others as their
    first telling words with a blank between. "" when no publisher is named.
    """
    whole = bare(name)
    if not whole or whole in _UNKNOWN:
        return ""
    if any(map(is_han, whole)):
        return _han_key(whole)
    return _latin_words(fold(name))


def _latin_words(folded: str) -> str:
    said = _ON_BEHALF.sub("", _FOR_OTHERS.sub("", _FOR_SALE.sub("", folded)))
    plain = bare(said)
    for pattern, known in _STATE:
        if pattern.search(plain):
            return known
    words = [
        word.removesuffix("s") if len(word) > 3 else word
        for word in re.findall(r"[^\W_]+", said.replace("'s", "").replace("’s", ""))
    ]
    telling = [
        _ABBREVIATED.get(word, word) for word in words if word not in _SMALL and f"{word}s" not in _SMALL
    ]
    longer = [word for word in telling if len(word) > 2 and not word.isdecimal()] or telling
    return "" if _OF_THE_BODY.issuperset(longer) else " ".join(longer[:_MOST_WORDS])


def _han_key(whole: str) -> str:
    shorter = whole
    for _ in range(3):  # "人民文学出版社有限公司"
        cut = _KIND.sub("", shorter, count=1)
        if not cut or cut == shorter:
            break
        shorter = cut
    shorter = _PHOENIX.sub("江苏", shorter)
    return _SAME.get(shorter, shorter)
