"""Kinds of work: each room names its own when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Kind:
    """opens_with: what the link says that leads to where it is done; "" for what is done at the desk itself.

    stays: it is about something its library owns, so it cannot move to another library and ends with it.
    """

    name: str
    label: str | _StrPromise
    opens_with: str | _StrPromise = ""
    stays: bool = False

    @property
    def elsewhere(self) -> bool:
        return bool(self.opens_with)


_kinds: dict[str, Kind] = {}


def register_kind(
    *, name: str, label: str | _StrPromise, opens_with: str | _StrPromise = "", stays: bool = False
) -> None:
    """Called from a room's `apps.ready()`, once for each kind."""
    if name in _kinds:
        raise ValueError(f"two kinds of work named {name!r}")
    _kinds[name] = Kind(name, label, opens_with, stays)


def kind(*, name: str) -> Kind:
    """Also of a room that is no longer installed: then its name is all there is to say."""
    return _kinds.get(name) or Kind(name, name)


def known(name: str) -> bool:
    return name in _kinds


def kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())
