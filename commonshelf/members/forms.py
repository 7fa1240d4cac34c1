"""The forms of this room. They read what people type; the doors decide whether it may stand."""

from __future__ import annotations

from collections import Counter
from datetime import time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.refusal import Refusal
from commonshelf.members.action_words import KINDS, ROLES, WEEKDAYS
from commonshelf.members.api import BranchDetails
from commonshelf.members.cards import AgencyCard, AgencyNode, BranchCard, LibraryCard
from commonshelf.ui import api as ui
from commonshelf.ui.api import Day, Form, Time

OPENS, CLOSES = time(8, 0), time(22, 0)
Spans = list[tuple[int, time, time]]


FIELD_OF = {
    "members.bad-symbol": ("library", "symbol"),
    "members.symbol-taken": ("library", "symbol"),
    "members.bad-website": ("library", "website"),
    "members.bad-branch-code": ("branch", "code"),
    "members.branch-taken": ("branch", "code"),
    "members.bad-username": ("person", "username"),
    "members.username-taken": ("person", "username"),
    "members.weak-password": ("person", "password"),
    "members.role-of-the-alliance": ("role", "library"),
    "members.role-of-a-library": ("role", "library"),
}
"""At which form and field a door's refusal is shown."""


def at_its_field(refusal: Refusal, **forms_shown: Form) -> str:
    """Put the sentence beside the field it is about and return ""; else return it for the page's top."""
    sentence = ui.sentence(refusal)
    name, field = FIELD_OF.get(refusal.code, ("", ""))
    form = forms_shown.get(name)
    if form is None or field not in form.fields:
        return sentence
    form.add_error(field, sentence)
    return ""


