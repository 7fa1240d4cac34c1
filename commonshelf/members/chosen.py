"""Settings that are a number or a yes, as most are: said in a line each, and read as what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from commonshelf.members import bounds


@dataclass(frozen=True, slots=True)
class Number:
    """span: from least to most. label, unit, help, shown: as of `register_setting`."""

    name: str
    default: int
    span: tuple[int, int]
    label: object
    unit: object = ""
    help: object = ""
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """Yes or no."""

    name: str
    default: bool
    label: object
    help: object = ""
    shown: bool = False


def register(*lines: Number | Flag) -> None:
    """Called from a room's `apps.ready()`, in the order in which pages show them."""
    for one in lines:
        told: dict[str, Any] = {"name": one.name, "label": one.label, "help": one.help, "shown": one.shown}
        if isinstance(one, Number):
            least, most = one.span
            bounds.register(kind="number", default=one.default, least=least, most=most, unit=one.unit, **told)
        else:
            bounds.register(kind="flag", default=one.default, **told)


def number(*, library: str, name: str) -> int:
    return int(bounds.setting(library=library, name=name))


def flag(*, library: str, name: str) -> bool:
    return bool(bounds.setting(library=library, name=name))
