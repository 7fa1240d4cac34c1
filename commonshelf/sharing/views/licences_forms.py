"""The forms of licence decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.refusal import Refusal
from commonshelf.sharing.domain.policy import Bounds
from commonshelf.ui import api as ui
from commonshelf.ui.api import Form


class VerdictForm(Form):
    """Approve, approve with limits, or refuse."""

    problem = ""
    """What is about no field: said at the top of the page."""
    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("approve", _("Approve")),
            ("limit", _("Approve with limits")),
            ("refuse", _("Refuse")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    pages = forms.IntegerField(label=_("Pages at most"), required=False, min_value=1, max_value=10_000)
    days = forms.IntegerField(label=_("Days at most"), required=False, min_value=1, max_value=365)
    on_site = forms.BooleanField(label=_("Only on site, at the pick-up library"), required=False)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a refusal. The reader and every member read it; name nobody."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("pages", "days"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"

    def refused(self, refusal: Refusal) -> None:
        if str(refusal.facts.get("field", "")) in self.fields:
            super().refused(refusal)
        else:
            self.problem = ui.sentence(refusal)

    def limits(self) -> Bounds:
        said = self.cleaned_data
        return Bounds(said["pages"], said["days"], said["on_site"])
