"""Places chosen to narrow a result by: regions, libraries and branches as one tree."""

from __future__ import annotations

from collections.abc import Mapping

from commonshelf.search.domain.fields import WHERE

Facets = Mapping[str, tuple[str, ...]]


def library_of(branch: str) -> str:
    """The Symbol in a branch's key."""
    return branch.partition("/")[0]


def narrowest(facets: Facets, regions: Mapping[str, str]) -> Facets:
    """The choice with each wide place left out in which a narrower one is chosen, too: who ticks a library
    and then one of its branches means the branch. What remains is any-of.

    regions: Symbol -> region.
    """
    branches, libraries = facets.get("branch", ()), facets.get("library", ())
    inside = {library_of(branch) for branch in branches}
    kept = tuple(library for library in libraries if library not in inside)
    covered = {regions[symbol] for symbol in (*libraries, *inside) if symbol in regions}
    left = {
        "region": tuple(region for region in facets.get("region", ()) if region not in covered),
        "library": kept,
        "branch": branches,
    }
    others = {name: values for name, values in facets.items() if name not in WHERE}
    return others | {name: values for name, values in left.items() if values}
