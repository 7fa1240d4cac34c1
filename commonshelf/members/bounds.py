"""Settings of members within the alliance's bounds: the registry, reading a value, choosing one.

Read as often as you like: all of it is kept in the process under the directory's mark.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils import timezone

from commonshelf.kernel.refusal import Absent
from commonshelf.members import directory
from commonshelf.members.domain import bounds as domain
from commonshelf.members.domain.bounds import Bound, Frame, Kind, Level, Setting, Told, Value
from commonshelf.members.models import AllianceSetting, Binding, Exemption, LibrarySetting

_REGISTRY: Final[dict[str, Setting]] = {}
_LOCK: Final = threading.Lock()


@dataclass(frozen=True, slots=True)
class SettingCard:
    """One setting at one library: the value in force, who said it, and what may be chosen.

    own: the library's own choice, None where it made none; it does not count where said_by is another.
    bound_by, rule: the lowest level that narrowed the bound, and the article, rule or reason it named.
    """

    name: str
    value: Value
    bound: Bound
    default: Value
    said_by: Level
    rule: str
    own: Value | None = None
    bound_by: Level = Level.REGISTRY


def register(
    *,
    name: str,
    kind: Kind,
    default: Value,
    label: object,
    least: int | None = None,
    most: int | None = None,
    choices: Mapping[str, object] | None = None,
    unit: object = "",
    help: object = "",
    shown: bool = False,
) -> None:
    """Called from a room's `apps.ready()`, once for each name ("room.name").

    kind number: from `least` to `most`; text: at most `most` characters; choice: one of `choices`
    (code -> label); flag: yes or no. label, unit and help are lazily translated. shown: to readers too.
    """
    if name in _REGISTRY:
        raise ValueError(f"two settings named {name!r}")
    codes = tuple(choices) if choices else None
    setting = Setting(
        name,
        kind,
        default,
        Bound(least, most, codes),
        label,
        unit,
        help,
        tuple((choices or {}).items()),
        shown,
    )
    if not setting.bound.holds(domain.read(setting, default)):
        raise ValueError(f"the default of {name!r} is outside its own bound")
    _REGISTRY[name] = setting


def registered() -> list[Setting]:
    """All there are, in the order in which the rooms named them."""
    return list(_REGISTRY.values())


def known(name: str) -> Setting:
    try:
        return _REGISTRY[name]
    except KeyError:
        raise Absent from None


@dataclass(slots=True)
class _Held:
    """All rows, by the mark they were read under. usual, told ("": every member), own: by setting's name."""

    mark: str = ""
    usual: dict[str, Value] = field(default_factory=dict)
    told: dict[str, dict[str, list[Told]]] = field(default_factory=dict)
    own: dict[str, dict[str, Value]] = field(default_factory=dict)


_held = _Held()


def _current() -> _Held:
    global _held  # noqa: PLW0603  # swapped whole, as the directory is
    mark = directory.mark()
    held = _held
    if not mark or held.mark != mark:
        held = _read(mark)
        with _LOCK:
            _held = held
    return held


def _read(mark: str) -> _Held:
    held = _Held(mark)
    told: dict[str, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    own: dict[str, dict[str, Value]] = defaultdict(dict)
    for row in AllianceSetting.objects.all():
        if row.value is not None:
            held.usual[row.name] = row.value
        if row.bound:
            told[row.name][""].append(Told(Level.ALLIANCE, Bound.of_json(row.bound), row.rule))
    for demand in Binding.objects.select_related("library").order_by("pk"):
        whom = demand.library.symbol if demand.library else ""
        told[demand.name][whom].append(binding_told(demand))
    for one in Exemption.objects.select_related("library").order_by("pk"):
        told[one.name][one.library.symbol].append(exemption_told(one))
    chosen = LibrarySetting.objects.values_list("name", "library__symbol", "value")
    for name, symbol, value in chosen:
        if value is not None:
            own[name][symbol] = value
    held.told, held.own = dict(told), dict(own)
    return held


def binding_told(row: Binding) -> Told:
    return Told(Level(row.level), Bound.of_json(row.bound), row.source, row.active_from, row.active_to)


def exemption_told(row: Exemption) -> Told:
    bound = Bound.of_json(row.bound)
    return Told(Level.EXEMPTION, bound, row.reason, row.active_from, row.active_to)


def _told(held: _Held, library: str, name: str) -> list[Told]:
    """Every bound said for this library: those for all members first."""
    of_name: Mapping[str, Iterable[Told]] = held.told.get(name, {})
    return [*of_name.get("", ()), *(of_name.get(library, ()) if library else ())]


def frame_of(
    *, library: str, name: str, day: date | None = None, instead: Told | None = None, above: bool = False
) -> Frame:
    """What may be chosen there. instead: taken in the place of the alliance's bound, to see what would be.

    above: only what stands above the alliance counts.
    """
    told = [
        one
        for one in _told(_current(), library, name)
        if not (above and one.level not in domain.ABOVE)
        and not (instead is not None and one.level is Level.ALLIANCE)
    ]
    return domain.framed(known(name), [*told, *([instead] if instead else [])], day or timezone.localdate())


def own_choices(name: str) -> dict[str, Value]:
    """Symbol -> what it chose itself."""
    return dict(_current().own.get(name, {}))


def usual(name: str) -> Value | None:
    """The alliance's own value, if it said one."""
    return _current().usual.get(name)


def _card(held: _Held, setting: Setting, library: str, day: date) -> SettingCard:
    name = setting.name
    frame = domain.framed(setting, _told(held, library, name), day)
    own = held.own.get(name, {}).get(library)
    value, said_by = domain.decided(setting, frame, held.usual.get(name), own)
    return SettingCard(
        name, value, frame.bound, setting.default, said_by, frame.source, own=own, bound_by=frame.level
    )


def setting(*, library: str, name: str, day: date | None = None) -> Value:
    """What holds at this library (Symbol; "": for the alliance) on the day; Absent: no such setting."""
    return _card(_current(), known(name), library, day or timezone.localdate()).value


def without_choice(*, library: str, name: str) -> Value:
    """What would hold there today if the library chose nothing."""
    frame = frame_of(library=library, name=name)
    return domain.decided(known(name), frame, usual(name), None)[0]


def settings_of(*, library: str) -> list[SettingCard]:
    """All of them, in the order of the registry."""
    held, today = _current(), timezone.localdate()
    return [_card(held, one, library, today) for one in _REGISTRY.values()]
