"""Forms of the privacy pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.api import Form, sentence


class SureForm(Form):
    """One tick, so that a slip of the thumb deletes nothing."""

    sure = forms.BooleanField(required=False, label=_("I am sure. It cannot be undone."))

    def clean_sure(self) -> bool:
        if not self.cleaned_data["sure"]:
            raise forms.ValidationError(sentence(Refusal("privacy.not-sure")))
        return True


class CardForm(Form):
    """Whose data is to be deleted: the card they brought."""

    card = forms.CharField(
        label=_("Card number"),
        max_length=60,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
        help_text=_("Scan the card, or the QR on the reader's phone."),
    )


class DeskForm(SureForm):
    """The librarian's word that it is the person themselves who asks."""

    card = forms.CharField(max_length=60, widget=forms.HiddenInput)
    seen = forms.BooleanField(required=False, label=_("I have looked at this person's document."))

    def clean_seen(self) -> Any:
        if not self.cleaned_data["seen"]:
            raise forms.ValidationError(sentence(Refusal("privacy.document-unseen")))
        return True
