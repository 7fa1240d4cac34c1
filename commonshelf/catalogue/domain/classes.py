"""Class numbers told apart: which scheme a number belongs to when nobody said."""

from __future__ import annotations

import re
from typing import Final

_CLC: Final = re.compile(r"^[{\[(]?(?:[A-KN-SU-VXZ]|T[A-Z]?)(?=$|[\d\[{(\-=+])")
_DDC: Final = re.compile(r"^\d{3}(?:[./]\d+)*\b")
_UDC: Final = re.compile(r"^\d{1,2}(?:[.:=(/]|$)")


def clc_main_class(number: str) -> str:
    """Letter of the main class of a CLC number ("TP312" -> "T"); "" when it is none."""
    match = _CLC.match(number.strip().upper())
    return match[0].strip("{[(")[0] if match else ""


def scheme_of(number: str, *, chinese: bool) -> str:
    """Scheme of a class number whose scheme nobody told: clc, ddc, udc, lcc or local."""
    if chinese and clc_main_class(number):
        return "clc"
    if _DDC.match(number):
        return "ddc"
    if re.match(r"^[A-Z]{1,3}\d", number):
        return "lcc"
    return "udc" if _UDC.match(number) else "local"
