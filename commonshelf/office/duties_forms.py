"""The forms of duties and rotas. They read what people type; the door decides whether it may stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.office.duties_cards import DutyCard, Post
from commonshelf.ui.api import Day, Form, Time

MOST_NAMED: Final = 200
"""So many people are offered by name at once; in a larger alliance, those of the libraries it is about."""
Choices = list[tuple[str, str | list[tuple[str, str]]]]


class DutyForm(Form):
    name_zh = forms.CharField(label=_("Name in Chinese"), required=False, max_length=80)
    name_en = forms.CharField(label=_("Name in English"), required=False, max_length=80)
    about_zh = forms.CharField(
        label=_("What it is, in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    about_en = forms.CharField(
        label=_("What it is, in English"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("Smaller numbers come first; empty: at the end."),
        required=False,
        min_value=1,
        max_value=999,
    )

    def told(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "name": Said(data["name_zh"], data["name_en"]),
            "about": Said(data["about_zh"], data["about_en"]),
            "place": data["place"] or 0,
        }


class GiveForm(Form):
    """Who holds it from when, and who stands in."""

    to = forms.ChoiceField(label=_("Who holds it?"), help_text=_("A person, or a library as such."))
    backup = forms.ChoiceField(
        label=_("Who stands in?"), required=False, help_text=_("Nobody is allowed, and shown.")
    )
    first_date = Day(label=_("From which day?"), required=False, help_text=_("Empty: from today."))
    instead_of = forms.ChoiceField(label=_("Instead of"), required=False)

    def __init__(self, *args: Any, posts: Choices, holders: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].choices = [("", _("choose")), *posts]  # type: ignore[attr-defined]
        self.fields["backup"].choices = [("", _("no one")), *posts]  # type: ignore[attr-defined]
        beside: Choices = [("", gettext("nobody: beside those who hold it"))]
        self.fields["instead_of"].choices = beside + holders  # type: ignore[attr-defined]
        if not holders:
            del self.fields["instead_of"]


class BackupForm(Form):
    backup = forms.ChoiceField(label=_("Who stands in?"), required=False)

    def __init__(self, *args: Any, posts: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["backup"].choices = [("", _("no one")), *posts]  # type: ignore[attr-defined]


class EndForm(Form):
    reason = forms.CharField(label=_("Why?"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class TransferForm(Form):
    """A proposal on which all members vote."""

    to = forms.ChoiceField(label=_("To whom shall it go?"))
    first_date = Day(label=_("From which day?"))
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Everybody who votes reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    deadline = Day(label=_("Until when can be voted?"), help_text=_("Until the end of that day."))

    def __init__(self, *args: Any, posts: Choices, **more: Any) -> None:
        today = timezone.localdate()
        more.setdefault(
            "initial", {"first_date": today + timedelta(days=30), "deadline": today + timedelta(days=14)}
        )
        super().__init__(*args, **more)
        self.fields["to"].choices = [("", _("choose")), *posts]  # type: ignore[attr-defined]


class WeekForm(Form):
    """Which week is looked at, by any of its days."""

    week = Day()


class TurnForm(Form):
    """A turn on the rota."""

    day = Day(label=_("Day"))
    starts = Time(label=_("From"))
    ends = Time(label=_("To"))
    to = forms.ChoiceField(label=_("Who?"))

    def __init__(self, *args: Any, posts: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].choices = posts  # type: ignore[attr-defined]


def written(post: Post) -> str:
    """A post as a form carries it."""
    return f"{post.library}|{post.person}"


def read_post(text: str) -> Post | None:
    """None: nobody."""
    if not text:
        return None
    library, _bar, person = text.partition("|")
    return Post(library, person)


def posts(
    staff: Iterable[members.Colleague],
    libraries: Mapping[str, str],
    named: Collection[str] | None,
    as_such: str,
) -> Choices:
    """By library: itself, then its people by name. named: only of these libraries people are offered."""
    language = get_language() or ""
    found: Choices = []
    people = list(staff)
    for symbol, name in libraries.items():
        mine = [(written(Post(symbol)), as_such.format(library=name))]
        if named is None or symbol in named:
            mine += [
                (written(Post(symbol, one.key)), one.name.in_language(language))
                for one in people
                if one.library == symbol
            ]
        found.append((name, mine))
    return found


def holders_of(card: DutyCard, name: Mapping[int, str]) -> Choices:
    """Those who hold it, to be followed by somebody."""
    return [(str(one.id), name[one.id]) for one in card.holdings if one.active_to is None]
