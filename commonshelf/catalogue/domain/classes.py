"""Main classes of the Chinese Library Classification, and decades: what facets are made of."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from commonshelf.catalogue.domain.facts import Facts


class Caption(NamedTuple):
    zh: str
    en: str


MAIN_CLASSES: Final = {
    "A": Caption("马列主义、毛泽东思想、邓小平理论", "Marxism, Mao Zedong, Deng Xiaoping"),
    "B": Caption("哲学与宗教", "Philosophy and religion"),
    "C": Caption("社会科学总论", "Social sciences in general"),
    "D": Caption("政治与法律", "Politics and law"),
    "E": Caption("军事", "Military"),
    "F": Caption("经济", "Economics and business"),
    "G": Caption("文化、教育、体育", "Culture, education, sport"),
    "H": Caption("语言文字", "Languages"),
    "I": Caption("文学", "Literature"),
    "J": Caption("艺术", "Arts"),
    "K": Caption("历史与地理", "History and geography"),
    "N": Caption("自然科学总论", "Natural sciences in general"),
    "O": Caption("数学、物理、化学", "Mathematics, physics, chemistry"),
    "P": Caption("天文与地球科学", "Astronomy and earth sciences"),
    "Q": Caption("生物", "Biology"),
    "R": Caption("医药卫生", "Medicine and health"),
    "S": Caption("农业", "Agriculture"),
    "T": Caption("工业技术", "Engineering and technology"),
    "U": Caption("交通运输", "Transport"),
    "V": Caption("航空航天", "Aviation and space"),
    "X": Caption("环境与安全", "Environment and safety"),
    "Z": Caption("综合性图书", "General works"),
}
"""The 22 main classes, in short captions of our own."""

_CLC: Final = re.compile(r"^[{\[(]?(?:[A-KN-SU-VXZ]|T[A-Z]?)(?=$|[\d\[{(\-=+])")
_DDC: Final = re.compile(r"^\d{3}(?:[./]\d+)*\b")
_UDC: Final = re.compile(r"^\d{1,2}(?:[.:=(/]|$)")


def clc_main_class(number: str) -> str:
    """Letter of the main class of a CLC number ("TP312" -> "T"); "" when it is none."""
    match = _CLC.match(number.strip().upper())
    return match[0].strip("{[(")[0] if match else ""


def main_classes(facts: Facts) -> tuple[str, ...]:
    """Letters of the CLC main classes of a record, without repeats."""
    letters = (clc_main_class(c.number) for c in facts.classes if c.scheme == "clc")
    return tuple(dict.fromkeys(letter for letter in letters if letter))


def scheme_of(number: str, *, chinese: bool) -> str:
    """Scheme of a class number whose scheme nobody told: clc, ddc, udc, lcc or local."""
    if chinese and clc_main_class(number):
        return "clc"
    if _DDC.match(number):
        return "ddc"
    if re.match(r"^[A-Z]{1,3}\d", number):
        return "lcc"
    return "udc" if _UDC.match(number) else "local"


def decade(year: int | None) -> int | None:
    """First year of the decade (1998 -> 1990)."""
    return None if year is None else year - year % 10
