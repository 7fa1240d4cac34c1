"""What documents say of libraries beside their Symbols, main branch and region: as it is now, and as the
index was made with. Members change both without touching any edition.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.search.feed import Whereabouts

_FILE: Final = "whereabouts.json"


def now() -> Whereabouts:
    return _now(members.directory_mark())


@lru_cache(maxsize=2)
def _now(_mark: str) -> Whereabouts:
    libraries = members.libraries()
    return Whereabouts(
        mains={
            library.symbol: branch.code for library in libraries for branch in library.branches if branch.main
        },
        regions={library.symbol: region for library in libraries if (region := region_of(library))},
    )


def region_of(library: LibraryCard) -> str:
    """The region as a value to narrow by: its Chinese name, or the only one told."""
    return library.region.zh or library.region.en


def written(folder: Path) -> Whereabouts | None:
    """What the index in this folder was made with; None when nobody wrote it down."""
    try:
        told = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return Whereabouts(told["mains"], told["regions"])
    except (OSError, ValueError, KeyError):
        return None


def write(folder: Path, made_with: Whereabouts) -> None:
    """Replaced whole, after the commit it speaks of: at worst something is marked twice."""
    told = json.dumps(
        {"mains": dict(made_with.mains), "regions": dict(made_with.regions)}, ensure_ascii=False
    )
    path = folder / f"{_FILE}.new"
    path.write_text(told, encoding="utf-8")
    path.replace(folder / _FILE)


def moved(was: Whereabouts, is_now: Whereabouts) -> set[str]:
    """Symbols of the libraries of which something else is to be said."""
    symbols = {*was.mains, *was.regions, *is_now.mains, *is_now.regions}
    return {
        symbol
        for symbol in symbols
        if was.mains.get(symbol) != is_now.mains.get(symbol)
        or was.regions.get(symbol) != is_now.regions.get(symbol)
    }
