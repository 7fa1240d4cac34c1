"""Writing access levels: a library's own within the alliance's bounds, and those bounds by the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone

from commonshelf.cards.api import GROUP_KINDS
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.number import whole
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import levels_kept as kept
from commonshelf.resources.cards import RuleCard
from commonshelf.resources.deciding import licence_of
from commonshelf.resources.domain import levels, terms
from commonshelf.resources.domain.levels import LEVELS, SCOPES, SERVICES, Line, openness, within
from commonshelf.resources.models import Level, Resource
from commonshelf.resources.setting import owner_of

CONFLICT: Final = 409
MOST: Final = {"embargo_days": 36_500, "most_pages": 100_000, "share": 100}
LONGEST: Final = {"value": 120, "note": 300, "article": 40}
WHOLE: Final = frozenset({"print", "resource"})
"""Scopes that take no value: all printed things; a resource, or all electronic ones."""


@dataclass(frozen=True, slots=True)
class LevelGiven:
    """What somebody writes; see `domain.levels.Line`. widest, narrowest: only of the alliance's lines.

    active_from None: from today; active_to: exclusive.
    """

    scope: str
    service: str
    level: str
    value: str = ""
    resource: int | None = None
    widest: str = ""
    narrowest: str = ""
    groups: tuple[str, ...] = ()
    embargo_days: int = 0
    most_pages: int | None = None
    share: int | None = None
    note: Said = field(default_factory=lambda: Said("", ""))
    article: str = ""
    active_from: date | None = None
    active_to: date | None = None


def ref(owner: str, id: int | None = None) -> Ref:
    return Ref("level", str(id or "new"), owner)


def action(owner: str) -> str:
    """Which row of the permission table is asked; owner "": the alliance's own lines and bounds."""
    return "resources.set-level" if owner else "resources.set-bound"


# -- reading


def rules(
    *, owner: str | None = None, resource: int | None = None, day: date | None = None
) -> list[RuleCard]:
    """Those in force or to come; owner None: everybody's. resource: of that one only."""
    today = day or timezone.localdate()
    rows = Level.objects.order_by("pk")
    if owner is not None:
        rows = rows.filter(owner=members.library_id(symbol=owner) if owner else None)
    if resource is not None:
        rows = rows.filter(resource=resource)
    symbols = members.symbols_by_id()
    cards = [_card(row, symbols) for row in rows if row.active_to is None or today < row.active_to]
    return sorted(
        cards, key=lambda one: (SERVICES.index(one.line.service), SCOPES.index(one.line.scope), one.id)
    )


def rule(*, id: int) -> RuleCard:
    """Also one that is over; Absent where there is none."""
    row = Level.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return _card(row, members.symbols_by_id())


def _card(row: Level, symbols: dict[int, str]) -> RuleCard:
    note = Said(row.note_zh, row.note_en)
    return RuleCard(kept.line_of(row, symbols), note, row.article, row.set_by, row.set_at, row.version)


def bound_for(owner: str, given: LevelGiven, day: date) -> Line | None:
    """The alliance's line whose bounds hold for what a library's line speaks of; None: nothing bounds it.

    Of a line for a whole scope the alliance's line for the same or a wider scope is asked.
    """
    if not owner:
        return None
    thing = levels.Thing(
        owner=owner,
        resource=(given.resource or 0) if given.scope == "resource" else None,
        edition=whole(given.value) if given.scope == "edition" else None,
        classes=(given.value,) if given.scope == "class" else (),
        branch=given.value if given.scope == "branch" else "",
        location=given.value if given.scope == "location" else "",
        policy=given.value if given.scope == "policy" else "",
    )
    return levels.chosen(kept.lines_for("", kept.current()), thing, given.service, day)[1]


# -- writing


