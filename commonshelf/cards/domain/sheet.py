"""A spreadsheet of readers, cell by cell: what each line says, and of every cell that cannot stand, why.

What a fault tells never holds what a cell said: faults are kept, cells are not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from commonshelf.cards.domain import numbers
from commonshelf.cards.domain.proofs import OLDEST, Document, ProofGiven, clean, read
from commonshelf.cards.domain.reader_columns import BY_NAME
from commonshelf.kernel.refusal import Fact, Refusal

PROOF_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        word: kind
        for kind, words in {
            "id-card": ("id-card", "id card", "身份证", "居民身份证", "二代身份证", "户口簿", "户口本",
            "identity card"),
            "residence": (
                "residence", "residence permit", "居住证", "港澳台居民居住证", "港澳居民居住证",
                "台湾居民居住证",
                "外国人永久居留身份证", "外国人永久居留证", "永久居留身份证",
            ),
            "passport": ("passport", "护照", "外国护照", "中国护照"),
            "travel": (
                "travel", "travel permit", "港澳居民来往内地通行证", "台湾居民来往大陆通行证", "回乡证",
                "台胞证",
                "通行证", "港澳通行证",
            ),
            "student": ("student", "student card", "学生证", "校园卡"),
            "staff": ("staff", "staff card", "工作证", "教工证", "教师证"),
            "other": ("other", "其他", "其他证件", "其它"),
        }.items()
        for word in words
    }
)  # fmt: skip
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("zh-hans", "zh", "中文", "汉语", "chinese"), "zh-hans"),
        **dict.fromkeys(("en", "英文", "英语", "english"), "en"),
    }
)
CARD_OF: Final = {"student": "student", "graduate": "student", "teacher": "staff", "staff": "staff"}
"""Kind of a group -> the document its institution gives to everybody in it."""
AGREED: Final = frozenset(
    {"是", "同意", "已同意", "有", "对", "√", "✓", "y", "yes", "true", "1", "agreed", "x"}
)
DENIED: Final = frozenset({"", "否", "不同意", "未同意", "无", "×", "n", "no", "false", "0", "-"})
_NUMBERED: Final = (
    "local_number",
    "proof_number",
    "phone",
    "card_number",
    "guardian_phone",
    "guardian_number",
)
_AS_NUMBER: Final = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_DAY: Final = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
)
_PLAIN_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_HAN: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ID_LONG: Final = range(15, 21)
_RUN: Final = ("=", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell that cannot stand. column: a name of `reader_columns`; code: of a refusal."""

    row: int
    column: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One reader as a line says. "" and None: the line says nothing of it.

    group: row id of a reader group; digest: of the document. implied: the document is the student or staff
    card that goes with the number. agreed: whoever answers for a child said so.
    """

    row: int
    local_number: str = ""
    name_zh: str = ""
    name_en: str = ""
    group: int | None = None
    document: Document | None = None
    digest: str = ""
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    language: str = ""
    card_number: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_number: str = ""
    agreed: bool = False
    last_date: date | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What cells are read with. home: Symbol; groups: folded code, name or kind -> row id of a group in use;
    kinds: row id -> kind; usual: the group of lines that name none; digest: of a document, for finding who
    showed it before.
    """

    today: date
    home: str
    groups: Mapping[str, int]
    kinds: Mapping[int, str]
    address: Callable[[str], str]
    digest: Callable[[Document], str]
    usual: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A line understood as far as it can be; with faults it is not taken, but tells whom it is about."""

    entry: Entry
    faults: tuple[Fault, ...] = ()


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def tidy(cell: str) -> str:
    """Blanks made single, unseen signs gone, and the mark with which our own files keep formulas as text."""
    plain = "".join(
        " " if unicodedata.category(sign) == "Cc" else sign for sign in cell.replace("\u200b", "")
    )
    text = " ".join(plain.replace("\ufeff", "").split())
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


class _Line:
    """One line being read: its cells, and what is wrong with them so far."""

    def __init__(self, row: int, cells: Mapping[str, str]) -> None:
        self.row = row
        self.cells = {name: tidy(text) for name, text in cells.items()}
        self.faults: list[Fault] = []
        for name, text in self.cells.items():
            self._sound(name, text)

    def wrong(self, column: str, code: str, **facts: Fact) -> None:
        self.faults.append(Fault(self.row, column, code, facts))

    def _sound(self, name: str, text: str) -> None:
        """What is wrong with a cell whatever it should be; then it is not looked at further."""
        most = BY_NAME[name].most
        if text.startswith(_RUN):
            self.wrong(name, "cards.sheet-formula")
        elif "\ufffd" in text:
            self.wrong(name, "cards.sheet-characters")
        elif len(text) > most:
            self.wrong(name, "cards.sheet-too-long", most=most)
        elif name in _NUMBERED and _AS_NUMBER.fullmatch(text):
            self.wrong(name, "cards.sheet-as-number")
        else:
            return
        self.cells[name] = ""

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    def day(self, name: str) -> date | None:
        text = self.get(name)
        if not text:
            return None
        found = _DAY.fullmatch(text) or _PLAIN_DAY.fullmatch(text)
        try:
            if found:
                return date(*(int(part) for part in found.groups()))
        except ValueError:
            pass
        self.wrong(name, "cards.sheet-no-day")
        return None


def reading(row: int, cells: Mapping[str, str], rules: Rules) -> Said:
    """cells: column -> text as it stands in the table."""
    line = _Line(row, cells)
    name_zh, name_en = _names(line)
    group, local_number = _group(line, rules.groups), line.get("local_number")
    shown = _document(line, rules.today)
    document = shown or _implied(local_number, rules.kinds.get(group or rules.usual or 0, ""), rules.home)
    entry = Entry(
        row=row,
        local_number=local_number,
        name_zh=name_zh,
        name_en=name_en,
        group=group,
        document=document,
        digest=rules.digest(document) if document else "",
        birth_date=_birth(line, document, rules.today),
        phone=line.get("phone"),
        email=_email(line, rules.address),
        language=_language(line),
        card_number=_card(line, "card_number"),
        guardian_name=line.get("guardian_name"),
        guardian_phone=line.get("guardian_phone"),
        guardian_number=_card(line, "guardian_number"),
        agreed=_agreed(line),
        last_date=line.day("last_date"),
        implied=document is not None and shown is None,
    )
    broken = {fault.column for fault in line.faults}
    if not (entry.local_number or document) and not broken & {"local_number", "proof_number", "proof_kind"}:
        line.wrong("local_number", "cards.sheet-no-key")
    return Said(entry, tuple(line.faults))


def _names(line: _Line) -> tuple[str, str]:
    """Chinese and Latin; a foreigner's under the Chinese heading goes where it belongs, and the reverse."""
    zh, en = line.get("name_zh"), line.get("name_en")
    if zh and not en and not _HAN.search(zh):
        zh, en = "", zh
    elif en and not zh and _HAN.search(en) and len(en) <= BY_NAME["name_zh"].most:
        zh, en = en, ""
    return zh, en


