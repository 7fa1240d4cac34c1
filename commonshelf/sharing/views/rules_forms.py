"""The rules of scheduling as a form: numbers with their bounds, a block for each rule that decides."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing.agency.reading_rules import LABELS
from commonshelf.sharing.agency.words import GROUPS, LEVELS, SERVICES
from commonshelf.sharing.domain.policy import FLAGS, HOURS, LIMITS, WEIGHTS, Rules, Span
from commonshelf.sharing.domain.policy import LEVELS as SPEEDS
from commonshelf.ui import api as ui
from commonshelf.ui.api import Form

MONEY: Final = ("reader_ceiling", "supply_ceiling", "month_ceiling", "delegate_cost")
_CLOCK: Final = ("answer", "ship", "decide")
_UNITS: Final = {
    "fairness_hours": _("hours, from 0 to 48. 0: only time counts."),
    "p80": _("percent, from 0 to 100. 0 ranks by the mean, 100 by the time that four of five requests keep."),
    "cost_hour": _("yuan, up to 1,000. 0: cost has no part in the order."),
    "loans_a_day": _("Empty: no limit."),
    "copies_a_day": _("Empty: no limit."),
    "month_ceiling": _("yuan. Above it only libraries that ask nothing are asked. Empty: no limit."),
    "reader_ceiling": _("yuan. 0: readers never pay."),
    "supply_ceiling": _("yuan. 0: libraries supply one another for nothing."),
    "delegate_cost": _("yuan. Empty: no limit."),
    "appeal_days": _("days, from 1 to 90."),
    "copy_percent": _("percent of its pages, from 1 to 100. Empty: no limit."),
    "closed_hours": _("hours of the clock, from 1 to 1,000."),
    "most_suppliers": _("from 1 to 100."),
}


def yuan(span: Span, label: Any, help: Any) -> forms.DecimalField:
    """Fen in the rules, yuan on the page."""
    return forms.DecimalField(
        label=label,
        help_text=help,
        required=not span.none,
        min_value=Decimal(int(span.least)) / 100,
        max_value=Decimal(int(span.most)) / 100,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )


def fen(value: Decimal | None) -> int | None:
    return None if value is None else int(value * 100)


class RulesForm(Form):
    """Everything but the rules that decide by themselves, which are a set of `AutoForm`."""

    problem = ""
    words = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For every member to read."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, span in WEIGHTS.items():
            self.fields[name] = self._weight(name, span)
        for name, span in LIMITS.items():
            label, help = LABELS[name], _UNITS.get(name, "")
            self.fields[name] = yuan(span, label, help) if name in MONEY else _whole(span, label, help)
        for name in FLAGS:
            self.fields[name] = forms.BooleanField(label=LABELS[name], required=False)
        for level in SPEEDS:
            for name in _CLOCK:
                self.fields[f"{level}_{name}"] = _whole(HOURS, LABELS[name], "")

    @staticmethod
    def _weight(name: str, span: Span) -> forms.Field:
        if name == "cost_hour":
            return yuan(span, LABELS[name], _UNITS[name])
        scale = 100 if name == "p80" else 1
        return forms.FloatField(
            label=LABELS[name],
            help_text=_UNITS.get(name, ""),
            min_value=span.least * scale,
            max_value=span.most * scale,
            widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        )

    def refused(self, refusal: Refusal) -> None:
        self.problem = ui.sentence(refusal)
        at = str(refusal.facts.get("field", "")).split(".")
        name = "_".join(at[1:]) if at[0] in {"clocks", "limits", "weights"} else ""
        if name in self.fields:
            self.add_error(name, self.problem)

    @staticmethod
    def initial_of(rules: Rules) -> dict[str, Any]:
        told: dict[str, Any] = {
            "fairness_hours": rules.weights["fairness_hours"],
            "p80": rules.weights["p80"] * 100,
            "cost_hour": _shown(int(rules.weights["cost_hour"])),
        }
        for name in (*LIMITS, *FLAGS):
            value = getattr(rules.limits, name)
            told[name] = _shown(value) if name in MONEY else value
        for level in SPEEDS:
            told |= {f"{level}_{name}": getattr(rules.clock(level), name) for name in _CLOCK}
        return told

    def rules(self, approvals: list[dict[str, Any]]) -> dict[str, Any]:
        """As `domain.policy.read` takes them."""
        said = self.cleaned_data
        limits = {name: fen(said[name]) if name in MONEY else said[name] for name in LIMITS}
        return {
            "weights": {
                "fairness_hours": said["fairness_hours"],
                "p80": round(said["p80"] / 100, 4),
                "cost_hour": float(fen(said["cost_hour"]) or 0),
            },
            "limits": {**limits, **{name: said[name] for name in FLAGS}},
            "clocks": {level: {name: said[f"{level}_{name}"] for name in _CLOCK} for level in SPEEDS},
            "approvals": approvals,
        }

    def clocks(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Rows of the table of hours."""
        return [(level, [self[f"{level}_{name}"] for name in _CLOCK]) for level in SPEEDS]

    def weights(self) -> list[forms.BoundField]:
        return [self[name] for name in WEIGHTS]

    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in (*LIMITS, *FLAGS)]


