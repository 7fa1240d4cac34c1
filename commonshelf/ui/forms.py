"""What the forms of all rooms share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.utils import pretty_name
from django.utils.translation import gettext

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.ui.sentences import say

BAD: Final = 400
_EMPTY: Final = forms.Field.default_error_messages["required"]
"""What Django says of every field alike."""
FIRST: Final = date(1900, 1, 1)
LAST: Final = date(2999, 12, 31)
"""Days that somebody may mean, with room on both sides for whoever counts on from them."""


class Form(forms.Form):
    """No colon after labels: Chinese and English differ there. What is left empty is asked for by name."""

    http = 200
    """With which the page is answered: no longer well once something was sent that did not go."""
    made: Any = None
    """What the door said that took it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("label_suffix", "")
        super().__init__(*args, **more)
        for name, field in self.fields.items():
            if field.error_messages["required"] is _EMPTY:
                field.error_messages["required"] = _asked_for(field, field.label or pretty_name(name))

    def goes(self, door: Callable[[], object]) -> bool:
        """Whether something was sent, can be read, and the door took it; else the form says why not."""
        if not self.is_bound:
            return False
        self.http = BAD
        if not self.is_valid():
            return False
        try:
            self.made = door()
        except Absent:
            raise
        except Refusal as refusal:
            self.refused(refusal)
            self.http = refusal.status
            return False
        return True

    def refused(self, refusal: Refusal) -> None:
        """Show the sentence beside the field it is about."""
        field = str(refusal.facts.get("field", ""))
        self.add_error(field if field in self.fields else None, say(refusal))


def _asked_for(field: forms.Field, label: Any) -> str:
    if isinstance(field, forms.FileField):
        return gettext("Choose a file.")
    if isinstance(field, forms.BooleanField):
        told = gettext("Tick: {label}.")
    elif isinstance(field, forms.ChoiceField):
        told = gettext("Choose: {label}.")
    else:
        told = gettext("Fill in: {label}.")
    return told.format(label=str(label).rstrip("?？.。"))


class Day(forms.DateField):
    """A day as browsers ask for it and write it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST), MaxValueValidator(LAST)]


class Time(forms.TimeField):
    """A time of day, likewise."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