def set_level(
    *,
    actor: Actor,
    owner: str,
    given: LevelGiven,
    level: int | None = None,
    version: int = 0,
    key: str = "",
    at: datetime | None = None,
) -> int:
    """A new line (level None) or other words for one; its id. owner "": the alliance's.

    Refuses what cannot be, what is said already (resources.level-exists), what lies outside the alliance's
    bound (resources.outside-bound, which names it) or gives more than the licence (resources.beyond-licence).
    at: when it is written, if not now.
    """
    now = at or timezone.now()

    def do() -> members.Done[int]:
        row = None if level is None else _row(owner, level, version)
        before = _facts(row) if row else None
        today = timezone.localdate(now)
        checked = _checked(owner, given, today, row)
        _alone(owner, checked, row)
        if owner:
            _inside(owner, checked, max(today, checked.active_from or today))
        row = row or Level(owner_id=members.library_id(symbol=owner) if owner else None, version=0)
        _write(row, checked, actor.key, now)
        kept.changed()
        facts = {"before": before, "after": _facts(row)}
        return members.Done(row.pk, facts, ref(owner, row.pk))

    return members.act(actor=actor, action=action(owner), object=ref(owner, level), do=do, key=key, at=now)


def end_level(
    *, actor: Actor, level: int, on: date | None = None, version: int = 0, reason: str = "", key: str = ""
) -> None:
    """on: the first day on which it no longer holds; None: today."""
    owner = rule(id=level).line.owner

    def do() -> members.Done[None]:
        row, today = _row(owner, level, version), timezone.localdate()
        last = on or max(today, row.active_from)
        if row.active_to is not None and row.active_to <= today:
            raise Refusal("resources.level-over", {"to": row.active_to.isoformat()}, CONFLICT)
        if last < today:
            raise Refusal("resources.level-in-the-past", {"field": "last"})
        row.active_to, row.version, row.set_by, row.set_at = last, row.version + 1, actor.key, timezone.now()
        row.save()
        kept.changed()
        return members.Done(None, {"service": row.service, "scope": row.scope, "to": last.isoformat()})

    members.act(actor=actor, action=action(owner), object=ref(owner, level), do=do, key=key, reason=reason)


def _row(owner: str, level: int, version: int) -> Level:
    row = Level.objects.filter(pk=level).first()
    symbols = members.symbols_by_id()
    if row is None or (symbols[row.owner_id] if row.owner_id else "") != owner:
        raise Absent
    if version and row.version != version:
        raise Refusal("resources.level-changed", {"level": level}, CONFLICT)
    return row


def _checked(owner: str, given: LevelGiven, today: date, row: Level | None) -> LevelGiven:
    _words(owner, given)
    for name, most in MOST.items():
        value = getattr(given, name)
        if value is not None and not (0 if name == "embargo_days" else 1) <= value <= most:
            raise Refusal("resources.limit", {"field": name, "most": most})
    texts = {
        "value": given.value,
        "note_zh": given.note.zh,
        "note_en": given.note.en,
        "article": given.article,
    }
    for name, text in texts.items():
        most = LONGEST[name.partition("_")[0]]
        if len(text) > most:
            raise Refusal("resources.too-long", {"field": name, "most": most})
    first = given.active_from or (row.active_from if row else today)
    if first < today and (row is None or row.active_from != first):
        raise Refusal("resources.level-in-the-past", {"field": "active_from"})
    if given.active_to is not None and given.active_to <= first:
        raise Refusal("resources.days-crossed", {"field": "active_to"})
    _placed(owner, given)
    return given


def _words(owner: str, given: LevelGiven) -> None:
    bounds = ("", *LEVELS) if not owner else ("",)
    choices: dict[str, Iterable[str]] = {
        "scope": SCOPES,
        "service": SERVICES,
        "level": LEVELS,
        "widest": bounds,
        "narrowest": bounds,
    }
    for name, known in choices.items():
        if getattr(given, name) not in known:
            raise Refusal("resources.level-word", {"field": name})
    if set(given.groups) - set(GROUP_KINDS):
        raise Refusal("resources.group", {"field": "groups"})
    if given.widest and given.narrowest and openness(given.narrowest) < openness(given.widest):
        raise Refusal("resources.bounds-crossed", {"field": "narrowest"})
    own_bounds = Line(0, "", "print", "", "Loan", given.level, date.min, widest=given.widest,
                      narrowest=given.narrowest)  # fmt: skip
    if not within(given.level, own_bounds):
        raise Refusal("resources.bounds-crossed", {"field": "level"})


