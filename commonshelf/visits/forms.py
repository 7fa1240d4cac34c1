"""The forms of this room. They read what people type; the door decides whether it may stand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.cards import api as cards
from commonshelf.ui.api import Day, Form
from commonshelf.visits.domain.counting import MOST_PEOPLE

WEEKS = 4


class CardForm(Form):
    """One card before the reader of a gate."""

    number = forms.CharField(
        label=_("Card number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "inputmode": "numeric"}),
    )


class PeopleForm(Form):
    """People without a card, or a class that comes together."""

    people = forms.IntegerField(label=_("How many people?"), min_value=1, max_value=MOST_PEOPLE, initial=1)
    group_kind = forms.ChoiceField(label=_("Who are they?"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [(kind, cards.KIND_WORDS[kind]) for kind in cards.GROUP_KINDS]
        self.fields["group_kind"].choices = [("", _("not asked")), *kinds]  # type: ignore[attr-defined]  # a ChoiceField


class SpanForm(Form):
    """From which day to which; the last four weeks unless said otherwise."""

    first_date = Day(label=_("From"))
    end_date = Day(label=_("To"))

    @classmethod
    def of(cls, data: Any, today: date) -> SpanForm:
        if data.get("first_date") or data.get("end_date"):
            return cls(data)
        usual = {"first_date": str(today - timedelta(weeks=WEEKS)), "end_date": str(today)}
        return cls(usual)
