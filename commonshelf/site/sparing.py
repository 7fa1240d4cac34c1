"""Commands that begin fast: our modules are executed when they are first used, not when they are named.

Half of a short command's time would go into modules it never calls. Only for commands that run in
one thread: Python 3.11 executes a lazy module twice when two threads meet it at the same moment.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Final

OURS: Final = "commonshelf."
AT_ONCE: Final = frozenset({"models", "apps", "management", "templatetags", "migrations"})
"""Django looks for these and wants what executing them registers."""


class _Lazily(MetaPathFinder):
    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not name.startswith(OURS) or not AT_ONCE.isdisjoint(name.split(".")):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None or spec.submodule_search_locations is not None:
            return spec
        spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def lazily() -> Iterator[None]:
    """What is imported in here is executed when used; what it imports in turn, likewise."""
    finder = _Lazily()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def without_looking_for_cycles() -> Iterator[None]:
    """While modules are loaded nothing becomes garbage; afterwards they are never looked through again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
