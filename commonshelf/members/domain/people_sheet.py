"""A spreadsheet of people, cell by cell: what each line means, and of every cell that cannot stand, why.

Headings in either language; without headings the columns of our empty table are taken in their order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from commonshelf.kernel.actor import Role
from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.members.domain.checks import OF_THE_ALLIANCE

COLUMNS: Final = ("name_zh", "name_en", "email", "library", "role", "first", "last", "language")
HEADS: Final = ("姓名", "英文姓名", "邮箱", "图书馆", "角色", "开始日期", "最后一天", "信件语言")
"""Of the empty table; the same order as COLUMNS."""
MOST: Final = 2_000
_HEADS: Final = {
    "name_zh": ("姓名", "中文姓名", "name in chinese", "chinese name"),
    "name_en": ("英文姓名", "name", "name in english", "english name"),
    "email": ("邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail", "mail address"),
    "library": ("图书馆", "馆", "馆代码", "成员馆", "library", "symbol"),
    "role": ("角色", "岗位", "role"),
    "first": ("开始日期", "开始", "起始日期", "from", "first day", "start"),
    "last": ("最后一天", "结束日期", "截止日期", "last day", "until", "end"),
    "language": ("信件语言", "语言", "language"),
}
_ROLES: Final = {
    "reader": ("读者",),
    "librarian": ("馆员",),
    "cataloguer": ("编目员", "编目", "cataloger"),
    "manager": ("馆长", "管理员"),
    "office": ("联盟办公室", "办公室", "alliance office"),
    "auditor": ("审计员", "审计"),
}
_LANGUAGES: Final = {"zh-hans": ("中文", "汉语", "zh", "chinese"), "en": ("英文", "英语", "english")}
_ALLIANCE: Final = ("联盟", "全联盟", "alliance", "the whole alliance")
_DAY: Final = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T]0?0:00(?::00(?:\.0+)?)?)?"
)
_PLAIN_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Line:
    """One person to invite. active_to: the first day on which the role no longer holds."""

    row: int
    name_zh: str
    name_en: str
    email: str
    library: str
    role: str
    active_from: date | None
    active_to: date | None
    language: str

    @property
    def last_date(self) -> date | None:
        return self.active_to - timedelta(days=1) if self.active_to else None

    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS, to be read again."""
        last = str(self.last_date or "")
        first = str(self.active_from) if self.active_from else ""
        place = self.library or _ALLIANCE[0]
        return (self.name_zh, self.name_en, self.email, place, self.role, first, last, self.language)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell that cannot stand. column: one of COLUMNS; code: of a refusal."""

    row: int
    column: str
    cell: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: tuple[Line, ...]
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What a sheet is read against. places: a library's Symbol or one of its names, folded -> Symbol ("" is
    the alliance); taken: (address, Symbol, role) with an open invitation; address: checks one.
    """

    places: Mapping[str, str]
    taken: frozenset[tuple[str, str, str]]
    today: date
    address: Callable[[str], str]
    usual: str | None = None
    """The library of lines that name none; None: each has to name one."""
    language: str = ""


def fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


_HEAD_OF: Final = {name: column for column, names in _HEADS.items() for name in names}
_ROLE_OF: Final = {
    **{name: code for code, names in _ROLES.items() for name in names},
    **{role.value: role.value for role in Role},
}
_LANGUAGE_OF: Final = {
    **{name: code for code, names in _LANGUAGES.items() for name in names},
    **{code: code for code in _LANGUAGES},
}


def read(rows: Sequence[Sequence[str]], around: Around) -> Sheet:
    """rows: cells as text, headings first where there are any. A bad line harms no other."""
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(c.strip() for c in row)]
    if not filled:
        raise Refusal("members.sheet-empty")
    columns = _headings(filled[0][1])
    body = filled[1:] if columns else filled
    if len(body) > MOST:
        raise Refusal("members.sheet-long", {"rows": len(body), "most": MOST})
    if not body:
        raise Refusal("members.sheet-empty")
    lines: list[Line] = []
    wrong: list[Wrong] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in body:
        found, bad = _line(number, _by_column(cells, columns), around)
        if not bad:
            bad = _twice(found, seen, around)
        if bad:
            wrong.extend(bad)
        else:
            lines.append(found)
    return Sheet(tuple(lines), tuple(wrong))


