"""The forms of vacations and holidays: spans of days, with hours where it is not closed."""

from __future__ import annotations

from datetime import date, time
from typing import Any, TypedDict

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.members.action_words import WEEKDAYS
from commonshelf.members.cards import HolidayCard, LibraryCard, VacationCard
from commonshelf.members.domain.announced import FIRST_YEAR, LAST_YEAR
from commonshelf.ui.api import Day, Form, Time


class VacationTold(TypedDict):
    """As `members.api.set_vacation` takes it."""

    branch: str
    first_date: date
    end_date: date
    opens: time | None
    closes: time | None
    name_zh: str
    name_en: str


class VacationForm(Form):
    branch = forms.ChoiceField(label=_("Which branches"), required=False)
    first_date = Day(label=_("First day"))
    end_date = Day(label=_("Last day"), help_text=_("This day is included."))
    opens = Time(label=_("Opens"), required=False)
    closes = Time(label=_("Closes"), required=False)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)

    @classmethod
    def of(cls, given: Any, card: LibraryCard, changed: VacationCard | None) -> VacationForm:
        language = get_language() or ""
        initial: dict[str, object] = {}
        if changed:
            initial = {
                "branch": changed.branch,
                "first_date": changed.first_date,
                "end_date": changed.end_date,
                "opens": changed.opens,
                "closes": changed.closes,
                "name_zh": changed.name.zh,
                "name_en": changed.name.en,
            }
        form = cls(given, initial=initial, prefix="vacation")
        branches = [(branch.code, branch.name.in_language(language)) for branch in card.branches]
        form.fields["branch"] = forms.ChoiceField(
            label=_("Which branches"), choices=[("", _("all branches")), *branches], required=False
        )
        return form

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("end_date") and told["end_date"] < timezone.localdate():
            self.add_error("end_date", _("This day is over. Choose today or a later day."))
        if (told.get("opens") is None) != (told.get("closes") is None) and not self.errors:
            missing = "opens" if told.get("opens") is None else "closes"
            self.add_error(missing, _("Give both times, or neither if it is closed then."))
        return told

    def told(self) -> VacationTold:
        told = self.cleaned_data
        return {
            "branch": told["branch"],
            "first_date": told["first_date"],
            "end_date": told["end_date"],
            "opens": told["opens"],
            "closes": told["closes"],
            "name_zh": told["name_zh"],
            "name_en": told["name_en"],
        }


class HolidayTold(TypedDict):
    """As `members.api.set_holidays` takes it."""

    first_date: date
    end_date: date | None
    worked_as: int | None
    name_zh: str
    name_en: str


class HolidayForm(Form):
    first_date = Day(label=_("First day"))
    end_date = Day(label=_("Last day"), required=False, help_text=_("Leave it empty for a single day."))
    works = forms.ChoiceField(label=_("What holds"), required=False)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)

    @classmethod
    def of(cls, given: Any, changed: list[HolidayCard]) -> HolidayForm:
        """changed: the neighbouring days, alike, that are to be written anew."""
        initial: dict[str, object] = {}
        if changed:
            first, last = changed[0], changed[-1]
            initial = {
                "first_date": first.date,
                "end_date": last.date if last is not first else None,
                "works": "" if first.worked_as is None else str(first.worked_as),
                "name_zh": first.name.zh,
                "name_en": first.name.en,
            }
        form = cls(given, initial=initial, prefix="day")
        worked = [(str(n), _("Make-up day: {weekday}'s hours are kept").format(weekday=name))
                  for n, name in enumerate(WEEKDAYS)]  # fmt: skip
        form.fields["works"] = forms.ChoiceField(
            label=_("What holds"), choices=[("", _("Day off")), *worked], required=False
        )
        return form

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("first_date", "end_date"):
            day = told.get(name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                wrong = _("Choose a day from {first} to {last}.").format(first=FIRST_YEAR, last=LAST_YEAR)
                self.add_error(name, wrong)
        if not (told.get("name_zh") or told.get("name_en")):
            self.add_error("name_zh", _("Give the name in Chinese, in English, or in both."))
        return told

    def told(self) -> HolidayTold:
        told = self.cleaned_data
        return {
            "first_date": told["first_date"],
            "end_date": told["end_date"],
            "worked_as": int(told["works"]) if told["works"] else None,
            "name_zh": told["name_zh"],
            "name_en": told["name_en"],
        }
