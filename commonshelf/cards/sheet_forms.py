"""The forms about reader groups and spreadsheets of readers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.cards.cards import GroupCard
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.roll import Choices
from commonshelf.cards.groups import LONGEST, GroupGiven
from commonshelf.cards.rights_words import KINDS
from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.api import Day, Form

MODES: Final = {
    "take": _("New readers come in, particulars are put right; last days stay as they are"),
    "renew": _("The same, and everybody in the file is renewed"),
    "full": _("The same, and whoever is not in the file leaves: it is the full list"),
    "leave": _("The file names those who leave"),
}


class GroupForm(Form):
    """One of a library's own groups."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80, required=False)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_("Kind of readers"),
        choices=[(one, KINDS[one]) for one in GROUP_KINDS],
        help_text=_("The alliance's rules speak of these kinds."),
    )
    months = forms.IntegerField(
        label=_("Months a registration holds"),
        min_value=0,
        max_value=LONGEST,
        help_text=_("0: it does not end."),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_(
            "Small letters, digits and hyphens, as in students. Files and commands call the group by it."
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "none"}),
    )
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def given(self) -> GroupGiven:
        return GroupGiven(**self.cleaned_data)

    @classmethod
    def initial_of(cls, group: GroupCard) -> dict[str, Any]:
        return {
            "name_zh": group.name.zh,
            "name_en": group.name.en,
            "kind": group.kind,
            "months": group.months,
            "code": group.code,
            "active": group.active,
        }


class RenewForm(Form):
    """A whole group."""

    last_date = Day(label=_("New last day"), required=False)


class ChoicesForm(Form):
    """What is said about a whole file."""

    mode = forms.ChoiceField(
        label=_("What shall become of the readers?"),
        choices=list(MODES.items()),
        widget=forms.RadioSelect,
        initial="take",
    )
    group = forms.TypedChoiceField(
        label=_("Reader group of lines that name none"), required=False, coerce=int, empty_value=None
    )
    last_date = Day(
        label=_("Last day of new and renewed registrations"),
        required=False,
        help_text=_("Empty: as long as the reader group's hold. A column for it in the file goes before."),
    )
    leave_date = Day(label=_("Last day of those who leave"), required=False, help_text=_("Empty: today."))
    scope = forms.TypedMultipleChoiceField(
        label=_("Who is not in the file leaves out of these groups"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: out of the groups of those in the file."),
    )
    with_open = forms.BooleanField(
        label=_("Also readers of whom loans, requests or fees are still open leave"), required=False
    )

    def __init__(self, *args: Any, groups: Iterable[GroupCard], **more: Any) -> None:
        super().__init__(*args, **more)
        language = get_language() or ""
        known = [(one.id, one.name.in_language(language)) for one in groups]
        self.fields["group"].choices = [("", _("each line says it")), *known]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["scope"].choices = known  # type: ignore[attr-defined]  # likewise

    def choices(self) -> Choices:
        told = self.cleaned_data
        return Choices(
            mode=told["mode"],
            group=told["group"],
            last_date=told["last_date"],
            leave_date=told["leave_date"],
            scope=tuple(told["scope"]),
            with_open=told["with_open"],
        )

    @classmethod
    def initial_of(cls, choices: Choices) -> dict[str, Any]:
        return {
            "mode": choices.mode,
            "group": choices.group,
            "last_date": choices.last_date,
            "leave_date": choices.leave_date,
            "scope": list(choices.scope),
            "with_open": choices.with_open,
        }


class BringForm(ChoicesForm):
    """A file with it."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_("XLSX or CSV, as the campus system or the spreadsheet program saves it."),
    )

    def sent(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            raise Refusal("cards.no-sheet", {"field": "file"})
        return file
