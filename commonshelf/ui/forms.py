"""What the forms of all rooms share."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.sentences import say

FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2999, 12, 31)
"""Days that somebody may mean, with room on both sides for whoever counts on from them."""


class Form(forms.Form):
    """No colon after labels: Chinese and English differ there."""

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*args, **more)

    def refused(self, refusal: Refusal) -> None:
        """Show the sentence beside the field it is about."""
        field = str(refusal.facts.get("field", ""))
        self.add_error(field if field in self.fields else None, say(refusal))


class Day(forms.DateField):
    """A day as browsers ask for it and write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST), MaxValueValidator(LAST)]


class Time(forms.TimeField):
    """A time of day, likewise."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
