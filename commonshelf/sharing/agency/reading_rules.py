"""Rules as sentences: every value with its name, so that members read them, and two versions side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.resources import api as resources
from commonshelf.sharing.agency.words import GROUPS, LEVELS, SERVICES, SPEED
from commonshelf.sharing.domain.policy import LEVELS as SPEEDS
from commonshelf.sharing.domain.policy import AutoRule, Bounds, Rules
from commonshelf.ui.templatetags.shelf import listed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SECTIONS: Final[dict[str, str | _StrPromise]] = {
    "weights": _("In which order libraries are asked"),
    "limits": _("Capacity and ceilings"),
    "clocks": _("How long each may take"),
    "approvals": _("Licences decided by rule"),
}
LABELS: Final[dict[str, str | _StrPromise]] = {
    "fairness_hours": _("Giving and taking move a library by at most"),
    "p80": _("Weight of uncertain times"),
    "cost_hour": _("Cost that weighs as much as one hour"),
    "loans_a_day": _("Loans asked of a library a day, unless it says otherwise"),
    "copies_a_day": _("Copies asked of a library a day, unless it says otherwise"),
    "most_suppliers": _("Libraries asked before a request ends unfilled"),
    "reader_ceiling": _("The most a reader may be asked for one request"),
    "supply_ceiling": _("The most one library may ask of another for one supply"),
    "month_ceiling": _("The most a library may owe for the supplies of a month"),
    "delegate_cost": _("A delegate decides on a licence up to a cost of"),
    "appeal_days": _("Time to appeal against a refusal"),
    "copy_percent": _("Of a printed work one copy is at most, unless an access level says otherwise"),
    "closed_hours": _("A library closed for longer is passed over"),
    "reciprocal": _("Who supplies nothing of a service is supplied for a fee only"),
    "answer": _("To answer"),
    "ship": _("To send it or deliver the copy"),
    "decide": _("To decide on a licence"),
}
_MONEY: Final = {"cost_hour", "reader_ceiling", "supply_ceiling", "month_ceiling", "delegate_cost"}
_HOURS: Final = {"fairness_hours", "closed_hours"}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One value in words. key: the same in every version; section: one of SECTIONS."""

    key: str
    section: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Changed:
    """before, after: in words, "" where it was not or is no more."""

    section: str
    label: str
    before: str
    after: str


def told(rules: Rules) -> list[RuleLine]:
    lines = [
        RuleLine(name, "weights", str(LABELS[name]), value_of(name, value))
        for name, value in rules.weights.items()
        if name in LABELS
    ]
    lines += [
        RuleLine(name, "limits", str(LABELS[name]), value_of(name, getattr(rules.limits, name)))
        for name in rules.limits.__dataclass_fields__
    ]
    lines += list(_clocks(rules))
    names = _names(rules)
    lines += [
        RuleLine(f"rule:{one.name}", "approvals", one.name, rule_said(one, names)) for one in rules.approvals
    ]
    return lines


def _clocks(rules: Rules) -> Iterable[RuleLine]:
    for level in SPEEDS:
        clock = rules.clock(level)
        for name in ("answer", "ship", "decide"):
            label = gettext("{what}, {speed}").format(what=LABELS[name], speed=SPEED[level])
            yield RuleLine(f"{level}.{name}", "clocks", label, working(getattr(clock, name)))


def sections(rules: Rules) -> list[tuple[str, str, list[RuleLine]]]:
    """(code, heading, lines), the empty ones too."""
    lines = told(rules)
    return [
        (code, str(heading), [one for one in lines if one.section == code])
        for code, heading in SECTIONS.items()
    ]


