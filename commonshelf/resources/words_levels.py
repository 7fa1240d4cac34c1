"""Lines of access levels as people read them, and what they mean for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from commonshelf.cards.api import KIND_WORDS
from commonshelf.kernel.number import whole
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources import levels_kept as kept
from commonshelf.resources import words
from commonshelf.resources.cards import RuleCard
from commonshelf.resources.deciding import licence_of
from commonshelf.resources.domain import levels, terms
from commonshelf.resources.domain.levels import Asker, Line, Ruling, Thing, decide, means
from commonshelf.resources.levelling import LevelGiven
from commonshelf.resources.models import Resource
from commonshelf.resources.naming import names_of

RELATIONS: Final = levels.RELATIONS


@dataclass(frozen=True, slots=True)
class RuleRow:
    """what: of which things; limits: embargo, pages, share; bounds: what members may choose between."""

    card: RuleCard
    service: str
    what: str
    name: Said | None
    level: str
    groups: str
    limits: tuple[str, ...]
    bounds: str


def rule_rows(cards: Iterable[RuleCard]) -> list[RuleRow]:
    """One question, for the names of the resources they speak of."""
    every = list(cards)
    names = names_of(ids={one.line.resource for one in every if one.line.resource is not None})
    return [_row(one, names) for one in every]


def _row(card: RuleCard, names: dict[int, Said]) -> RuleRow:
    line = card.line
    scope = str(words.SCOPES[line.scope])
    return RuleRow(
        card=card,
        service=str(words.SERVICES[line.service]),
        what=what_said(scope, line.value),
        name=names.get(line.resource or 0),
        level=str(words.LEVELS[line.level]),
        groups=gettext(", ").join(str(KIND_WORDS[kind]) for kind in line.groups),
        limits=tuple(limits_said(line)),
        bounds=bounds_said(line),
    )


def what_said(said: str, value: str) -> str:
    if not value:
        return said
    return gettext("{scope}: {value}").format(scope=said, value=value)


def limits_said(line: Line) -> Iterable[str]:
    if line.embargo_days:
        count = line.embargo_days
        yield ngettext("{n} day after its year", "{n} days after its year", count).format(n=count)
    if line.most_pages is not None:
        count = line.most_pages
        yield ngettext("at most {n} page a copy", "at most {n} pages a copy", count).format(n=count)
    if line.share is not None:
        yield gettext("at most {n} % of a work").format(n=line.share)


def bounds_said(line: Line) -> str:
    """Between what members may choose, "" where they choose freely."""
    if not line.widest and not line.narrowest:
        return ""
    told = gettext(", ").join(str(words.LEVELS[level]) for level in levels.between(line))
    return gettext("Members may choose: {levels}").format(levels=told)


# -- what it means for whom


@dataclass(frozen=True, slots=True)
class Cell:
    """answer: in words; why: a sentence, "" for a plain yes. tone: yes, wait or no."""

    answer: str
    why: str
    tone: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class MeantRow:
    """One thing, its level in words, and a cell for each relation. line: the rule that decides."""

    what: str
    name: Said | None
    level: str
    cells: tuple[Cell, ...]
    line: int | None
    bounded: bool
    limits: tuple[str, ...]


def cell(ruling: Ruling, relation: str, group: str, *, on_site: bool = False) -> Cell:
    meaning = means(ruling, Asker(relation, group if relation != "visitor" else "", on_site))
    tone = "yes" if meaning.answer == "yes" else "no" if meaning.answer == "no" else "wait"
    why = str(words.WHY[meaning.why]) if meaning.why in words.WHY else ""
    until = ruling.until.isoformat() if ruling.until else ""
    return Cell(str(words.ANSWERS[meaning.answer]), why.format(day=until), tone)


def meant(owner: str, service: str, group: str, day: date) -> list[MeantRow]:
    """Every thing the library has said something of, after what holds for the rest of it."""
    lines = kept.lines_for(owner)
    rows: list[MeantRow] = []
    things = _things(owner, service, lines, day)
    names = names_of(ids={thing.resource for _, thing in things if thing.resource})
    usual = _usual(service, [thing.resource for _, thing in things if thing.resource])
    for said, thing in things:
        ruling = decide(lines, thing, service, day, usual.get(thing.resource or 0, ""))
        line = next((one for one in lines if one.id == ruling.line), None)
        rows.append(
            MeantRow(
                said,
                names.get(thing.resource or 0),
                str(words.LEVELS[ruling.level]),
                tuple(cell(ruling, relation, group) for relation in RELATIONS),
                ruling.line,
                ruling.bounded,
                tuple(limits_said(line)) if line else (),
            )
        )
    return rows


def _things(owner: str, service: str, lines: Sequence[Line], day: date) -> list[tuple[str, Thing]]:
    found: list[tuple[str, Thing]] = []
    if owner:
        found.append((str(words.SCOPES["print"]), Thing(owner)))
        for line in lines:
            if line.service == service and line.scope not in {"print", "resource"} and line.holds(day):
                said = what_said(str(words.SCOPES[line.scope]), line.value)
                thing = thing_of(owner, line.scope, line.value)
                if (said, thing) not in found:
                    found.append((said, thing))
    if service != "Loan":
        whose = members.library_id(symbol=owner) if owner else None
        rows = Resource.objects.filter(owner=whose, closed_at=None).order_by("name_zh", "pk")
        found += [("", Thing(owner, resource=row.pk)) for row in rows[:200]]
    return found


def thing_of(owner: str, scope: str, value: str, resource: int | None = None) -> Thing:
    """The thing a line speaks of; of a scope without a value one that nothing else is said of."""
    return Thing(
        owner=owner,
        resource=(resource or 0) if scope == "resource" else None,
        edition=whole(value) if scope == "edition" else None,
        classes=(value,) if scope == "class" else (),
        branch=value if scope == "branch" else "",
        location=value if scope == "location" else "",
        policy=value if scope == "policy" else "",
    )


def _usual(service: str, resources: Iterable[int]) -> dict[int, str]:
    rows = Resource.objects.filter(pk__in=list(resources))
    symbols = members.symbols_by_id()
    return {
        row.pk: terms.usual_level(licence_of(row, symbols[row.owner_id] if row.owner_id else ""), service)
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What a line would change for one kind of reader."""

    who: str
    before: Cell
    after: Cell


def would_change(owner: str, given: LevelGiven, level: int | None) -> list[Change]:
    """For a reader of the first group the line is for (else of any), by relation, today."""
    today = timezone.localdate()
    lines = [one for one in kept.lines_for(owner) if one.id != level]
    thing = thing_of(owner or "", given.scope, given.value, given.resource)
    line = Line(
        level or 0, owner, given.scope, given.value.strip(), given.service, given.level,
        min(given.active_from or today, today), given.active_to, given.resource, given.widest,
        given.narrowest, given.groups, given.embargo_days, given.most_pages, given.share,
    )  # fmt: skip
    usual = _usual(given.service, [given.resource] if given.resource else []).get(given.resource or 0, "")
    before = decide(kept.lines_for(owner), thing, given.service, today, usual)
    after = decide([*lines, line], thing, given.service, today, usual)
    group = given.groups[0] if given.groups else ""
    found = []
    for relation, who in words.RELATIONS.items():
        was, will = cell(before, relation, group), cell(after, relation, group)
        found.append(Change(str(who), was, replace(will, changed=was.answer != will.answer)))
    return found
