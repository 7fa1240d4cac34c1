"""Duties of the alliance: the list it begins with, and what a rota may look like. No Django, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from commonshelf.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Listed:
    """A duty as an alliance begins with it; every word can be changed."""

    code: str
    zh: str
    en: str
    about_zh: str
    about_en: str


BEGINS_WITH: Final = (
    Listed(
        "management",
        "牵头管理",
        "Management",
        "召集会议、准备表决、保管章程与合同。",
        "Calls meetings, prepares votes, keeps the rules and contracts.",
    ),
    Listed(
        "document-delivery",
        "文献传递",
        "Document delivery",
        "把各馆之间的申请送到能提供的馆，盯住迟到的。",
        "Sees that what one library asks of another arrives, and follows what is late.",
    ),
    Listed(
        "site-upkeep",
        "系统维护",
        "Site upkeep",
        "备份、升级、恢复演练，回答系统方面的问题。",
        "Backups, upgrades, restore drills, and answers about the system.",
    ),
    Listed(
        "special-documents",
        "特色文献",
        "Special documents",
        "地方志、古籍、学位论文等特色文献的线索与答复。",
        "Local history, old prints, theses: leads and answers.",
    ),
    Listed(
        "vocabulary",
        "分类与主题词",
        "Vocabulary",
        "学科表、类目对照和共用主题词。",
        "The list of disciplines, tables of classes, shared subject words.",
    ),
    Listed(
        "reference-desk",
        "联合咨询台",
        "Reference desk",
        "回答读者提给全联盟的问题。",
        "Answers the questions readers put to the whole alliance.",
    ),
)
LONGEST_SPAN: Final = timedelta(hours=14)
FURTHEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Slot:
    """A turn in a week's plan: on which day, from when to when, whose."""

    date: date
    starts: time
    ends: time
    library: str
    person: str


def week_of(day: date) -> tuple[date, ...]:
    """The seven days of its week, Monday first."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))


def check_times(day: date, starts: time, ends: time, today: date) -> None:
    """A turn lies ahead, ends on its own day after it began, and is no longer than a day's work."""
    if day < today:
        raise Refusal("office.shift-past", {"field": "date", "day": day.isoformat()})
    if day > today + FURTHEST:
        raise Refusal("office.shift-far", {"field": "date", "day": day.isoformat()})
    if ends <= starts:
        raise Refusal(
            "office.shift-times", {"field": "ends", "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
        )
    if _minutes(ends) - _minutes(starts) > LONGEST_SPAN // timedelta(minutes=1):
        raise Refusal("office.shift-long", {"field": "ends", "hours": LONGEST_SPAN // timedelta(hours=1)})


def overlap(starts: time, ends: time, others: Iterable[tuple[time, time]]) -> bool:
    """Nobody is in two places at once; turns that only touch do not overlap."""
    return any(starts < other_ends and other_starts < ends for other_starts, other_ends in others)


def copied(
    week: Sequence[Slot], there: Sequence[Slot], to: date, working: frozenset[tuple[str, str]]
) -> list[Slot]:
    """A week's plan once more in the week of `to`. Who works there no more leaves a gap; what overlaps
    a turn of the same person, or repeats one that stands there already, is left out.
    """
    monday = week_of(to)[0]
    made: list[Slot] = []
    for slot in sorted(week, key=lambda one: (one.date, one.starts, one.person)):
        person = slot.person if (slot.person, slot.library) in working else ""
        new = Slot(monday + timedelta(days=slot.date.weekday()), slot.starts, slot.ends, slot.library, person)
        beside = [one for one in (*there, *made) if one.date == new.date]
        if new in beside or (
            not person and any((o.starts, o.ends) == (new.starts, new.ends) for o in beside)
        ):
            continue
        if person and overlap(
            new.starts, new.ends, [(o.starts, o.ends) for o in beside if o.person == person]
        ):
            continue
        made.append(new)
    return made


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
