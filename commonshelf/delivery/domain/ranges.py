"""Which bytes of a file a Range header asks for (RFC 9110, 14): one span, or all of it."""

from __future__ import annotations

import re
from typing import Final

ONE: Final = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)


def span(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None: all of it. ValueError where no byte of it is there (416).

    Several spans at once, and what cannot be read, are answered with all of it, as the RFC allows.
    """
    found = ONE.fullmatch(header)
    if found is None or found.group(1, 2) == ("", ""):
        return None
    first, last = found.group(1, 2)
    if not first:
        begin, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise ValueError("no bytes")
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < begin:
            return None
    if begin >= size:
        raise ValueError("behind the end")
    return begin, end
