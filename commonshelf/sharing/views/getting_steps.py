"""What will happen once a way is asked for, step by step, before it is."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, ngettext

from commonshelf.cards.api import ReaderCard
from commonshelf.delivery import api as delivery
from commonshelf.sharing import copying
from commonshelf.sharing import reader_words as words
from commonshelf.sharing.planning import words as planned
from commonshelf.sharing.planning.cards import Plan, Way


def steps(kind: str, way: Way | None, plan: Plan, pickup: str) -> list[str]:
    """In order; the reader does nothing but fetch it, or open it."""
    library, _slash, branch = pickup.partition("/")
    supplier = words.library(way.supplier) if way else ""
    told = {
        "partner": planned.partner(way.facts) if way else "",
        "supplier": supplier,
        "pickup": words.place(library, branch),
        "home": words.library(library),
        "when": words.fully(plan.at, way.expected_hours) if way else "",
    }
    opens = _opened(way) if way else ""
    lines = {
        "courier": [
            gettext("{supplier} is asked at once. If it cannot, the next library is asked by itself."),
            gettext("It comes to {pickup}, expected {when}."),
            gettext("You are told when it lies there, and fetch it with your card."),
        ],
        "scan": [
            gettext("{supplier} is asked at once. If it cannot, the next library is asked by itself."),
            gettext("It copies the pages you name, expected {when}."),
            opens,
        ],
        "licensed-copy": [
            gettext("The licence asks for a decision first. You can read who decides, and until when."),
            gettext("Once it is granted the copy is made, expected {when}."),
            opens,
        ],
        "partner": [
            gettext("{home} asks {partner}, outside the alliance, for you."),
            gettext("It comes to {pickup}, expected {when}. What it costs is agreed with you before."),
            gettext("You are told when it lies there, and fetch it with your card."),
        ],
        "partner Copy": [
            gettext("{home} asks {partner}, outside the alliance, for you."),
            gettext("The copy comes as a file, or on paper to {pickup}, expected {when}."),
            gettext("You are told when you can open it or fetch it."),
        ],
        "buy": [
            gettext("{home} reads your suggestion and decides whether to buy it."),
            gettext("You are told what was decided."),
        ],
        "keep": [
            gettext("The library takes it off its shelf and keeps it for you."),
            gettext("You are told when it lies there, and fetch it with your card."),
        ],
        "wait": [
            gettext("The next copy that comes back is kept for you."),
            gettext("You are told when it lies at {pickup}, and fetch it with your card."),
        ],
    }
    service = way.service if way else ""
    return [line.format(**told) for line in lines.get(f"{kind} {service}") or lines[kind]]


def _opened(way: Way) -> str:
    """How long and how often a copy can be opened: as the scanning library set it, or a rule for less."""
    days = _number(way.facts.get("days")) or (delivery.days_open(way.supplier) if way.supplier else 0)
    if not days:
        return gettext("You are told when you can open it here.")
    return ngettext(
        "You are told when you can open it here. It can be opened for {n} day, then it is deleted.",
        "You are told when you can open it here. It can be opened for {n} days, then it is deleted.",
        days,
    ).format(n=days)


def notice(reader: ReaderCard | None, way: Way | None = None) -> tuple[str, ...]:
    """What holds for a copy of something printed, paragraph by paragraph, in the page's language; last how
    much of it may be copied, by this way or as a rule.
    """
    code = copying.usual_notice(reader.group.kind if reader else "")
    texts = delivery.NOTICES[code].texts(get_language() or "zh-hans")
    if way is None:
        limit = copying.limit_said(copying.usual_share(), None)
    else:
        limit = copying.limit_said(_number(way.facts.get("share")), _number(way.facts.get("most_pages")))
    return (*texts, limit) if limit else texts


def _number(told: object) -> int | None:
    return told if isinstance(told, int) else None
