"""The form by which a library applies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.members.forms import LibraryForm


class ApplicationForm(LibraryForm):
    """Its particulars, and whom the office writes to."""

    website = forms.CharField(
        label=_("Website"),
        max_length=200,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    contact = forms.CharField(label=_("Your name"), max_length=80)
    email = forms.EmailField(label=_("Mail address"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    address = forms.CharField(label=_("Postal address"), max_length=200, required=False)
    words = forms.CharField(
        label=_("What you bring, what you hope for"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "How many books, which subjects, which system your catalogue is in (a spreadsheet will do)."
        ),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not (told.get("email") or told.get("phone")) and "email" not in self.errors:
            missing = _("Give a mail address or a telephone number, so that you can be answered.")
            self.add_error("email", missing)
        return told
