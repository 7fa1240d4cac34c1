"""What the forms of contracts, rules and resolutions share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import LibraryCard
from commonshelf.ui import api as ui
from commonshelf.ui.api import Form


class PaperForm(Form):
    """Pages of papers hold several forms, so what is about no field is said at the top of the page."""

    problem = ""
    """For the top of the page, where the door refused it."""

    def refused(self, refusal: Refusal) -> None:
        if str(refusal.facts.get("field", "")) in self.fields:
            super().refused(refusal)
        else:
            self.problem = ui.sentence(refusal)


def choose(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    """What a field of choices offers, where that is only known when the page is asked for."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = choices


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def member_choices(language: str, only: Sequence[str] | None = None) -> list[tuple[str, str]]:
    """(Symbol, name), by name as the directory has them."""
    return [(card.symbol, _called(card, language)) for card in members.libraries() if _in(card, only)]


def _in(card: LibraryCard, only: Sequence[str] | None) -> bool:
    return only is None or card.symbol in only


def _called(card: LibraryCard, language: str) -> str:
    return card.name.in_language(language)