def compared(before: Rules, after: Rules) -> list[Changed]:
    """What differs; of the rules that decide by themselves also their order."""
    old = {one.key: one for one in told(before)}
    new = {one.key: one for one in told(after)}
    found = [
        Changed(
            str(SECTIONS[one.section]),
            one.label,
            old[key].value if key in old else "",
            new[key].value if key in new else "",
        )
        for key, one in {**old, **new}.items()
        if (old[key].value if key in old else None) != (new[key].value if key in new else None)
    ]
    orders = [[one.name for one in rules.approvals] for rules in (before, after)]
    kept = [[name for name in order if name in orders[0] and name in orders[1]] for order in orders]
    if kept[0] != kept[1]:
        was, now = (" → ".join(order) for order in orders)
        found.append(Changed(str(SECTIONS["approvals"]), gettext("Order of the rules"), was, now))
    return found


def value_of(name: str, value: float | None) -> str:
    if value is None:
        return gettext("no limit")
    if isinstance(value, bool):
        return gettext("this holds") if value else gettext("this does not hold")
    if name in _MONEY:
        return yuan(int(value))
    if name == "p80":
        return f"{value * 100:g} %"
    if name == "copy_percent":
        return f"{value:g} %"
    if name in _HOURS:
        return ngettext("{n} hour", "{n} hours", round(value)).format(n=f"{value:g}")
    if name == "appeal_days":
        return ngettext("{n} day", "{n} days", int(value)).format(n=int(value))
    return f"{value:g}"


def working(hours: int) -> str:
    return ngettext("{n} working hour", "{n} working hours", hours).format(n=hours)


def yuan(fen: int) -> str:
    return gettext("{yuan} yuan").format(yuan=f"{fen / 100:,.2f}".removesuffix(".00"))


def _names(rules: Rules) -> Mapping[str, str]:
    """Symbols of libraries and "resource:id" -> what they are called."""
    language = get_language() or ""
    named = {card.symbol: card.name.in_language(language) for card in members.libraries()}
    named["-"] = gettext("the alliance")
    wanted = {id for one in rules.approvals for id in one.resources}
    for id, name in (resources.names_of(ids=wanted) if wanted else {}).items():
        named[f"resource:{id}"] = name.in_language(language)
    return named


def rule_said(rule: AutoRule, names: Mapping[str, str]) -> str:
    """One sentence: what is asked, then what becomes of it."""
    when = [
        listed(words)
        for words in (
            [str(LEVELS[one]) for one in rule.levels if one in LEVELS],
            [str(SERVICES[one]) for one in rule.services if one in SERVICES],
            [str(GROUPS[one]) for one in rule.groups if one in GROUPS],
            [names.get(one, one) for one in rule.owners],
            [names.get(f"resource:{one}", str(one)) for one in rule.resources],
        )
        if words
    ]
    when += _most(rule)
    then = (
        gettext("approve")
        if rule.then == "approve"
        else gettext("approve, {limits}").format(limits=listed(bounds_said(rule.limits)))
    )
    return gettext("{when}: {then}").format(when=gettext("; ").join(when) or gettext("anything"), then=then)


def _most(rule: AutoRule) -> list[str]:
    found = []
    if rule.most_pages is not None:
        found.append(ngettext("up to {n} page", "up to {n} pages", rule.most_pages).format(n=rule.most_pages))
    if rule.most_a_year is not None:
        told = ngettext("up to {n} page this year", "up to {n} pages this year", rule.most_a_year)
        found.append(told.format(n=rule.most_a_year))
    if rule.most_cost is not None:
        found.append(gettext("up to {yuan}").format(yuan=yuan(rule.most_cost)))
    return found


def bounds_said(bounds: Bounds) -> list[str]:
    """Each limit of an approval in words."""
    found = []
    if bounds.pages is not None:
        found.append(ngettext("{n} page at most", "{n} pages at most", bounds.pages).format(n=bounds.pages))
    if bounds.days is not None:
        found.append(ngettext("for {n} day", "for {n} days", bounds.days).format(n=bounds.days))
    if bounds.on_site:
        found.append(gettext("only on site"))
    return found
