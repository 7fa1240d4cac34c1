"""Bytes as they come in, cut into lines: in any portions, with CR, LF or both at the end."""

from __future__ import annotations

import re
from typing import Final

from commonshelf.wire.sip2.lines import LONGEST

_ENDS: Final = re.compile(rb"[\r\n]")
_NOTHING: Final = b" \0"


class Splitter:
    """Give it what came; it gives back whole lines without their ends, None for one that was too long."""

    def __init__(self, longest: int = LONGEST) -> None:
        self._longest = longest
        self._kept = bytearray()
        self.swallowed = 0
        """Bytes of a line that is too long, so far; 0: there is none."""

    @property
    def half(self) -> bool:
        """Whether a line has begun and not ended."""
        return bool(self._kept or self.swallowed)

    def drop(self) -> None:
        """Forget the half line."""
        self._kept.clear()
        self.swallowed = 0

    def feed(self, data: bytes) -> list[bytes | None]:
        found: list[bytes | None] = []
        *ended, rest = _ENDS.split(data)
        for part in ended:
            self._take(part)
            if self.swallowed:
                found.append(None)
            elif self._kept.strip(_NOTHING):
                found.append(bytes(self._kept))
            self.drop()
        self._take(rest)
        return found

    def _take(self, part: bytes) -> None:
        if self.swallowed or len(self._kept) + len(part) > self._longest:
            self.swallowed += len(self._kept) + len(part)
            self._kept.clear()
        else:
            self._kept += part
