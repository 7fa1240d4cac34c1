"""What the joined records of one edition say differently, and which library classes it how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from commonshelf.catalogue.cards import Member
from commonshelf.catalogue.domain.facts import Class, Facts
from commonshelf.kernel.text import bare


@dataclass(frozen=True, slots=True)
class Difference:
    """field: title, subtitle, makers, edition, publisher, year, extent; said: what this record has there."""

    field: str
    said: str


_FIELDS: Final[tuple[tuple[str, Callable[[Facts], str]], ...]] = (
    ("title", lambda facts: facts.title),
    ("subtitle", lambda facts: facts.subtitle),
    ("volume", lambda facts: facts.volume),
    ("makers", lambda facts: ", ".join(name.name for name in facts.names)),
    ("edition", lambda facts: facts.edition),
    ("publisher", lambda facts: facts.publisher),
    ("year", lambda facts: str(facts.year or "")),
    ("extent", lambda facts: facts.extent),
)


def differences(shown: Facts, facts: Facts) -> tuple[Difference, ...]:
    """Where `facts` (one member's) say something else than the edition shows. Silence is no difference."""
    return tuple(
        Difference(field, read(facts))
        for field, read in _FIELDS
        if read(facts) and bare(read(facts)) != bare(read(shown))
    )


@dataclass(frozen=True, slots=True)
class Classed:
    """A class number and the libraries that gave it."""

    number: Class
    libraries: tuple[str, ...]


_SCHEMES: Final = ("clc", "las", "ddc", "lcc", "udc", "local")


def classed(members: Sequence[Member]) -> tuple[Classed, ...]:
    """Every class number of the edition, the alliance's scheme (CLC) first, the most agreed first."""
    by_number: dict[Class, set[str]] = defaultdict(set)
    for member in members:
        for number in member.facts.classes:
            by_number[number].add(member.library)
    found = [Classed(number, tuple(sorted(libraries))) for number, libraries in by_number.items()]
    return tuple(sorted(found, key=_agreed))


def _agreed(classed: Classed) -> tuple[int, int, str]:
    scheme = classed.number.scheme
    place = _SCHEMES.index(scheme) if scheme in _SCHEMES else len(_SCHEMES)
    return (place, -len(classed.libraries), classed.number.number)
