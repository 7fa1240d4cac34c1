"""What a setting may be at a member: law before contract, contract before alliance rule, that before its own.

Whoever stands higher narrows; whoever stands lower chooses within. A lower word that leaves nothing of a
higher one does not count (A25, A26). An exemption stands in the place of the alliance's bound, never in
the place of law or contract.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Literal

from commonshelf.kernel.refusal import Refusal

Value = int | str | bool
_NUMBER: Final = re.compile(r"-?[0-9]{1,9}")
Kind = Literal["number", "choice", "flag", "text"]


class Level(StrEnum):
    """Who says it, from the one that always wins downwards."""

    REGISTRY = "registry"  # what the program itself can do
    LAW = "law"
    CONTRACT = "contract"
    EXEMPTION = "exemption"  # instead of the alliance's bound, while it lasts
    ALLIANCE = "alliance"
    LIBRARY = "library"


PRECEDENCE: Final = (Level.LAW, Level.CONTRACT, Level.ALLIANCE, Level.LIBRARY)
"""As it is told to people (A25); `framed` and `decided` go down this very list."""
ABOVE: Final = (Level.LAW, Level.CONTRACT)
"""What an exemption cannot lift."""


@dataclass(frozen=True, slots=True)
class Bound:
    """least, most: of a number (of a text: most characters). choices None: any. All three empty: no bound."""

    least: int | None = None
    most: int | None = None
    choices: tuple[Value, ...] | None = None

    def holds(self, value: Value) -> bool:
        size = len(value) if isinstance(value, str) else value
        if self.choices is not None:
            return any(value == one and type(value) is type(one) for one in self.choices)
        return (self.least is None or self.least <= size) and (self.most is None or size <= self.most)

    def with_(self, other: Bound) -> Bound | None:
        """What both allow; None: nothing."""
        least = max((n for n in (self.least, other.least) if n is not None), default=None)
        most = min((n for n in (self.most, other.most) if n is not None), default=None)
        choices = self.choices if other.choices is None else other.choices
        if self.choices is not None and other.choices is not None:
            choices = tuple(one for one in self.choices if other.holds(one))
        nothing = choices == () or (least is not None and most is not None and least > most)
        return None if nothing else Bound(least, most, choices)

    def as_json(self) -> dict[str, object]:
        told = {"least": self.least, "most": self.most, "choices": self.choices and list(self.choices)}
        return {name: value for name, value in told.items() if value is not None}

    @classmethod
    def of_json(cls, told: Mapping[str, object]) -> Bound:
        least, most, choices = told.get("least"), told.get("most"), told.get("choices")
        return cls(
            least if isinstance(least, int) else None,
            most if isinstance(most, int) else None,
            tuple(choices) if isinstance(choices, (list, tuple)) else None,
        )


ANY: Final = Bound()


@dataclass(frozen=True, slots=True)
class Setting:
    """A line of the registry. label, unit, help: for people, translated when shown (`str()`).

    choices: code -> label, of kind "choice".
    """

    name: str
    kind: Kind
    default: Value
    bound: Bound
    label: object
    unit: object = ""
    help: object = ""
    choices: tuple[tuple[str, object], ...] = ()
    shown: bool = False
    """Readers see its value on the library's page."""


@dataclass(frozen=True, slots=True)
class Told:
    """A bound somebody set. source: the article, contract, rule or reason that says so."""

    level: Level
    bound: Bound
    source: str = ""
    active_from: date = date.min
    active_to: date | None = None

    def holds(self, day: date) -> bool:
        return self.active_from <= day and (self.active_to is None or day < self.active_to)


@dataclass(frozen=True, slots=True)
class Frame:
    """What is left for the member to choose from, and the lowest level that narrowed it."""

    bound: Bound
    level: Level
    source: str = ""


def framed(setting: Setting, told: Iterable[Told], day: date) -> Frame:
    """Down the levels: each narrows what those above it left, or does not count if nothing would be left."""
    now = [one for one in told if one.holds(day)]
    exempt = [one for one in now if one.level is Level.EXEMPTION]
    frame = Frame(setting.bound, Level.REGISTRY)
    for level in (*ABOVE, Level.EXEMPTION if exempt else Level.ALLIANCE):
        for one in now:
            if one.level is level:
                frame = _narrowed(frame, one)
    return frame


def _narrowed(frame: Frame, told: Told) -> Frame:
    left = frame.bound.with_(told.bound)
    if left is None or (left == frame.bound and told.level is not Level.EXEMPTION):
        return frame
    return Frame(left, told.level, told.source)


def decided(setting: Setting, frame: Frame, usual: Value | None, own: Value | None) -> tuple[Value, Level]:
    """The value in force and who said it. usual: the alliance's; own: the member's choice.

    What lies outside the frame is moved to the nearest value inside; then the frame's level has said it.
    """
    for value, level in ((own, Level.LIBRARY), (usual, Level.ALLIANCE), (setting.default, Level.REGISTRY)):
        if value is None:
            continue
        if frame.bound.holds(value):
            return value, level
        if (near := nearest(value, frame.bound)) is not None:
            return near, frame.level
    return next(iter(frame.bound.choices or (setting.default,))), frame.level


def nearest(value: Value, bound: Bound) -> Value | None:
    """The value inside the bound that is nearest; None: no order says which."""
    if bound.choices is not None:
        return bound.choices[0] if len(bound.choices) == 1 else None
    if isinstance(value, str):
        return value[: bound.most]
    low = value if bound.least is None else max(value, bound.least)
    return low if bound.most is None else min(low, bound.most)


def contradicts(lower: Bound, higher: Bound) -> bool:
    """Whether an end or a choice the lower one names lies outside the higher one, or its ends are crossed."""
    ends = [n for n in (lower.least, lower.most) if n is not None]
    crossed = lower.least is not None and lower.most is not None and lower.least > lower.most
    size = Bound(higher.least, higher.most)
    choices = lower.choices or ()
    return (
        crossed
        or lower.choices == ()
        or not all(map(size.holds, ends))
        or not all(map(higher.holds, choices))
    )


def read(setting: Setting, value: object) -> Value:
    """As the setting's kind takes it, from a form's text or a program's value, or members.bad-setting."""
    text = str(value).strip()
    if setting.kind == "flag" and (isinstance(value, bool) or text in {"yes", "no"}):
        return value if isinstance(value, bool) else text == "yes"
    if setting.kind == "number" and not isinstance(value, bool) and _NUMBER.fullmatch(text):
        return int(text)
    if setting.kind == "text":
        return text
    if setting.kind == "choice" and text in {code for code, _label in setting.choices}:
        return text
    raise Refusal("members.bad-setting", {"label": str(setting.label), "value": text[:60]})