def _placed(owner: str, given: LevelGiven) -> None:
    """That there is what the line speaks of."""
    if given.scope in WHOLE:
        if given.value:
            raise Refusal("resources.level-value", {"field": "value"})
    elif not given.value.strip():
        raise Refusal("resources.level-no-value", {"field": "value"})
    if given.scope == "edition" and not whole(given.value):
        raise Refusal("resources.level-no-value", {"field": "value"})
    if given.scope == "branch" and owner:
        codes = {branch.code for branch in members.library(symbol=owner).branches}
        if given.value not in codes:
            raise Refusal("resources.level-no-branch", {"field": "value", "branch": given.value[:40]})
    if (given.scope == "resource") < (given.resource is not None):
        raise Refusal("resources.level-word", {"field": "scope"})
    if given.scope == "resource" and given.service == "Loan":
        raise Refusal("resources.level-no-loan", {"field": "service"})
    if given.resource is not None:
        _licensed(owner, given)


def _licensed(owner: str, given: LevelGiven) -> None:
    row = Resource.objects.filter(pk=given.resource or 0, closed_at=None).first()
    if row is None or owner_of(row) != owner:
        raise Absent
    widest = terms.widest_level(licence_of(row, owner), given.service)
    if widest and openness(given.level) < openness(widest):
        raise Refusal("resources.beyond-licence", {"field": "level", "level": widest})


def _alone(owner: str, given: LevelGiven, row: Level | None) -> None:
    """Refuses a second line for the same thing and service in the same days."""
    first = given.active_from or timezone.localdate()
    same = Level.objects.filter(
        owner=members.library_id(symbol=owner) if owner else None,
        scope=given.scope,
        value__iexact=given.value.strip(),
        service=given.service,
        resource=given.resource,
    ).exclude(pk=row.pk if row else 0)
    for one in same:
        over = one.active_to is not None and one.active_to <= first
        later = given.active_to is not None and given.active_to <= one.active_from
        if not over and not later:
            raise Refusal("resources.level-exists", {"level": one.pk}, CONFLICT)


def _inside(owner: str, given: LevelGiven, day: date) -> None:
    bound = bound_for(owner, given, day)
    if bound is None:
        return
    facts: dict[str, Any] = {"bound": bound.id, "widest": bound.widest, "narrowest": bound.narrowest}
    if not within(given.level, bound):
        raise Refusal("resources.outside-bound", {"field": "level", **facts}, CONFLICT)
    for name in ("most_pages", "share"):
        most, told = getattr(bound, name), getattr(given, name)
        if most is not None and told is not None and told > most:
            raise Refusal("resources.above-bound", {"field": name, "most": most, "bound": bound.id}, CONFLICT)


def _write(row: Level, given: LevelGiven, by: str, now: datetime) -> None:
    row.resource_id, row.scope, row.value = given.resource, given.scope, given.value.strip()
    row.service, row.level = given.service, given.level
    row.widest, row.narrowest = given.widest, given.narrowest
    row.groups, row.embargo_days = list(given.groups), given.embargo_days
    row.most_pages, row.share = given.most_pages, given.share
    row.note_zh, row.note_en = given.note.zh.strip(), given.note.en.strip()
    row.article = given.article.strip()
    row.active_from = given.active_from or row.active_from or timezone.localdate(now)
    row.active_to = given.active_to
    row.set_by, row.set_at, row.version = by, now, row.version + 1
    row.save()


def _facts(row: Level) -> dict[str, Any]:
    """For the event and the history: codes and numbers."""
    return {
        "scope": row.scope,
        "value": row.value,
        "resource": row.resource_id,
        "service": row.service,
        "level": row.level,
        "widest": row.widest,
        "narrowest": row.narrowest,
        "groups": list(row.groups),
        "embargo_days": row.embargo_days,
        "most_pages": row.most_pages,
        "share": row.share,
        "from": row.active_from.isoformat(),
        "to": row.active_to.isoformat() if row.active_to else None,
    }
