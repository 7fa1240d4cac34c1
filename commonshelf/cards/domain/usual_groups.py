"""Reader groups a library of each kind usually has: offered at first use, changed as the library likes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Usual:
    """months: how long a registration holds; 0: it does not end."""

    code: str
    zh: str
    en: str
    kind: str
    months: int


_CHILDREN: Final = Usual("children", "少儿", "Children", "child", 12)
_ADULTS: Final = Usual("adults", "成人", "Adults", "citizen", 24)
_TEACHERS: Final = Usual("teachers", "教师", "Teachers", "teacher", 36)
_STAFF: Final = Usual("staff", "职工", "Staff", "staff", 36)
_VISITORS: Final = Usual("visitors", "校外读者", "Visitors", "guest", 12)

USUAL: Final[Mapping[str, tuple[Usual, ...]]] = MappingProxyType(
    {
        "vocational": (Usual("students", "学生", "Students", "student", 12), _TEACHERS, _STAFF, _VISITORS),
        "university": (
            Usual("undergraduates", "本科生", "Undergraduates", "student", 12),
            Usual("graduates", "研究生", "Graduate students", "graduate", 12),
            _TEACHERS,
            _STAFF,
            Usual("alumni", "校友", "Alumni", "guest", 12),
            _VISITORS,
        ),
        "public": (
            _ADULTS,
            _CHILDREN,
            Usual("seniors", "老年读者", "Seniors", "citizen", 36),
            Usual("visitors", "外地读者", "Visitors", "guest", 6),
        ),
        "special": (_STAFF, Usual("researchers", "研究人员", "Researchers", "teacher", 36), _VISITORS),
        "guest": (_ADULTS, Usual("visitors", "外来读者", "Visitors", "guest", 6)),
    }
)
KIND_WORDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "child": ("少儿", "儿童", "少年儿童", "未成年人", "child", "children"),
        "student": (
            "学生", "本科", "本科生", "专科", "专科生", "高职生", "在校生", "本专科生", "student", "students",
            "undergraduate",
        ),
        "graduate": ("研究生", "硕士", "博士", "硕士生", "博士生", "硕士研究生", "博士研究生", "graduate",
        "postgraduate"),
        "teacher": ("教师", "老师", "教工", "教职工", "专任教师", "teacher", "faculty"),
        "staff": ("职工", "员工", "工作人员", "行政人员", "staff", "employee"),
        "citizen": ("市民", "成人", "成年人", "普通读者", "社会读者", "citizen", "adult", "adults"),
        "guest": ("访客", "校外读者", "临时读者", "外来读者", "guest", "visitor"),
    }
)  # fmt: skip
"""What files call readers of a kind; meant where the library has one group of that kind only."""
