"""Persons and bodies: roles in one vocabulary, statements taken apart, names made comparable."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from commonshelf.catalogue.domain.facts import Name
from commonshelf.catalogue.domain.words import clean, trim
from commonshelf.kernel.text import bare

_HAN_ROLES: Final = {
    "author": "著 撰 作 着 原著 合著 著者 作者 编写 撰写 口述 述 撰稿 文 等著",
    "editor": "主编 编 编著 编撰 主編 編 編著 总主编 副主编 执行主编 编辑 编者 合编 选编 纂 编纂 總編 总编",
    "compiler": "辑 輯 编选 选 选辑 汇编 彙編 编译 編譯 整理 辑录 集 编绘",
    "translator": "译 譯 翻译 译者 译注 譯注 今译 校译 合译 编译者 譯者 注译",
    "annotator": "注 註 校注 笺注 校点 点校 标点 校 校订 审校 评注 译校 校註 疏 评点 批注 注释",
    "illustrator": "绘 繪 图 插图 插画 绘图 绘画 画 图文 书",
    "photographer": "摄 摄影 攝影",
    "reviser": "修订 审定 主审 审 审订 改编 改写 缩写",
    "director": "导演 编导",
    "performer": "演奏 演唱 朗读 播讲",
    "composer": "作曲 曲",
}
_RELATORS: Final = {
    "author": "aut 070 author auteur verfasser creator cre autor",
    "editor": "edt 340 editor ed hrsg herausgeber editor-in-chief pbd red",
    "translator": "trl 730 translator tr traducteur ubersetzer",
    "compiler": "com 220 compiler comp",
    "illustrator": "ill 440 illustrator illus",
    "photographer": "pht 600 photographer",
    "annotator": "ann 020 annotator aui 080 wpr commentator cwt 212",
    "composer": "cmp 230 composer",
    "performer": "prf 590 performer itr sng singer narrator nrt cnd act",
    "director": "drt 300 director fmd film-director",
    "publisher": "pbl 650 publisher",
    "issuer": "isb issuing-body",
    "sponsor": "spn 723 sponsor sponsoring-body",
    "degree-supervisor": "ths 727 degree-supervisor",
    "reviser": "adp 010 rev adapter redactor",
}
_ROLE: Final = {
    word: role for table in (_HAN_ROLES, _RELATORS) for role, words in table.items() for word in words.split()
}
ROLES: Final = frozenset(_ROLE.values())
"""Every role by our own name for it."""
_HAN_ROLE_WORDS: Final = sorted(
    {word for words in _HAN_ROLES.values() for word in words.split()} | {"等", "等人", "合著", "口译"},
    key=len,
    reverse=True,
)
_ROLE_AT_END: Final = re.compile(
    rf"(?:[\[［〔(（]?\s*等人?\s*[\]］〕)）]?)?\s*(?P<role>{'|'.join(_HAN_ROLE_WORDS)})\s*$"
)
_AND_OTHERS: Final = re.compile(r"\s*[\[［〔(（]?\s*(?:等人?|et al\.?|and others)\s*[\]］〕)）]?\s*[.…]*\s*$")
_BRACKET: Final = re.compile(r"[\[［〔(（【｛{][^\]］〕)）】｝}]*[\]］〕)）】｝}]")
_OUTER_BRACKET: Final = re.compile(r"^[\[［〔(（【](.*)[\]］〕)）】]$")
_STRAY: Final = re.compile(r"[\[\]［］〔〕()（）【】｛｝{}]")
_GROUPS: Final = re.compile(r"\s*[;；]\s*")
_HAN_PARTS: Final = re.compile(
    r"\s*[,，、]\s*|\s+(?=[(（\[［〔])|(?<=[\u3400-\u9fff])\s{2,}(?=[\u3400-\u9fff])"
)
_LATIN_PARTS: Final = re.compile(r"\s*,\s+(?:and\s+)?|\s+(?:and|und|et|y|&)\s+", re.IGNORECASE)
_LATIN_LEAD: Final = (
    (re.compile(r"^(?:written\s+)?by\s+", re.IGNORECASE), "author"),
    (
        re.compile(
            r"^(?:edited(?: and [a-z]+)?|ed\.|editors?|hrsg\.?|herausgegeben)\s*(?:by|von|:)?\s+",
            re.IGNORECASE,
        ),
        "editor",
    ),
    (
        re.compile(r"^(?:translated[a-z ]*|tr\.|transl\.)\s+(?:from[^,;]*? )?by\s+", re.IGNORECASE),
        "translator",
    ),
    (
        re.compile(r"^(?:illustrat[a-z]+|illus\.|pictures|drawings)[a-z ]*\s+(?:by\s+)?", re.IGNORECASE),
        "illustrator",
    ),
    (re.compile(r"^compiled\s+by\s+", re.IGNORECASE), "compiler"),
)
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_DATES: Final = re.compile(
    r",?\s*(?:b\.|d\.|fl\.|ca\.|active|born)?\s*\(?\d{3,4}\??\s*(?:-\s*(?:\d{3,4})?\??)?\)?\.?\s*$"
)


@lru_cache(maxsize=1024)
def role_of(word: str) -> str:
    """A role in our words from a relator code, a relator term, or 著/主编/译; "" when it is none we know."""
    said = re.sub(r"[\s.,:\[\]()（）〔〕［］]+$|^[\s\[\](（〔［]+", "", clean(word)).lower()
    said = said.rpartition("/")[2]  # a relator URI
    if said in _ROLE:
        return _ROLE[said]
    if said.replace(" ", "-") in _ROLE:
        return _ROLE[said.replace(" ", "-")]
    match = _ROLE_AT_END.search(said)
    return _ROLE.get(match["role"], "") if match else ""


@lru_cache(maxsize=8192)
def plain_name(text: str) -> str:
    """A name as a reader would say it: country, role words and 等 cut off, life dates cut off."""
    name = trim(text)
    if any(char in name for char in "[［〔(（【{｛"):
        whole = _OUTER_BRACKET.match(name)
        name = _BRACKET.sub(" ", name).strip() or (whole[1] if whole else "") or name
        name = _STRAY.sub("", name)
    return trim(_DATES.sub("", _AND_OTHERS.sub("", name)))


@lru_cache(maxsize=8192)
def from_statement(text: str) -> tuple[Name, ...]:
    """Names in a statement of responsibility: "(美) 甲, 乙著 ; 丙译" or "by A and B ; translated by C"."""
    names: list[Name] = []
    for group in _GROUPS.split(clean(text)):
        names += _han_group(group) if _HAN.search(group) else _latin_group(group)
    return tuple(names)


def _han_group(group: str) -> list[Name]:
    found: list[Name] = []
    role = ""
    for part in reversed(_HAN_PARTS.split(_shield(group))):
        said = part.strip()
        match = _ROLE_AT_END.search(said) if said else None
        if match and len(said) - len(match.group()) > 0:
            role = _ROLE.get(match["role"], role)
            said = said[: match.start()]
        name = plain_name(said)
        if name and not (len(name) == 1 and _HAN.match(name)):
            found.append(Name(name, role))
    return found[::-1]


def _shield(group: str) -> str:
    """Without bracketed countries and dynasties, whose commas and blanks would part a name."""
    return _BRACKET.sub(" ", group).strip() or group


def _latin_group(group: str) -> list[Name]:
    role = ""
    for lead, said in _LATIN_LEAD:
        if match := lead.match(group):
            group, role = group[match.end() :], said
            break
    parts = (plain_name(part) for part in _LATIN_PARTS.split(_BRACKET.sub(" ", group)))
    return [Name(name, role) for name in parts if 1 < len(name) < 80]


@lru_cache(maxsize=16384)
def person_key(name: str) -> str:
    """One form of a person's or body's name for joining; "" when nothing is left.

    Chinese names whole; names in letters as surname and first initial, whichever came first.
    """
    said = plain_name(name)
    if not said:
        return ""
    if not said.isascii() and _HAN.search(said):
        match = _ROLE_AT_END.search(said)
        if match and match.start() >= 2 and len(match["role"]) > 1:
            said = said[: match.start()]
        return bare(said)
    surname, comma, rest = said.partition(",")
    if not comma:
        words = said.split()
        surname, rest = words[-1], " ".join(words[:-1])
    initial = bare(rest)[:1]
    return f"{bare(surname)} {initial}" if initial else bare(surname)


def with_roles(names: tuple[Name, ...], statement: str) -> tuple[Name, ...]:
    """Names whose record gives no role take it from the statement of responsibility."""
    if len(names) < 2 or not statement or all(name.role for name in names):
        return names
    said = {person_key(name.name): name.role for name in from_statement(statement) if name.role}
    return tuple(
        name if name.role else replace(name, role=said.get(person_key(name.name), "")) for name in names
    )
