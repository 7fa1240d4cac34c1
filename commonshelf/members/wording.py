"""Bounds, values and levels as people say them, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy

from commonshelf.members.actions import SAID
from commonshelf.members.domain.bounds import Bound, Level, Setting, Value

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LEVELS: Final[dict[Level, str | _StrPromise]] = {
    Level.REGISTRY: pgettext_lazy("who says it", "the program"),
    Level.LAW: pgettext_lazy("who says it", "law"),
    Level.CONTRACT: pgettext_lazy("who says it", "contract"),
    Level.EXEMPTION: pgettext_lazy("who says it", "exemption"),
    Level.ALLIANCE: pgettext_lazy("who says it", "the alliance"),
    Level.LIBRARY: pgettext_lazy("who says it", "the library itself"),
}


def action_said(action: str) -> str:
    """What an action is called when people read who did what; one without words its own name."""
    return str(SAID.get(action, action))


def value_said(setting: Setting, value: Value) -> str:
    """ "16 working hours", "Chinese", "yes"."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int):
        return f"{value} {setting.unit}".strip()
    labels = {code: str(label) for code, label in setting.choices}
    return labels.get(value, value)


def set_by(level: Level, source: str) -> str:
    """ "the alliance, rule 4", "law, article 12", "the program"."""
    who = str(LEVELS[level])
    where = gettext("rule {n}").format(n=source) if source and level is Level.ALLIANCE else source
    return gettext("{who}, {where}").format(who=who, where=where) if where else who


def bound_said(setting: Setting, bound: Bound) -> str:
    """ "from 1 to 24 working hours", "Chinese or English", "only yes"."""
    if setting.kind == "flag" or bound.choices is not None:
        values = bound.choices if bound.choices is not None else (True, False)
        said = [value_said(setting, one) for one in values]
        return gettext("only {value}").format(value=said[0]) if len(said) == 1 else _either(said)
    if setting.kind == "text":
        if bound.most is None:
            return gettext("any text")
        told = ngettext("at most {n} character", "at most {n} characters", bound.most)
        return told.format(n=bound.most)
    return _range(bound.least, bound.most, str(setting.unit))


def _range(least: int | None, most: int | None, unit: str) -> str:
    if least is None and most is None:
        return gettext("any number")
    if least == most:
        words = gettext("exactly {least} {unit}")
    elif most is None:
        words = gettext("at least {least} {unit}")
    elif least is None:
        words = gettext("at most {most} {unit}")
    else:
        words = gettext("from {least} to {most} {unit}")
    return words.format(least=least, most=most, unit=unit).strip()


def _either(said: list[str]) -> str:
    """ "a, b or c"."""
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    return gettext("{some} or {last}").format(some=comma.join(said[:-1]), last=said[-1])