def _group(line: _Line, groups: Mapping[str, int]) -> int | None:
    text = line.get("group")
    found = groups.get(fold(text)) if text else None
    if text and found is None:
        line.wrong("group", "cards.sheet-no-group")
    return found


def _document(line: _Line, today: date) -> Document | None:
    number, said = line.get("proof_number"), fold(line.get("proof_kind"))
    if not number:
        return None
    kind = PROOF_WORDS.get(said, "") if said else _usual_kind(number)
    if not kind:
        if said:
            line.wrong("proof_kind", "cards.sheet-proof-kind")
        else:
            line.wrong("proof_number", "cards.sheet-say-proof-kind")
        return None
    try:
        return read(ProofGiven(kind, number, line.get("issuer")), today)
    except Refusal as refusal:
        column = "issuer" if refusal.code == "cards.bad-issuer" else "proof_number"
        kept = {
            name: refusal.facts[name]
            for name in ("proof_kind", "proof_wrong", "length")
            if name in refusal.facts
        }
        line.wrong(column, refusal.code, **kept)
        return None


def _implied(number: str, group_kind: str, home: str) -> Document | None:
    """The student or staff card of whoever has such a number at an institution; it vouches for its own."""
    kind = CARD_OF.get(group_kind)
    try:
        return read(ProofGiven(kind, number, home), date.min) if kind and number else None
    except Refusal:  # signs no card carries
        return None


def _usual_kind(number: str) -> str:
    """Of a number without a kind: an ID card's, when it is about as long and of digits."""
    plain = clean(number)
    return "id-card" if len(plain) in _ID_LONG and plain[:-1].isdecimal() else ""


def _birth(line: _Line, document: Document | None, today: date) -> date | None:
    born, told = line.day("birth_date"), document.birth_date if document else None
    if born and told and born != told:
        line.wrong("birth_date", "cards.sheet-birth-differs")
    if born and not date(today.year - OLDEST, 1, 1) <= born <= today:
        line.wrong("birth_date", "cards.birth-date-wrong")
        return None
    return born or told


def _email(line: _Line, address: Callable[[str], str]) -> str:
    text = line.get("email")
    try:
        return address(text) if text else ""
    except Refusal as refusal:
        line.wrong("email", refusal.code)
        return ""


def _language(line: _Line) -> str:
    text = fold(line.get("language"))
    if text and text not in LANGUAGES:
        line.wrong("language", "cards.sheet-no-language")
    return LANGUAGES.get(text, "")


def _agreed(line: _Line) -> bool:
    text = fold(line.get("guardian_agreed"))
    if text not in AGREED and text not in DENIED:
        line.wrong("guardian_agreed", "cards.sheet-yes-or-no")
    return text in AGREED


def _card(line: _Line, column: str) -> str:
    number = numbers.clean(line.get(column))
    if number and not numbers.could_be(number):
        line.wrong(column, "cards.bad-printed-number")
    elif numbers.is_ours(number) and not numbers.adds_up(number):
        line.wrong(column, "cards.bad-number")
    else:
        return number
    return ""


def readings(lines: Iterable[tuple[int, Mapping[str, str]]], rules: Rules) -> list[Said]:
    """Every line read by itself, then those that get in each other's way told so."""
    found = [reading(row, cells, rules) for row, cells in lines]
    clashes: dict[int, list[Fault]] = {}
    for column, code in (
        ("local_number", "cards.sheet-twice-number"),
        ("digest", "cards.sheet-twice-document"),
        ("card_number", "cards.sheet-twice-card"),
    ):
        for fault in _twice(found, column, code):
            clashes.setdefault(fault.row, []).append(fault)
    return [
        Said(one.entry, (*one.faults, *clashes[one.entry.row])) if one.entry.row in clashes else one
        for one in found
    ]


def _twice(found: Sequence[Said], column: str, code: str) -> Iterable[Fault]:
    """Who is right cannot be known: every line of them is told, with the number of another one."""
    rows: dict[str, list[int]] = {}
    for one in found:
        if (value := getattr(one.entry, column)) and not (column == "digest" and one.entry.implied):
            rows.setdefault(value, []).append(one.entry.row)
    cell = "proof_number" if column == "digest" else column
    for several in rows.values():
        if len(several) > 1:
            for row in several:
                yield Fault(row, cell, code, {"row": several[0] if row != several[0] else several[1]})
