"""Which of the three MARC families a record speaks, told by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from commonshelf.wire.marc.record import Field, Flavour

_CODED: Final = re.compile(r"[\d ]{8}[a-z|# ]").match  # 100 $a: date of entry, then type of date
_CLC: Final = re.compile(r"[A-Z]{1,2}\d").match  # a class of the Chinese Library Classification
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]").search
_CHINA: Final = frozenset({"CN", "TW", "HK", "MO"})


def flavour_of(fields: Sequence[Field], tags: Sequence[str] | None = None) -> Flavour:
    """200 without 245 is the UNIMARC family; so is a coded 100 $a (authorities, holdings).

    tags: the tags of the fields, when the caller has them at hand.
    """
    tags = tags if tags is not None else [field.tag for field in fields]
    if "245" in tags and "200" not in tags:
        return Flavour.MARC21
    if "200" in tags and "245" not in tags:
        return _family(fields)
    coded = next((field.first("a") for field in fields if field.tag == "100"), "")
    return _family(fields) if _CODED(coded) and len(coded) >= 20 else Flavour.MARC21


def _family(fields: Sequence[Field]) -> Flavour:
    """CNMARC leaves its marks: 905 holdings, a CLC class in 690, a Chinese agency, Chinese text."""
    for field in fields:
        tag = field.tag
        if tag == "905" or (tag == "690" and any(_CLC(value) for value in field.all("a"))):
            return Flavour.CNMARC
        if tag in {"102", "801"} and field.first("a").upper() in _CHINA:
            return Flavour.CNMARC
        if tag in {"200", "210", "215", "300"} and any(_HAN(value) for _, value in field.subfields):
            return Flavour.CNMARC
    return Flavour.UNIMARC