def _headings(cells: Sequence[str]) -> dict[int, str]:
    """Place -> column; {} where the first line is no heading."""
    found: dict[int, str] = {}
    for at, cell in enumerate(cells):
        column = _HEAD_OF.get(fold(cell))
        if column and column not in found.values():
            found[at] = column
    return found if len(found) >= 2 else {}


def _by_column(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    named = columns or dict(enumerate(COLUMNS))
    told = dict.fromkeys(COLUMNS, "")
    for at, cell in enumerate(cells):
        if at in named:
            told[named[at]] = " ".join(cell.split())
    return told


def _line(row: int, told: Mapping[str, str], around: Around) -> tuple[Line, list[Wrong]]:
    bad: list[Wrong] = []

    def wrong(column: str, code: str, **facts: Fact) -> None:
        bad.append(Wrong(row, column, told[column][:80], code, facts))

    email = _address(told["email"], around, wrong)
    if not (told["name_zh"] or told["name_en"]):
        wrong("name_zh", "members.sheet-no-name")
    for column, most in (("name_zh", 60), ("name_en", 80)):
        if len(told[column]) > most:
            wrong(column, "members.sheet-too-long", most=most)
    library = _place(told["library"], around, wrong)
    role = _role(told["role"], library, wrong)
    first, last = (_date(column, told[column], wrong) for column in ("first", "last"))
    if last and last < (first or around.today):
        wrong("last", "members.sheet-days-crossed")
    language = _LANGUAGE_OF.get(fold(told["language"]), "") if told["language"] else around.language
    if told["language"] and not language:
        wrong("language", "members.sheet-no-language", said=told["language"][:40])
    end = last + timedelta(days=1) if last else None
    return (
        Line(row, told["name_zh"], told["name_en"], email, library or "", role, first, end, language),
        bad,
    )


Complain = Callable[..., None]


def _address(text: str, around: Around, wrong: Complain) -> str:
    if not text:
        return ""
    try:
        return around.address(text)
    except Refusal as refusal:
        wrong("email", refusal.code, **refusal.facts)
        return ""


def _place(text: str, around: Around, wrong: Complain) -> str | None:
    """The Symbol; None where it could not be said."""
    if not text and around.usual is not None:
        return around.usual
    if not text:
        wrong("library", "members.sheet-no-library")
        return None
    folded = fold(text)
    found = "" if folded in _ALLIANCE and "" in around.places.values() else around.places.get(folded)
    if found is None:
        wrong("library", "members.sheet-unknown-library", said=text[:80])
    return found


def _role(text: str, library: str | None, wrong: Complain) -> str:
    role = _ROLE_OF.get(fold(text), "")
    if not role:
        wrong("role", "members.sheet-unknown-role" if text else "members.sheet-no-role", said=text[:40])
    elif library is not None and (Role(role) in OF_THE_ALLIANCE) == bool(library):
        wrong("role", "members.sheet-role-elsewhere", said=text[:40])
    return role


def _date(column: str, text: str, wrong: Complain) -> date | None:
    if not text:
        return None
    match = _DAY.fullmatch(text) or _PLAIN_DAY.fullmatch(text)
    try:
        if match:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    wrong(column, "members.sheet-no-day", said=text[:40])
    return None


def _twice(line: Line, seen: dict[tuple[str, str, str], int], around: Around) -> list[Wrong]:
    if not line.email:
        return []
    key = (line.email.lower(), line.library, line.role)
    if key in seen:
        return [Wrong(line.row, "email", line.email, "members.sheet-twice", {"row": seen[key]})]
    seen[key] = line.row
    if key in around.taken:
        return [Wrong(line.row, "email", line.email, "members.sheet-invited", {"email": line.email})]
    return []
