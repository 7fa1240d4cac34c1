"""Rules that set a bound: what may not contradict what, and the day on which a rule takes effect.

Law and contracts stand above all rules, the charter above an alliance rule, that above a local one
(A25). What the members' settings say of law and contracts is asked there.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import MACHINE
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.office.domain import rules as domain
from commonshelf.office.models import Rule, RuleVersion
from commonshelf.ui import api as ui

CONFLICT: Final = 409
LOCAL: Final = domain.Level.LOCAL


def check(row: Rule, version: RuleVersion) -> None:
    """Refuses a version that contradicts what stands above it, or says what another rule says already."""
    if not version.setting:
        return
    if version.setting not in {one.name for one in members.registered_settings()}:
        raise Refusal("office.no-such-setting", {"field": "setting", "said": version.setting[:60]})
    if row.level == LOCAL:
        # The members' own check names the bound and who set it.
        members.fits(library=row.library, name=version.setting, value=version.bound.get("value", ""))
        return
    if version.scope != "all":
        raise Refusal("office.bound-for-all", {"field": "setting"})
    if not any(version.bound.get(name) not in (None, []) for name in ("least", "most", "choices")):
        raise Refusal("office.no-bound", {"field": "least"})
    domain.in_order(version.bound)
    members.check_bound(name=version.setting, bound=members.Bound.of_json(version.bound))
    today = timezone.localdate()
    for other in _held(version.setting, today, coming=True):
        if other.rule_id == row.pk:
            continue
        if other.rule.level == row.level:
            facts = {"field": "setting", "number": other.rule.number}
            raise Refusal("office.setting-ruled-elsewhere", facts, CONFLICT)
        if row.level == domain.Level.ALLIANCE and not domain.within(version.bound, other.bound):
            facts = {"field": "least", "number": other.rule.number, "title": other.title_zh or other.title_en}
            raise Refusal("office.against-higher-rule", facts, CONFLICT)


def _held(setting: str, today: date, library: str = "", *, coming: bool = False) -> list[RuleVersion]:
    """Versions that name the setting and are in force (coming: or will be), the higher level first."""
    named = RuleVersion.objects.filter(setting=setting, rule__library=library).values("rule")
    rows = (
        RuleVersion.objects.filter(rule__in=named, adopted_date__isnull=False)
        .select_related("rule")
        .order_by("rule__order", "-number")
    )
    of_rule: dict[int, list[RuleVersion]] = {}
    for one in rows:
        of_rule.setdefault(one.rule_id, []).append(one)
    found: list[RuleVersion] = []
    for versions in of_rule.values():
        repealed = versions[0].rule.repealed_date
        plain = {
            one.number: domain.Version(one.number, one.adopted_date, one.effective_date) for one in versions
        }
        now = domain.in_force(plain.values(), repealed, today)
        later = [one for one in versions if coming and one.effective_date and one.effective_date > today]
        if repealed is not None and coming:
            later = [one for one in later if one.effective_date and one.effective_date < repealed]
        found += [
            one
            for one in versions
            if one.setting == setting and ((now and one.number == now.number) or one in later)
        ]
    return found


def bind_now(row: Rule, today: date) -> None:
    """Inside the act that adopts or repeals: what is due today is set at once, or the act is refused."""
    names = set(row.versions.exclude(setting="").values_list("setting", flat=True))
    for name in sorted(names):
        _bind(name, row.library, today)


def take_effect(now: datetime) -> None:
    """The turn of every night: each setting that a rule names gets the bound of the rules in force."""
    today = timezone.localdate(now)
    named = RuleVersion.objects.exclude(setting="").filter(adopted_date__isnull=False)
    for name, library in sorted(set(named.values_list("setting", "rule__library"))):
        try:
            with members.together():
                _bind(name, library, today)
        except Refusal as refusal:
            said = ui.sentence(refusal)[:500]
            # A mark for the rule's page, no act: the setting stands as it stood; tomorrow it is tried again.
            due = [one.pk for one in _held(name, today, library) if one.bound_at is None]
            RuleVersion.objects.filter(pk__in=due).update(bound_problem=said)


def _bind(name: str, library: str, today: date) -> None:
    """Sets what the rules in force say, once; takes back what a rule said that no longer is."""
    held = _held(name, today, library)
    bound = RuleVersion.objects.filter(setting=name, rule__library=library, bound_at__isnull=False)
    over = list(bound.exclude(pk__in=[one.pk for one in held]))
    if not over and all(one.bound_at for one in held):
        return
    if library:
        value = held[0].bound.get("value") if held else None
        members.set_setting(
            actor=MACHINE, library=library, name=name, value=value, reason=_numbers(held or over)
        )
    else:
        left = members.Bound.of_json(domain.together(one.bound for one in held))
        members.set_bound(
            actor=MACHINE,
            name=name,
            value=_usual(name, left),
            bound=left,
            rule=held[-1].rule.number if held else "",
            sure=True,  # whoever adopted it has read which members it moves
        )
    # Which version the setting now follows: the act that set it is the one above.
    RuleVersion.objects.filter(pk__in=[one.pk for one in held]).update(
        bound_at=timezone.now(), bound_problem=""
    )
    RuleVersion.objects.filter(pk__in=[one.pk for one in over]).update(bound_at=None)


def _usual(name: str, bound: members.Bound) -> object:
    """The alliance's usual value as far as the new bound leaves it; None: the program's."""
    card = next(one for one in members.settings_of(library="") if one.name == name)
    return card.value if card.said_by == "alliance" and bound.holds(card.value) else None


def _numbers(versions: Iterable[RuleVersion]) -> str:
    return ", ".join(one.rule.number for one in versions)
