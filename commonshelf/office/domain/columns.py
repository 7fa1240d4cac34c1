"""The columns of the spreadsheet of libraries, and which heading of a stranger's table means which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
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
    needed: bool = False
    others: tuple[str, ...] = ()


LIBRARIES: Final = (
    Column("symbol", "馆代码", "Symbol", 40, needed=True, others=("isil", "代码", "馆代号", "code")),
    Column("name_zh", "中文名称", "Name in Chinese", 120, needed=True, others=("名称", "馆名", "图书馆")),
    Column("name_en", "英文名称", "Name in English", 160, others=("name", "library", "英文名")),
    Column("kind", "类型", "Kind", 40, needed=True, others=("图书馆类型", "type")),
    Column("region_zh", "地区", "Region in Chinese", 60, others=("所在地区", "城市")),
    Column("region_en", "地区（英文）", "Region in English", 60, others=("region", "city")),
    Column("website", "网址", "Website", 200, others=("网站", "web", "url", "homepage")),
    Column("branch_zh", "馆舍名称", "Branch in Chinese", 120, others=("馆舍",)),
    Column("branch_en", "馆舍名称（英文）", "Branch in English", 160, others=("branch",)),
    Column("address_zh", "地址", "Address in Chinese", 200, others=()),
    Column("address_en", "地址（英文）", "Address in English", 200, others=("address",)),
    Column("phone", "电话", "Telephone", 40, others=("联系电话", "phone", "tel")),
    Column("email", "邮箱", "Mail address", 254, others=("电子邮箱", "电子邮件", "email", "mail")),
    Column("place", "纬度,经度", "Latitude, longitude", 60, others=("坐标", "位置", "coordinates")),
    Column("weekdays", "周一至周五", "Monday to Friday", 120, others=("工作日", "weekdays", "开放时间")),
    Column("saturday", "周六", "Saturday", 120, others=("星期六", "sat")),
    Column("sunday", "周日", "Sunday", 120, others=("星期日", "星期天", "周天", "sun")),
    Column("vacations", "假期闭馆", "Closed in vacations", 500, others=("假期", "寒暑假", "vacations")),
    Column("agency_phone", "管理机构电话", "Agency telephone", 40, others=()),
    Column("agency_email", "管理机构邮箱", "Agency mail address", 254, others=()),
)
BY_NAME: Final[Mapping[str, Column]] = MappingProxyType({one.name: one for one in LIBRARIES})
IGNORED: Final = ("要改的地方", "What to mend")
"""Our own last column of a table that went back to be mended."""
_NOISE: Final = re.compile(r"[\s*＊:：_\-()（）\[\]【】,，、/]+")


def _plain(heading: str) -> str:
    return _NOISE.sub("", heading).casefold()


_MEANS: Final[Mapping[str, str]] = MappingProxyType(
    {_plain(word): one.name for one in LIBRARIES for word in (one.name, one.zh, one.en, *one.others)}
)


@dataclass(frozen=True, slots=True)
class Matched:
    """columns: place in the line -> column; unknown: headings without a meaning; missing: needed ones."""

    columns: Mapping[int, str]
    unknown: tuple[str, ...]
    missing: tuple[Column, ...]


def match(headings: Sequence[str]) -> Matched:
    """Of two headings that mean the same the first one counts."""
    found: dict[int, str] = {}
    unknown = []
    own = {_plain(heading) for heading in IGNORED}
    for place, heading in enumerate(headings):
        name = _MEANS.get(_plain(heading))
        if name is None or name in found.values():
            unknown += [heading.strip()] if _plain(heading) not in own | {""} else []
        else:
            found[place] = name
    have = set(found.values())
    names = {"name_zh", "name_en"}
    missing = [
        one
        for one in LIBRARIES
        if one.needed and one.name not in have and not (one.name in names and names & have)
    ]
    return Matched(MappingProxyType(found), tuple(unknown), tuple(missing))


def headings(language: str) -> list[str]:
    """Of an empty table; what must be filled carries a star."""
    return [
        f"{one.en if language.startswith('en') else one.zh}{' *' if one.needed else ''}" for one in LIBRARIES
    ]


def cells(line: Iterable[str], matched: Matched) -> dict[str, str]:
    """Column -> text, of the columns the table has."""
    given = list(line)
    return {name: given[at].strip() for at, name in matched.columns.items() if at < len(given)}
