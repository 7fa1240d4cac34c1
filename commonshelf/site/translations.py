"""Compiles every room's .po file to the .mo that gettext reads (a fresh Debian has no msgfmt)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polib

PACKAGE: Final = Path(__file__).resolve().parents[1]


def catalogues(package: Path = PACKAGE) -> Iterator[Path]:
    """The .po files of all rooms, sorted."""
    yield from sorted(package.glob("*/locale/*/LC_MESSAGES/*.po"))


def compile_all(package: Path = PACKAGE) -> int:
    """Write each .mo that is missing or older than its .po; how many were written."""
    written = 0
    for po in catalogues(package):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        half = mo.with_suffix(".mo.new")
        polib.pofile(str(po), check_for_duplicates=True).save_as_mofile(str(half))
        half.replace(mo)
        written += 1
    return written


if __name__ == "__main__":
    sys.stdout.write(f"{compile_all()} translation file(s) compiled.\n")
