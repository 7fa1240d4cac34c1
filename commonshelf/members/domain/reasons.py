"""What the log of acts keeps of a reason: words, but nothing by which somebody could be rung or written to.

An event is never changed, so what stands in it outlasts the erasing of a person. Names a program
cannot tell from other words; the forms that ask for a reason say who reads it.
"""

from __future__ import annotations

import re
from typing import Final

GONE: Final = "…"
_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MOBILE: Final = re.compile(r"(?<![\d-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d-])")
"""A mobile number of the mainland; a line of a library is in its own pages anyway."""
_IDENTITY: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
"""A resident's number (GB 11643)."""


def kept(reason: str) -> str:
    """ "Ring 138 0013 8000" -> "Ring …"; call numbers and ISBNs stay."""
    for pattern in (_MAIL, _IDENTITY, _MOBILE):
        reason = pattern.sub(GONE, reason)
    return reason