def _shown(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / 100


def _whole(span: Span, label: Any, help: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help,
        required=not span.none,
        min_value=int(span.least),
        max_value=int(span.most),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _several(label: Any, words: Mapping[str, Any]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=list(words.items()),
        widget=forms.CheckboxSelectMultiple,
    )


class AutoForm(Form):
    """One rule that decides by itself. What is left empty fits anything."""

    name = forms.CharField(label=_("Name"), max_length=60, help_text=_("Decisions name it."))
    levels = _several(_("Access levels"), LEVELS)
    services = _several(_("Services"), SERVICES)
    groups = _several(_("Groups of readers"), GROUPS)
    owners = forms.MultipleChoiceField(
        label=_("Whose things"), required=False, widget=forms.CheckboxSelectMultiple
    )
    resources = forms.MultipleChoiceField(
        label=_("Electronic resources"), required=False, widget=forms.CheckboxSelectMultiple
    )
    most_pages = forms.IntegerField(
        label=_("Up to how many pages"), required=False, min_value=1, max_value=10_000
    )
    most_a_year = forms.IntegerField(
        label=_("Up to how many pages a year"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("Of one resource, for readers of one library, with this request."),
    )
    most_cost = yuan(Span(0, 1_000_000, none=True), _("Up to what cost"), _("yuan"))
    then = forms.ChoiceField(
        label=_("Its verdict"), choices=[("approve", _("approve")), ("limit", _("approve with limits"))]
    )
    pages = forms.IntegerField(label=_("Pages at most"), required=False, min_value=1, max_value=10_000)
    days = forms.IntegerField(label=_("Days at most"), required=False, min_value=1, max_value=365)
    on_site = forms.BooleanField(label=_("Only on site, at the pick-up library"), required=False)
    place = forms.IntegerField(
        label=_("Turn of this rule"),
        min_value=1,
        max_value=99,
        help_text=_("The first rule that fits decides."),
    )

    def __init__(
        self, *args: Any, owners: list[tuple[str, str]], resources: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["owners"].choices = owners  # type: ignore[attr-defined]  # a field of choices
        self.fields["resources"].choices = resources  # type: ignore[attr-defined]  # likewise

    def rule(self) -> dict[str, Any]:
        said = self.cleaned_data
        limits = {"pages": said["pages"], "days": said["days"], "on_site": said["on_site"]}
        kept = {name: value for name, value in limits.items() if value}
        return {
            "name": said["name"].strip(),
            "then": said["then"],
            "levels": said["levels"],
            "services": said["services"],
            "groups": said["groups"],
            "owners": said["owners"],
            "resources": [int(one) for one in said["resources"]],
            "most_pages": said["most_pages"],
            "most_a_year": said["most_a_year"],
            "most_cost": fen(said["most_cost"]),
            "limits": kept if said["then"] == "limit" else {},
        }


def initial_auto(rules: Rules) -> list[dict[str, Any]]:
    return [
        {
            **{name: list(getattr(one, name)) for name in ("levels", "services", "groups", "owners")},
            "name": one.name,
            "resources": [str(id) for id in one.resources],
            "most_pages": one.most_pages,
            "most_a_year": one.most_a_year,
            "most_cost": _shown(one.most_cost),
            "then": one.then,
            "pages": one.limits.pages,
            "days": one.limits.days,
            "on_site": one.limits.on_site,
            "place": place,
        }
        for place, one in enumerate(rules.approvals, start=1)
    ]
