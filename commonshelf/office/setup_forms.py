"""Forms of the set-up: how the alliance looks, a vacation of several libraries, whom to invite."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.members.cards import LookCard, Said
from commonshelf.office.words import COLOURS, ROLES
from commonshelf.ui.api import Day, Form


class LookForm(Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    words_zh = forms.CharField(
        label=_("A sentence under it, in Chinese"),
        max_length=200,
        required=False,
        help_text=_("Readers see it on the first page. It may stay empty."),
    )
    words_en = forms.CharField(label=_("A sentence under it, in English"), max_length=300, required=False)
    mark = forms.CharField(
        label=_("Mark in the seal"),
        max_length=2,
        required=False,
        help_text=_("One or two characters. Empty: the first of the name."),
    )
    colour = forms.ChoiceField(
        label=_("Colour"),
        choices=[(code, COLOURS[code]) for code in members.COLOURS],
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, given: Any, name: Said, look: LookCard) -> LookForm:
        initial = {
            "name_zh": name.zh,
            "name_en": name.en,
            "words_zh": look.words.zh,
            "words_en": look.words.en,
            "mark": look.chosen_mark,
            "colour": look.colour,
        }
        return cls(given, initial=initial)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not (told.get("name_zh") or told.get("name_en")):
            self.add_error("name_zh", _("Give the name in Chinese, in English, or in both."))
        return told


class SheetForm(Form):
    file = forms.FileField(
        label=_("Your table"), required=False, help_text=_("XLSX, or CSV in UTF-8 or GB18030.")
    )
    pasted = forms.CharField(
        label=_("or lines copied from it"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text=_("With the line of headings first."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt,.tsv"


class VacationForm(Form):
    """One vacation at several libraries at once."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=80, required=False)
    first = Day(label=_("First day closed"))
    last = Day(label=_("Last day closed"))

    def __init__(self, *args: Any, libraries: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["libraries"] = forms.MultipleChoiceField(
            label=_("Libraries"),
            choices=libraries,
            widget=forms.CheckboxSelectMultiple,
            initial=[symbol for symbol, _name in libraries],
            error_messages={"required": _("Tick at least one library.")},
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("last", _("This is before the first day."))
        return told


class GuestForm(Form):
    """One person to invite; a wholly empty one counts as none."""

    name_zh = forms.CharField(label=_("Full name in Chinese"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Full name in English"), max_length=80, required=False)
    email = forms.EmailField(label=_("Mail address"), required=False)
    role = forms.ChoiceField(label=_("Role"), choices=list(ROLES.items()), initial="manager")
    library = forms.ChoiceField(label=_("Library"), required=False)

    def __init__(self, *args: Any, libraries: list[tuple[str, str]], **more: Any) -> None:
        more.setdefault("empty_permitted", True)
        super().__init__(*args, use_required_attribute=False, **more)
        self.fields["library"] = forms.ChoiceField(label=_("Library"), choices=libraries, required=False)

    def has_changed(self) -> bool:
        return any(self[name].data for name in ("name_zh", "name_en", "email"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if self.has_changed() and not (told.get("name_zh") or told.get("name_en")):
            self.add_error("name_zh", _("Give the name in Chinese, in English, or in both."))
        return told
