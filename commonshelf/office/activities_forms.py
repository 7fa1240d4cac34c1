"""The forms of the register of outside activities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.office.activities import ActivityCard, ActivityGiven
from commonshelf.office.domain.activities import partners
from commonshelf.office.paper_forms import PaperForm, area, choose
from commonshelf.ui.api import Day

KINDS: Final = {
    "exhibition": _("exhibition"),
    "training": _("training"),
    "conference": _("conference"),
    "visit": _("visit"),
    "cooperation": _("cooperation"),
    "publication": _("publication"),
    "other": _("something else"),
}


class ActivityForm(PaperForm):
    library = forms.ChoiceField(label=_("In whose name"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    partners = forms.CharField(
        label=_("Partners from outside"), required=False, widget=area(3), help_text=_("One a line.")
    )
    place = forms.CharField(label=_("Where it is held"), max_length=200, required=False)
    first_date = Day(label=_("First day"))
    last_date = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))
    contract = forms.TypedChoiceField(
        label=_("Under the contract"), required=False, coerce=int, empty_value=None
    )
    about_zh = forms.CharField(label=_("What it is about, in Chinese"), required=False, widget=area(4))
    about_en = forms.CharField(label=_("What it is about, in English"), required=False, widget=area(4))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(
        self,
        *args: Any,
        owners: Sequence[tuple[str, str]],
        contracts: Sequence[tuple[int, str]],
        **more: Any,
    ) -> None:
        """owners: (Symbol, name) in whose name this person may enter one; none: it stands already."""
        super().__init__(*args, **more)
        choose(self, "contract", [("", "–"), *contracts])
        if owners:
            choose(self, "library", owners)
            self.fields["library"].required = all(symbol for symbol, _name in owners)
        else:
            del self.fields["library"]

    @classmethod
    def of(cls, posted: Any, card: ActivityCard, contracts: Sequence[tuple[int, str]]) -> ActivityForm:
        plain = ("kind", "place", "first_date", "last_date", "contract", "version")
        initial: dict[str, Any] = {name: getattr(card, name) for name in plain}
        initial |= {
            "title_zh": card.title.zh,
            "title_en": card.title.en,
            "about_zh": card.about.zh,
            "about_en": card.about.en,
            "partners": "\n".join(card.partners),
        }
        return cls(posted, initial=initial, owners=(), contracts=contracts)

    def told(self) -> ActivityGiven:
        said = {name: self.cleaned_data[name] for name in ActivityGiven.__slots__}
        return ActivityGiven(**{**said, "partners": tuple(partners(said["partners"]))})


class LastDayForm(PaperForm):
    on = Day(label=_("Its last day"))


class WithdrawForm(PaperForm):
    reason = forms.CharField(label=_("Why"), max_length=500)
