"""The version, read from the change log, so that it is written in one place only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

CHANGELOG: Final = Path(__file__).resolve().parents[2] / "CHANGELOG.md"


@cache
def version() -> str:
    """The newest version heading of CHANGELOG.md: a line such as `## 0.1.0 — 2026-11-22`."""
    found = re.search(r"^## (\d+\.\d+\.\d+)", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else "0"
