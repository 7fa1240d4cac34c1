"""Forms of couriers' lines, of tables of them, and of what a library does for others."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.sharing.domain.couriers import LONGEST, Given
from commonshelf.sharing.planning.cards import RouteCard, SupplyCard
from commonshelf.sharing.planning.supplying import MOST
from commonshelf.ui.api import Day, Form, Time

DAYS: Final = (
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
)
FEN: Final = 100


def places() -> list[tuple[str, str]]:
    """Every library, and each of its branches where it has several."""
    language, found = get_language() or "", []
    for one in members.libraries():
        name = one.short.in_language(language)
        found.append((one.symbol, name))
        if len(one.branches) > 1:
            found += [
                (
                    f"{one.symbol}/{branch.code}",
                    gettext("{library}, {branch}").format(
                        library=name, branch=branch.name.in_language(language)
                    ),
                )
                for branch in one.branches
            ]
    return found


class RouteForm(Form):
    """One line of a timetable."""

    start = forms.ChoiceField(label=_("From"))
    end = forms.ChoiceField(label=_("To"))
    weekdays = forms.MultipleChoiceField(
        label=_("Runs on"), choices=DAYS, widget=forms.CheckboxSelectMultiple
    )
    leaves_at = Time(label=_("Leaves at"))
    hours = forms.DecimalField(
        label=_("Hours until it arrives"),
        min_value=Decimal("0.1"),
        max_value=Decimal(int(LONGEST)),
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )
    yuan = forms.DecimalField(
        label=_("Cost of a parcel, yuan"),
        min_value=0,
        max_value=1_000,
        decimal_places=2,
        required=False,
        help_text=_("Between the libraries; readers do not pay it. Empty: nothing."),
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )
    name = forms.CharField(
        label=_("Name of the line"), max_length=80, required=False, help_text=_("As the drivers call it.")
    )
    begins = Day(label=_("Runs from"))
    ends = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("start", "end"):
            self.fields[name].choices = places()  # type: ignore[attr-defined]  # known only now

    def given(self) -> Given:
        told = self.cleaned_data
        start, _slash, from_branch = told["start"].partition("/")
        end, _slash, to_branch = told["end"].partition("/")
        return Given(
            start=(start, from_branch),
            end=(end, to_branch),
            weekdays="".join(sorted(told["weekdays"])),
            leaves_at=told["leaves_at"],
            hours=float(told["hours"]),
            active_from=told["begins"],
            active_to=told["ends"] + timedelta(days=1) if told["ends"] else None,
            cost=int((told["yuan"] or 0) * FEN),
            name=told["name"],
        )

    @staticmethod
    def of(card: RouteCard) -> dict[str, Any]:
        """What stands there now."""
        return {
            "start": "/".join(filter(None, card.start)),
            "end": "/".join(filter(None, card.end)),
            "weekdays": list(card.weekdays),
            "leaves_at": card.leaves_at,
            "hours": card.hours,
            "yuan": Decimal(card.cost) / FEN if card.cost else None,
            "name": card.name,
            "begins": card.active_from,
            "ends": card.last_date,
            "version": card.version,
        }


class BringForm(Form):
    """Cells of a spreadsheet: pasted, or as its file."""

    text = forms.CharField(
        label=_("Paste the cells here"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(label=_("Or choose a file (XLSX or CSV)"), required=False)


class SupplyForm(Form):
    """What a library does of one service for others."""

    how = forms.ChoiceField(
        label=_("For other libraries"),
        choices=[
            ("some", _("at most so many a working day")),
            ("any", _("as many as are asked")),
            ("none", _("not at all")),
        ],
        widget=forms.RadioSelect,
    )
    a_day = forms.IntegerField(
        label=_("Requests a day"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("When they are used up, the next library is asked until tomorrow."),
    )
    yuan = forms.DecimalField(
        label=_("Fee for each, yuan"),
        min_value=0,
        decimal_places=2,
        required=False,
        help_text=_("The other library owes it, not the reader. Empty: nothing."),
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("how") == "some" and not told.get("a_day") and "a_day" not in self.errors:
            self.add_error("a_day", gettext("Say how many, or choose another line above."))
        return told

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        a_day = {"some": said["a_day"], "any": None, "none": 0}[said["how"]]
        return {"a_day": a_day, "fee": int((said["yuan"] or 0) * FEN), "version": said["version"]}

    @staticmethod
    def of(card: SupplyCard) -> dict[str, Any]:
        how = "any" if card.a_day is None else "some" if card.a_day else "none"
        yuan = Decimal(card.fee) / FEN if card.fee else None
        return {"how": how, "a_day": card.a_day or None, "yuan": yuan, "version": card.version}
