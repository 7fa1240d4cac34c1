"""The form with which a draft of the rules is adopted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.ui.api import Form


class Halves(forms.SplitDateTimeWidget):
    """Each half says which it is."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for half, said in zip(context["widget"]["subwidgets"], (_("Day"), _("Time of day")), strict=True):
            half["attrs"]["aria-label"] = said
        return context


class AdoptForm(Form):
    effective_at = forms.SplitDateTimeField(
        label=_("Takes effect"),
        required=False,
        widget=Halves(
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
        help_text=_("Empty: at once."),
    )
    words = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For every member to read."),
    )
    ballot = forms.IntegerField(
        label=_("Number of the ballot, if members voted on it"), required=False, min_value=1
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
