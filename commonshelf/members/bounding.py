"""Acts on settings: a member's choice, the alliance's bound, what law and contracts demand, exemptions.

Precedence (A25): law, contract, alliance rule, local rule. Whoever says something that a higher one
forbids is refused with the higher bound in the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import bounds, directory
from commonshelf.members.acting import Done, act
from commonshelf.members.domain import bounds as domain
from commonshelf.members.domain import checks
from commonshelf.members.domain.bounds import Bound, Frame, Level, Setting, Told, Value
from commonshelf.members.models import AllianceSetting, Binding, Exemption, Library, LibrarySetting
from commonshelf.members.wording import LEVELS, bound_said, value_said

CONFLICT: Final = 409


@dataclass(frozen=True, slots=True)
class Outside:
    """A member whose own choice a new bound leaves out, and what it would become (None: the alliance's)."""

    library: str
    value: Value
    becomes: Value | None


def _library(symbol: str) -> Library:
    found = Library.objects.filter(symbol=symbol).first()
    if found is None:
        raise Absent
    return found


def _refused(setting: Setting, told: str, frame: Frame) -> Refusal:
    """The refusal that says the bound, who set it and where that is written."""
    return Refusal(
        "members.out-of-bounds",
        {
            "label": str(setting.label),
            "value": told,
            "bound": bound_said(setting, frame.bound),
            "by": str(LEVELS[frame.level]),
            "rule": frame.source,
            "least": frame.bound.least,
            "most": frame.bound.most,
        },
        CONFLICT,
    )


def fits(*, library: str, name: str, value: object) -> Value:
    """The value as the setting takes it; refuses what lies outside the library's bound today.

    For rule books and forms that ask before they act.
    """
    setting = bounds.known(name)
    chosen = domain.read(setting, value)
    frame = bounds.frame_of(library=library, name=name)
    if not frame.bound.holds(chosen):
        raise _refused(setting, value_said(setting, chosen), frame)
    return chosen


def set_setting(
    *, actor: Actor, library: str, name: str, value: object, reason: str = "", key: str = ""
) -> None:
    """The library's own choice; None: the alliance's holds again. Refuses members.out-of-bounds."""
    bounds.known(name)

    def do() -> Done[None]:
        row = _library(library)
        own = LibrarySetting.objects.filter(library=row, name=name).first()
        before = own.value if own else None
        chosen = None if value is None else fits(library=library, name=name, value=value)
        if chosen is None:
            LibrarySetting.objects.filter(library=row, name=name).delete()
        else:
            own = own or LibrarySetting(library=row, name=name, version=0)
            own.value, own.version = chosen, own.version + 1
            own.save()
        directory.changed()
        return Done(None, {"setting": name, "before": before, "after": chosen})

    object = Ref("library", library, library)
    act(actor=actor, action="members.set-setting", object=object, do=do, key=key, reason=reason)


def would_fall_outside(*, name: str, bound: Bound, value: Value | None) -> list[Outside]:
    """Members whose own choice would no longer count if the alliance said this, by symbol."""
    told = Told(Level.ALLIANCE, bound)
    found = []
    for symbol, own in sorted(bounds.own_choices(name).items()):
        frame = bounds.frame_of(library=symbol, name=name, instead=told)
        if not frame.bound.holds(own):
            near = domain.nearest(own, frame.bound)
            found.append(Outside(symbol, own, value if near is None else near))
    return found


def _within_what_stands_above(setting: Setting, bound: Bound, library: str = "") -> Frame:
    above = bounds.frame_of(library=library, name=setting.name, above=True)
    if domain.contradicts(bound, above.bound):
        raise _refused(setting, bound_said(setting, bound), above)
    return above


def check_bound(*, name: str, bound: Bound) -> None:
    """Refuses what `set_bound` would refuse because of the program, law or a contract: for a rule book."""
    _within_what_stands_above(bounds.known(name), bound)


def set_bound(
    *,
    actor: Actor,
    name: str,
    value: object = None,
    bound: Bound = domain.ANY,
    rule: str = "",
    sure: bool = False,
    key: str = "",
) -> list[Outside]:
    """What the alliance says: its usual value (None: the program's), the bound, and the rule that says so.

    Members whose own choice falls outside are named in the refusal members.members-outside; sure: their
    choice is moved to the nearest one inside, each with an event of its own. Returns who was moved.
    """
    setting = bounds.known(name)

    def do() -> Done[list[Outside]]:
        above = _within_what_stands_above(setting, bound)
        usual = None if value is None else domain.read(setting, value)
        left = above.bound.with_(bound) or above.bound
        if usual is not None and not left.holds(usual):
            raise _refused(setting, value_said(setting, usual), Frame(left, Level.ALLIANCE, rule))
        moved = would_fall_outside(name=name, bound=bound, value=usual)
        if moved and not sure:
            named = ", ".join(one.library for one in moved)
            raise Refusal("members.members-outside", {"n": len(moved), "libraries": named}, CONFLICT)
        row = AllianceSetting.objects.filter(name=name).first() or AllianceSetting(name=name, version=0)
        before = {"value": row.value, "bound": row.bound, "rule": row.rule}
        row.value, row.bound, row.rule, row.version = usual, bound.as_json(), rule.strip(), row.version + 1
        row.save()
        directory.changed()
        for one in moved:
            set_setting(actor=actor, library=one.library, name=name, value=one.becomes, reason=rule)
        after = {"value": row.value, "bound": row.bound, "rule": row.rule}
        facts = {"setting": name, "before": before, "after": after, "moved": [one.library for one in moved]}
        return Done(moved, facts, stored=[[one.library, one.value, one.becomes] for one in moved])

    return act(
        actor=actor,
        action="members.set-bound",
        object=Ref("setting", name),
        do=do,
        key=key,
        again=lambda stored: [Outside(*one) for one in stored] if isinstance(stored, list) else [],
    )


def bind(
    *,
    actor: Actor,
    level: str,
    name: str,
    bound: Bound,
    source: str,
    library: str = "",
    active_from: date | None = None,
    active_to: date | None = None,
    key: str = "",
) -> int:
    """Write down what law, or a contract (of one library, or "" of all), demands; the row's id."""
    setting = bounds.known(name)
    object = Ref("setting", name, library)

    def do() -> Done[int]:
        if level not in domain.ABOVE:
            raise Refusal("members.bad-level", {"level": level[:20]})
        if not source.strip():
            raise Refusal("members.no-source")
        if bound == domain.ANY:
            raise Refusal("members.no-bound", {"label": str(setting.label)})
        start = active_from or timezone.localdate()
        checks.dates(start, active_to)
        program = Frame(setting.bound, Level.REGISTRY)
        if domain.contradicts(bound, program.bound):
            raise _refused(setting, bound_said(setting, bound), program)
        row = Binding.objects.create(
            level=level,
            library=_library(library) if library else None,
            name=name,
            bound=bound.as_json(),
            source=source.strip()[:200],
            active_from=start,
            active_to=active_to,
        )
        directory.changed()
        facts = {"setting": name, "level": level, "bound": row.bound, "source": row.source}
        return Done(row.pk, {**facts, "from": str(start), "to": str(active_to) if active_to else None})

    return act(actor=actor, action="members.bind", object=object, do=do, key=key)


def unbind(*, actor: Actor, binding: int, reason: str, key: str = "") -> None:
    """From today on it demands nothing any more."""
    row = Binding.objects.filter(pk=binding).select_related("library").first()
    if row is None:
        raise Absent

    def do() -> Done[None]:
        if not reason.strip():
            raise Refusal("members.no-reason")
        row.active_to = max(timezone.localdate(), row.active_from)
        row.save(update_fields=["active_to"])
        directory.changed()
        return Done(None, {"setting": row.name, "level": row.level, "source": row.source})

    object = Ref("setting", row.name, row.library.symbol if row.library else "")
    act(actor=actor, action="members.unbind", object=object, do=do, key=key, reason=reason)


def exempt(
    *,
    actor: Actor,
    library: str,
    name: str,
    bound: Bound,
    reason: str,
    active_from: date | None = None,
    active_to: date | None = None,
    key: str = "",
) -> int:
    """For these days the library chooses within this bound instead of the alliance's (A25); the row's id.

    Needs a reason and an end; begins today or later; lies within law and contracts. active_to: the first
    day on which it no longer holds.
    """
    setting = bounds.known(name)
    start = active_from or timezone.localdate()
    days = (active_to - start).days if active_to else 0  # without an end it is refused below

    def do() -> Done[int]:
        row = _library(library)
        if not reason.strip():
            raise Refusal("members.no-reason")
        if active_to is None:
            raise Refusal("members.exemption-endless")
        if start < timezone.localdate():
            raise Refusal("members.begins-in-the-past", {"from": str(start)})
        checks.dates(start, active_to)
        _within_what_stands_above(setting, bound, library)
        same = Exemption.objects.filter(
            library=row, name=name, active_to__gt=start, active_from__lt=active_to
        )
        if earlier := same.first():
            facts = {"from": str(earlier.active_from), "to": str(earlier.active_to)}
            raise Refusal("members.exempted-already", facts, CONFLICT)
        made = Exemption.objects.create(
            library=row,
            name=name,
            bound=bound.as_json(),
            reason=reason.strip()[:500],
            active_from=start,
            active_to=active_to,
            decided_at=timezone.now(),
            decided_by=actor.key,
        )
        directory.changed()
        facts = {"setting": name, "bound": made.bound, "from": str(start), "to": str(active_to)}
        return Done(made.pk, facts)

    object = Ref("library", library, library)
    return act(
        actor=actor, action="members.exempt", object=object, do=do, key=key, reason=reason, amount=days
    )


def end_exemption(*, actor: Actor, exemption: int, reason: str, key: str = "") -> None:
    """From today on the alliance's bound holds again."""
    row = Exemption.objects.filter(pk=exemption).select_related("library").first()
    if row is None:
        raise Absent
    symbol = row.library.symbol

    def do() -> Done[None]:
        if not reason.strip():
            raise Refusal("members.no-reason")
        today = timezone.localdate()
        if row.active_to <= today:
            raise Refusal("members.exemption-over", {"to": str(row.active_to)}, CONFLICT)
        row.active_to = max(today, row.active_from)
        row.save(update_fields=["active_to"])
        directory.changed()
        return Done(None, {"setting": row.name, "to": str(row.active_to)})

    object = Ref("library", symbol, symbol)
    act(actor=actor, action="members.end-exemption", object=object, do=do, key=key, reason=reason)
