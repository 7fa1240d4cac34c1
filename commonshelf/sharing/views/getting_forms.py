"""A reader's situation, said once: by when, in which form, how far, at what cost, fetched where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.refusal import Refusal
from commonshelf.members.cards import Here
from commonshelf.sharing.domain.ways import FARTHEST
from commonshelf.sharing.planning.cards import Asked
from commonshelf.ui.api import Day, Form, sentence

MOST_YUAN: Final = 10_000
MOST_KM: Final = 2_000
FORMS: Final = (("any", _("Any form")), ("print", _("On paper")), ("digital", _("As a file or online")))
CARRIED: Final = ("needed", "form", "part", "far", "most", "any", "at")
"""Fields that go along from page to page, so that nothing is said twice."""


class SituationForm(Form):
    """Sent by GET, so that an address holds it: signing in on the way loses nothing."""

    needed = Day(
        required=False,
        label=_("I need it by"),
        help_text=_("The last day on which it is still of use. Empty: as soon as it can be."),
    )
    form = forms.ChoiceField(required=False, choices=FORMS, label=_("On paper or as a file"))
    part = forms.CharField(
        required=False,
        max_length=40,
        label=_("Only a part: pages or chapter"),
        help_text=_("For example “pages 12–30” or “chapter 3”. Empty: all of it."),
    )
    at = forms.ChoiceField(required=False, label=_("Fetch it at"))
    far = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=MOST_KM,
        label=_("I would go at most (km)"),
        error_messages={"invalid": _("Write the distance in whole kilometres, such as 5.")},
    )
    most = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=MOST_YUAN,
        decimal_places=2,
        label=_("It may cost at most (yuan)"),
        error_messages={"invalid": _("Write the amount in yuan, such as 5 or 5.50.")},
    )
    any = forms.BooleanField(required=False, label=_("Any edition of this work will do"))

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self._choice("at").choices = [("", _("at my home library")), *places]

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(name)
        return field

    def clean_needed(self) -> Any:
        day = self.cleaned_data.get("needed")
        if day and day < timezone.localdate():
            raise ValidationError(
                gettext(
                    "That day is over. Choose today or a later day, or leave it empty: then there is no end."
                )
            )
        if day and day > timezone.localdate() + FARTHEST:
            raise ValidationError(sentence(Refusal("sharing.needed-far", {"date": day.isoformat()})))
        return day

    @property
    def told(self) -> Mapping[str, Any]:
        """What could be read; a field that could not counts as left empty."""
        self.is_valid()
        return self.cleaned_data

    def asked(self, here: Here, device: str = "") -> Asked:
        told = self.told
        library, _slash, branch = str(told.get("at") or "").partition("/")
        most = told.get("most")
        return Asked(
            place=here.place,
            library=library or here.library,
            branch=branch if library else here.branch,
            device=device,
            needed_date=told.get("needed"),
            form=told.get("form") or "any",
            part=told.get("part") or "",
            farthest_km=float(told["far"]) if told.get("far") is not None else None,
            most_cost=int(Decimal(most) * 100) if most is not None else None,
            any_edition=bool(told.get("any")),
        )


def carried(data: Mapping[str, Any], **more: str) -> str:
    """The situation as a query string, as it was typed, with what else goes along; "" for nothing."""
    told = {name: str(data.get(name, "")) for name in CARRIED}
    return urlencode({name: text for name, text in {**told, **more}.items() if text})


SEEN_BY: Final = _("The library that gives it to you reads it, too; it does not learn your name.")
"""Beside whatever a reader writes with a request."""


class ConfirmForm(Form):
    """The last step: where it is fetched, what has to be agreed to, a word to the library."""

    at = forms.ChoiceField(required=False, label=_("Fetch it at"))
    part = forms.CharField(
        required=False,
        max_length=40,
        label=_("Pages or chapter"),
        help_text=_("For example “pages 12–30” or “chapter 3”."),
    )
    note = forms.CharField(
        required=False,
        max_length=1000,
        label=_("A word to my library"),
        help_text=SEEN_BY,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    agreed = forms.BooleanField(
        required=False, label=_("I have read this and use the copy for nothing else.")
    )

    def __init__(
        self, *args: Any, places: Sequence[tuple[str, str]], copy: bool, fetched: bool, **more: Any
    ) -> None:
        """copy: a part is copied; fetched: it comes on paper to a branch."""
        super().__init__(*args, **more)
        self.copy = copy
        if fetched:
            field = self.fields["at"]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(places)
        else:
            del self.fields["at"]
        if not copy:
            del self.fields["part"], self.fields["agreed"]

    def clean_part(self) -> str:
        part = " ".join(str(self.cleaned_data.get("part") or "").split())
        if not part:
            raise ValidationError(
                gettext("Say which pages or which chapter: a library may copy a part, not the whole.")
            )
        return part

    def clean_agreed(self) -> bool:
        if not self.cleaned_data.get("agreed"):
            raise ValidationError(gettext("A copy may only be made once you have agreed to this."))
        return True
