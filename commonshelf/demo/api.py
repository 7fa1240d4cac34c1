"""The door of demo: the five Nanchong libraries ready to look at, and worlds of any size as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from commonshelf.demo import once, settle
from commonshelf.demo.once import Loaded
from commonshelf.demo.world import World, write_world

__all__ = ["Loaded", "World", "load_demo", "set_up_world", "world"]


def load_demo(*, report: Callable[[str], None]) -> Loaded:
    """Found the demo alliance and load its five catalogues, once.

    Goes on where an interrupted first time stopped; does nothing when it is there already, and never
    touches an alliance that somebody else founded. report: told what is going on, in plain words of
    the active language.
    """
    return once.load(report)


def set_up_world(*, folder: Path) -> tuple[str, ...]:
    """Make the libraries of the world written in `folder` members; their Symbols. Repeatable.

    Refuses "demo.no-world" where there is no libraries.json of ours.
    """
    return settle.settle(folder)


def world(
    *,
    libraries: int,
    editions: int,
    seed: int,
    out: Path,
    report: Callable[[int], None] | None = None,
) -> World:
    """Write libraries.json, one file a library and truth.tsv; the same bytes for the same numbers.

    report: told the editions done, every few thousand.
    """
    return write_world(libraries=libraries, editions=editions, seed=seed, out=out, report=report)
