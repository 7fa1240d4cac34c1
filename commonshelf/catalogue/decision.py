"""What is decided about records and has to be written: the plain words of joining, placing and doubting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from commonshelf.catalogue.store.descriptions import Stand


class Cause(NamedTuple):
    """What brought a change about: load, edit, ruling, undone or rules. by: number of the load or ruling."""

    kind: str
    by: int | None = None


class Fresh(NamedTuple):
    """What a new or changed record brings to its edition."""

    said: str
    work_key: str


class Partners(NamedTuple):
    """A pair that people should look at: records, their descriptions, why.

    names: of the nodes they stand for, the same in every order of arrival.
    """

    one: int
    other: int
    descriptions: tuple[int, int]
    names: tuple[str, str]
    score: float
    reason: str


@dataclass(slots=True)
class Decision:
    """What has to be written. places: record -> edition, of every record that was looked at."""

    before: Mapping[int, int]
    """Record -> edition until now, also of records that go."""
    places: dict[int, int] = field(default_factory=dict)
    made: list[tuple[int, int]] = field(default_factory=list)
    """(edition, founding record): new ids."""
    merged: list[tuple[int, int]] = field(default_factory=list)
    """(into, old): tombstones to leave."""
    emptied: list[int] = field(default_factory=list)
    revived: list[int] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    """Living editions that change (the made ones among them)."""
    reached: set[int] = field(default_factory=set)
    """Editions, living and past, whose members were looked at."""
    fast: set[int] = field(default_factory=set)
    """Editions that merely gain records described as others in them."""
    alone: dict[int, bool] = field(default_factory=dict)
    stands: Mapping[int, Stand] = field(default_factory=dict)
    held: list[Partners] = field(default_factory=list)
    descriptions: set[int] = field(default_factory=set)
    """Of all records looked at, also of those that go."""
    cannot: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of records people keep apart."""
