"""The columns of a spreadsheet of readers, and which heading of a campus system or library means which."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """A heading in both languages. others: what else people write there; most: characters that fit."""

    name: str
    zh: str
    en: str
    most: int
    others: tuple[str, ...] = ()


COLUMNS: Final = (
    Column(
        "local_number", "学号/工号", "Student or staff number", 60,
        ("学号", "工号", "学工号", "学籍号", "职工号", "教工号", "教职工号", "人员编号", "读者号", "读者编号",
         "原读者证号", "student number", "student id", "staff number", "employee number", "reader number",
         "local number"),
    ),
    Column("name_zh", "姓名", "Chinese name", 60, ("中文姓名", "学生姓名", "读者姓名", "名字",
    "name in chinese")),
    Column(
        "name_en", "英文姓名", "Name in Latin letters", 80,
        ("姓名拼音", "拼音", "外文姓名", "name", "full name", "english name", "latin name"),
    ),
    Column(
        "group", "读者类型", "Reader group", 80,
        ("类型", "读者类别", "类别", "人员类别", "身份", "读者级别", "group", "category", "type",
         "patron type"),
    ),
    Column(
        "proof_kind", "证件类型", "Kind of document", 40,
        ("证件种类", "身份证件类型", "document", "document type"),
    ),
    Column(
        "proof_number", "证件号码", "Number of the document", 60,
        ("证件号", "身份证", "身份证号", "身份证号码", "身份证件号", "身份证件号码", "居民身份证号", "护照号",
         "护照号码", "document number", "id card", "id card number", "id number", "passport",
         "passport number"),
    ),
    Column(
        "issuer", "签发国家", "Issued by", 40,
        ("国家", "国家代码", "签发地", "签发机关", "国籍", "issuer", "country", "issuing country"),
    ),
    Column("birth_date", "出生日期", "Birth date", 30, ("生日", "出生年月日", "出生", "birthday",
    "date of birth", "born")),
    Column(
        "phone", "电话", "Telephone", 40,
        ("手机", "手机号", "手机号码", "联系电话", "联系方式", "移动电话", "phone", "mobile", "tel",
         "telephone number"),
    ),
    Column("email", "邮箱", "Mail address", 254, ("电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail")),
    Column("language", "信件语言", "Language of letters", 20, ("语言", "language")),
    Column(
        "card_number", "已印证号", "Number of a card printed before", 60,
        ("证号", "卡号", "校园卡号", "一卡通号", "一卡通卡号", "读者证号", "借书证号", "读者条码", "条码号",
         "card number", "card", "barcode", "library card"),
    ),
    Column("guardian_name", "监护人姓名", "Name of a parent or guardian", 80, ("监护人", "家长姓名",
    "家长", "guardian", "parent")),
    Column(
        "guardian_phone", "监护人电话", "Telephone of the guardian", 40,
        ("家长电话", "监护人手机", "家长手机", "guardian phone", "guardian telephone", "parent phone"),
    ),
    Column(
        "guardian_number", "监护人证号", "Card number of the guardian", 60,
        ("监护人读者证号", "家长证号", "guardian card", "guardian card number"),
    ),
    Column(
        "guardian_agreed", "监护人同意", "The guardian agreed", 20,
        ("监护人是否同意", "家长同意", "是否同意", "agreed", "guardian agreed", "consent"),
    ),
    Column(
        "last_date", "有效期至", "Last day", 30,
        ("截止日期", "有效期", "到期日", "到期日期", "失效日期", "毕业日期", "until", "valid until",
         "expires",
         "expiry date", "end date", "last day of the registration"),
    ),
)  # fmt: skip
BY_NAME: Final[Mapping[str, Column]] = MappingProxyType({one.name: one for one in COLUMNS})
WHY: Final = ("要改的地方", "What to mend")
"""Our own last column, of lines that went back to be mended."""
ROWS: Final = ("行号", "Row in the file")
"""Our own first column, likewise."""
_NOISE: Final = re.compile(r"[\s*＊:：_\-()（）\[\]【】,，、/'\"“”]+")
LOOKED_AT: Final = 5
"""Lines among which the headings are looked for: exports begin with a title, a date, a blank."""


def _plain(heading: str) -> str:
    return _NOISE.sub("", heading).casefold()


_MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {_plain(word): one.name for one in COLUMNS for word in (one.name, one.zh, one.en, *one.others)}
)
_OWN: Final = frozenset(_plain(word) for word in (*WHY, *ROWS))


@dataclass(frozen=True, slots=True)
class Matched:
    """heading: the number of the line with the headings, 0: there is none. columns: place in a line (from 0)
    -> name of a column; unknown: places of headings without a meaning.
    """

    heading: int
    columns: Mapping[int, str]
    unknown: tuple[int, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether anybody can be told from anybody else by these."""
        return bool({"local_number", "proof_number"} & set(self.columns.values()))


def match(headings: Sequence[str], line: int) -> Matched:
    """Of two headings that mean the same the first one counts."""
    found: dict[int, str] = {}
    unknown = []
    for place, heading in enumerate(headings):
        plain = _plain(heading)
        name = _MEANS.get(plain)
        if name is not None and name not in found.values():
            found[place] = name
        elif plain and plain not in _OWN:
            unknown.append(place)
    return Matched(line, MappingProxyType(found), tuple(unknown))


def headed(lines: Sequence[tuple[int, Sequence[str]]]) -> Matched:
    """The best of the first lines (number, cells); heading 0 where none of them names two columns."""
    best = max((match(cells, number) for number, cells in lines[:LOOKED_AT]), key=_worth, default=None)
    return best if best is not None and len(best.columns) >= 2 else Matched(0, MappingProxyType({}))


def _worth(found: Matched) -> tuple[int, int]:
    return len(found.columns), -found.heading


def heading(name: str, language: str) -> str:
    return BY_NAME[name].en if language.startswith("en") else BY_NAME[name].zh


def told(cells: Sequence[str], columns: Mapping[int, str]) -> dict[str, str]:
    """Column -> text, of the columns the table has."""
    return {name: cells[place] if place < len(cells) else "" for place, name in columns.items()}