class WeekForm(Form):
    """Two spans a day, so that a noon break fits, or as many as there are; an empty pair counts as none."""

    def __init__(self, *args: Any, hours: Spans | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        given = self._usual() if hours is None else hours
        days = Counter(day for day, _opens, _closes in given)
        self.places = range(max(2, *days.values()) if days else 2)
        for day in range(7):
            spans = [span for span in given if span[0] == day]
            for n in self.places:
                opens, closes = spans[n][1:] if n < len(spans) else (None, None)
                for edge, value in (("opens", opens), ("closes", closes)):
                    self.fields[f"{edge}_{day}_{n}"] = Time(required=False, initial=value)

    @staticmethod
    def _usual() -> Spans:
        return [(day, OPENS, CLOSES) for day in range(7)]

    def rows(self) -> list[dict[str, Any]]:
        """For the template: weekday and its four fields."""
        return [
            {
                "name": WEEKDAYS[day],
                "spans": [(self[f"opens_{day}_{n}"], self[f"closes_{day}_{n}"]) for n in self.places],
            }
            for day in range(7)
        ]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        for day in range(7):
            for n in self.places:
                opens, closes = told.get(f"opens_{day}_{n}"), told.get(f"closes_{day}_{n}")
                if (opens is None) != (closes is None):
                    missing = "opens" if opens is None else "closes"
                    self.add_error(
                        f"{missing}_{day}_{n}", _("Give both times, or neither if it is closed then.")
                    )
        return told

    def spans(self) -> Spans:
        told = self.cleaned_data
        pairs = (
            (day, told[f"opens_{day}_{n}"], told[f"closes_{day}_{n}"])
            for day in range(7)
            for n in self.places
        )
        return [(day, opens, closes) for day, opens, closes in pairs if opens is not None]


class AllianceForm(Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not (told.get("name_zh") or told.get("name_en")):
            self.add_error("name_zh", _("Give the name in Chinese, in English, or in both."))
        return told


class LibraryForm(AllianceForm):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    symbol = forms.CharField(
        label=_("Symbol"),
        max_length=40,
        help_text=_("Its ISIL (such as CN-512300) or a short code of your own: letters, digits, hyphens."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    region_zh = forms.CharField(label=_("Region in Chinese"), max_length=60, required=False)
    region_en = forms.CharField(label=_("Region in English"), max_length=60, required=False)


class ParticularsForm(AllianceForm):
    """What of a library may be changed afterwards, with its managing office's address."""

    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    short_zh = forms.CharField(label=_("Short name in Chinese"), max_length=40, required=False)
    short_en = forms.CharField(label=_("Short name in English"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    region_zh = forms.CharField(label=_("Region in Chinese"), max_length=60, required=False)
    region_en = forms.CharField(label=_("Region in English"), max_length=60, required=False)
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: former names, names others use."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, given: Any, card: LibraryCard) -> ParticularsForm:
        short = card.short if card.short != card.name else None
        initial = {
            "name_zh": card.name.zh,
            "name_en": card.name.en,
            "short_zh": short.zh if short else "",
            "short_en": short.en if short else "",
            "kind": card.kind,
            "website": card.website,
            "region_zh": card.region.zh,
            "region_en": card.region.en,
            "aliases": "\n".join(card.aliases),
            "version": card.version,
        }
        return cls(given, initial=initial)

    def fields_told(self) -> dict[str, str]:
        apart = {"aliases", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}


class AgencyForm(AllianceForm):
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)

    @classmethod
    def of(cls, given: Any, card: AgencyCard | AgencyNode) -> AgencyForm:
        initial = {
            "name_zh": card.name.zh,
            "name_en": card.name.en,
            "phone": card.phone,
            "email": card.email,
        }
        return cls(given, initial=initial, prefix="agency")


class BranchForm(AllianceForm):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        initial="main",
        help_text=_("Short, without spaces; it appears in addresses."),
    )
    address_zh = forms.CharField(label=_("Address in Chinese"), max_length=200, required=False)
    address_en = forms.CharField(label=_("Address in English"), max_length=200, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    latitude = forms.FloatField(label=_("Latitude"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(
        label=_("Longitude"),
        required=False,
        min_value=-180,
        max_value=180,
        help_text=_("In degrees, for example 30.837 and 106.110. They make distances and the map possible."),
    )

    floors_zh = forms.CharField(
        label=_("Where things are, in Chinese"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One line a floor or area."),
    )
    floors_en = forms.CharField(
        label=_("Where things are, in English"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    main = forms.BooleanField(label=_("The library's main building"), required=False, initial=True)

    @classmethod
    def of(cls, given: Any, card: BranchCard) -> BranchForm:
        latitude, longitude = card.place or (None, None)
        initial = {
            "code": card.code,
            "name_zh": card.name.zh,
            "name_en": card.name.en,
            "address_zh": card.address.zh,
            "address_en": card.address.en,
            "phone": card.phone,
            "email": card.email,
            "latitude": latitude,
            "longitude": longitude,
            "floors_zh": card.floors.zh,
            "floors_en": card.floors.en,
            "main": card.main,
        }
        form = cls(given, initial=initial, prefix="branch")
        del form.fields["code"]  # records name the branch by it; it never changes
        return form

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if (told.get("latitude") is None) != (told.get("longitude") is None):
            missing = "latitude" if told.get("latitude") is None else "longitude"
            if missing not in self.errors:
                self.add_error(missing, _("Give both coordinates, or neither."))
        return told

    def details(self) -> BranchDetails:
        """As the door takes them."""
        told = self.cleaned_data
        latitude, longitude = told["latitude"], told["longitude"]
        return {
            "name_zh": told["name_zh"],
            "name_en": told["name_en"],
            "address_zh": told["address_zh"],
            "address_en": told["address_en"],
            "phone": told["phone"],
            "email": told["email"],
            "place": None if latitude is None or longitude is None else (latitude, longitude),
            "floors_zh": told["floors_zh"],
            "floors_en": told["floors_en"],
            "main": told["main"],
        }


class PersonForm(Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    name_zh = forms.CharField(label=_("Full name in Chinese"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Full name in English"), max_length=80, required=False)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 8 characters, not one that is easy to guess."),
    )


class RoleForm(Form):
    """library: "" is the whole alliance; only what the actor may give is offered."""

    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()), initial="librarian")
    library = forms.ChoiceField(label=_("Library"), required=False)

    def __init__(self, *args: Any, libraries: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        # Chosen first: a library, not the whole alliance, in which few roles can be held.
        first = libraries[0][0] if libraries else ""
        self.fields["library"] = forms.ChoiceField(
            label=_("Library"), choices=libraries, required=False, initial=first
        )
        if not self.initial.get("library"):  # who works at none
            self.initial["library"] = first
        if all(symbol for symbol, _name in libraries):
            own = [(code, name) for code, name in ROLES.items() if code not in {"office", "auditor"}]
            self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=own, initial="librarian")


class ProfileForm(Form):
    name_zh = forms.CharField(label=_("Full name in Chinese"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Full name in English"), max_length=80, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    work_letters = forms.BooleanField(label=_("Write to me when work is offered to me"), required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not (told.get("name_zh") or told.get("name_en")):
            self.add_error("name_zh", _("Give the name in Chinese, in English, or in both."))
        return told


class ExceptionForm(Form):
    date = Day(label=_("Day"))
    closed = forms.BooleanField(label=_("Closed all day"), required=False)
    opens = Time(label=_("Opens"), required=False)
    closes = Time(label=_("Closes"), required=False)
    reason_zh = forms.CharField(label=_("Reason in Chinese"), max_length=80, required=False)
    reason_en = forms.CharField(label=_("Reason in English"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("date") and told["date"] < timezone.localdate():
            self.add_error("date", _("This day is over. Choose today or a later day."))
        if told.get("closed"):
            told["opens"] = told["closes"] = None
        elif not (told.get("opens") and told.get("closes")) and not self.errors:
            self.add_error("opens", _("Give both times, or tick that it is closed all day."))
        return told
