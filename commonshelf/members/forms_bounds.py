"""Forms for agencies, delegations, bounds and exemptions. The doors decide whether it may stand."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.members.domain.bounds import Bound, Setting, Value
from commonshelf.members.forms import AllianceForm
from commonshelf.ui.api import Day, Form

REASON: Final = _("Reason")
WHERE: Final = {
    "members.nobody-called": "person",
    "members.delegate-self": "person",
    "members.delegated-already": "person",
    "members.not-delegable": "action",
    "members.not-yours-to-delegate": "action",
    "members.no-such-limit": "limit",
    "members.not-its-library": "within",
    "members.begins-in-the-past": "active_from",
    "members.ends-in-the-past": "active_to",
    "members.dates-crossed": "active_to",
    "members.exemption-endless": "active_to",
    "members.over-limit": "active_to",
    "members.no-reason": "reason",
    "members.no-source": "source",
    "members.agency-circle": "to",
    "members.agency-place": "to",
    "members.agency-of-another": "to",
    "members.no-name": "name_zh",
}
"""At which field of these forms a door's refusal is shown; others stand at the top of the form."""


class NameForm(AllianceForm):
    """A region or a department."""

    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)


class MoveForm(Form):
    """to: the agencies under which it may stand."""

    to = forms.ChoiceField(label=_("Under"))
    reason = forms.CharField(label=REASON, max_length=300, required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"] = forms.ChoiceField(label=_("Under"), choices=places)


class ReasonForm(Form):
    reason = forms.CharField(label=REASON, max_length=300, required=False)


class DelegationForm(Form):
    person = forms.CharField(
        label=_("To whom"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "colleagues", "autocapitalize": "none", "autocomplete": "off"}),
        help_text=_("Their user name."),
    )
    action = forms.ChoiceField(label=_("What is delegated"))
    limit = forms.IntegerField(
        label=_("At most, at a time"),
        required=False,
        min_value=1,
        help_text=_("Only where something can be counted; empty: no limit."),
    )
    active_from = Day(label=_("From"), required=False, help_text=_("Empty: from today."))
    active_to = Day(
        label=_("First day on which it no longer holds"),
        required=False,
        help_text=_("Empty: until somebody ends it."),
    )
    within = forms.MultipleChoiceField(
        label=_("Only for these libraries"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 5}),
        help_text=_("None chosen: for all the agency manages."),
    )

    def __init__(
        self, *args: Any, actions: list[tuple[str, str]], libraries: list[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["action"] = forms.ChoiceField(label=_("What is delegated"), choices=actions)
        if len(libraries) > 1:
            self.fields["within"].choices = libraries  # type: ignore[attr-defined]  # of a ChoiceField
        else:
            del self.fields["within"]


def bound_fields(setting: Setting) -> dict[str, forms.Field]:
    """Least and most of a number, most of a text, the allowed ones of a choice or flag."""
    if setting.kind in {"choice", "flag"}:
        field: forms.Field = forms.MultipleChoiceField(
            label=_("Allowed"), required=False, choices=codes(setting), widget=forms.CheckboxSelectMultiple
        )
        return {"allowed": field}
    most = forms.IntegerField(label=_("At most"), required=False)
    if setting.kind == "text":
        return {"most": most}
    return {"least": forms.IntegerField(label=_("At least"), required=False), "most": most}


def codes(setting: Setting) -> list[tuple[str, Any]]:
    """What can be chosen, as a form names it."""
    return [("yes", _("yes")), ("no", _("no"))] if setting.kind == "flag" else list(setting.choices)


def initial(bound: Bound) -> dict[str, Any]:
    allowed = [as_typed(one) for one in bound.choices or ()]
    return {"least": bound.least, "most": bound.most, "allowed": allowed}


def as_typed(value: Value | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


class Bounding(Form):
    """A form with the fields of one setting's bound."""

    def __init__(self, *args: Any, setting: Setting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.setting = setting
        self.fields = {**bound_fields(setting), **self.fields}

    def bound(self) -> Bound:
        told = self.cleaned_data
        allowed = tuple(
            one == "yes" if self.setting.kind == "flag" else one for one in told.get("allowed", ())
        )
        return Bound(told.get("least"), told.get("most"), allowed or None)


class AllianceBoundForm(Bounding):
    value = forms.CharField(label=_("The alliance's usual value"), max_length=200, required=False)
    rule = forms.CharField(
        label=_("Rule that says so"),
        max_length=60,
        required=False,
        help_text=_("Its number in the rule book."),
    )
    sure = forms.BooleanField(label=_("Move their values to the nearest allowed one"), required=False)

    def __init__(self, *args: Any, setting: Setting, **more: Any) -> None:
        super().__init__(*args, setting=setting, **more)
        field = self.fields.pop("value")
        if setting.kind in {"choice", "flag"}:
            field = forms.ChoiceField(
                label=field.label, choices=[("", _("as the program has it")), *codes(setting)], required=False
            )
        self.fields = {"value": field, **self.fields}


class DemandForm(Bounding):
    level = forms.ChoiceField(
        label=_("Who demands it"), choices=[("law", _("law")), ("contract", _("a contract"))]
    )
    source = forms.CharField(
        label=_("Where it is written"),
        max_length=200,
        required=False,
        help_text=_("The article, or the contract's number."),
    )
    library = forms.ChoiceField(label=_("Whom it binds"), required=False)
    active_from = Day(label=_("From"), required=False, help_text=_("Empty: from today."))
    active_to = Day(label=_("First day on which it no longer holds"), required=False)

    def __init__(self, *args: Any, libraries: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("every member")), *libraries]
        self.fields["library"] = forms.ChoiceField(label=_("Whom it binds"), choices=choices, required=False)


class ExemptionForm(Bounding):
    library = forms.ChoiceField(label=_("Library"))
    active_from = Day(label=_("From"), required=False, help_text=_("Empty: from today."))
    active_to = Day(label=_("First day on which it no longer holds"), required=False)
    reason = forms.CharField(label=REASON, max_length=500, required=False)

    def __init__(self, *args: Any, libraries: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields = {
            "library": forms.ChoiceField(label=_("Library"), choices=libraries),
            **{name: field for name, field in self.fields.items() if name != "library"},
        }
