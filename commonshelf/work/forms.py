"""The forms of this room. They read what people type; the door decides whether it may stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.ui.api import Day, Form
from commonshelf.work.cards import Address
from commonshelf.work.words import Names

WORDS: Final = {
    "accept": (),
    "decline": (("reason", _("Why not?"), _("Whoever asked reads it.")),),
    "finish": (("evidence", _("What was done?"), _("A sentence, a number, an address. It may stay empty.")),),
    "wait": (("words", _("What does it wait for?"), _("Its clock stands still meanwhile.")),),
    "hand-on": (("note", _("What was tried, what is left?"), _("Whoever takes it begins with this.")),),
    "withdraw": (("reason", _("Why is it no longer needed?"), _("It may stay empty.")),),
    "offer": (("note", _("What should they know?"), _("It may stay empty.")),),
    "reassign": (("reason", _("Why?"), _("Whoever had it and whoever gets it both read this.")),),
}
"""Step -> the words asked for with it: (field, question, help)."""
TO: Final = frozenset({"hand-on", "offer", "reassign"})
VISIBLE: Final = (
    ("parties", _("both libraries")),
    ("library", _("only the library that does it")),
    ("alliance", _("everybody who works at a member")),
)
Choices = list[tuple[str, str | list[tuple[str, str]]]]


class StepForm(Form):
    """What one step asks for. to: whom it may go to."""

    def __init__(self, *args: Any, action: str, to: Choices | None = None, **more: Any) -> None:
        super().__init__(*args, auto_id=f"{action}-%s", **more)
        if action in TO:
            self.fields["to"] = forms.ChoiceField(label=_("To whom?"), choices=to or [])
        for name, label, help_text in WORDS.get(action, ()):
            widget = forms.Textarea(attrs={"rows": 2})
            self.fields[name] = forms.CharField(
                label=label, help_text=help_text, required=False, widget=widget
            )

    def said(self) -> dict[str, Any]:
        """As the doors take it."""
        found: dict[str, Any] = dict(self.cleaned_data)
        if "to" in found:
            found["to"] = read_address(found["to"])
        return found


class AskForm(Form):
    """Please do this: what, who, by when."""

    title = forms.CharField(label=_("What is to be done?"), required=False, max_length=200)
    note = forms.CharField(
        label=_("What should they know?"),
        help_text=_("Whatever helps: where, how many, for whom. It may stay empty."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    to = forms.ChoiceField(label=_("Who?"))
    due = Day(
        label=_("By when?"),
        help_text=_("By the end of that day's work there. Leave it empty if there is no hurry."),
        required=False,
    )
    visibility = forms.ChoiceField(label=_("Who may see it?"), choices=VISIBLE, initial="parties")

    def __init__(self, *args: Any, to: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].choices = to  # type: ignore[attr-defined]
        self.fields["title"].widget.attrs["aria-required"] = "true"


def written(to: Address) -> str:
    """An address as a form carries it."""
    return f"{to.library}|{to.role}|{to.person}"


def read_address(text: str) -> Address:
    library, role, person = (*text.split("|"), "", "")[:3]
    return Address(library, person, role)


def people_of(library: str, staff: Iterable[members.Colleague], names: Names, role: str) -> Choices:
    """Whoever is there, then each by name."""
    anybody = Address(library, role=role if library else "office")
    found = [(written(anybody), gettext("whoever is there: {whom}").format(whom=names.whom(anybody)))]
    found += [
        (written(Address(library, one.key, anybody.role)), names.person(one.key))
        for one in staff
        if one.library == library
    ]
    return [(names.library(library), found)]


def elsewhere(libraries: Iterable[str], names: Names, here: str) -> Choices:
    """Other libraries, as a whole, and the office."""
    others = [one for one in ("", *libraries) if one != here]
    found = [
        (written(Address(one, role="librarian" if one else "office")), names.library(one)) for one in others
    ]
    return [(gettext("elsewhere"), found)] if found else []
