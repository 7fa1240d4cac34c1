"""The forms with which something is put to the vote, or recorded from a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.number import whole
from commonshelf.office.paper_forms import area, choose
from commonshelf.office.resolutions import Proposal, Terms
from commonshelf.office.rules_forms import WordsForm
from commonshelf.ui.api import Day

SHARES: Final = {
    "1/2": _("half"),
    "2/3": _("two thirds"),
    "3/4": _("three quarters"),
    "1/1": _("all"),
}
QUORUM: Final = {"0/1": _("no quorum"), "1/3": _("a third"), **SHARES}


def _share(said: str) -> tuple[int, int]:
    parts, of = said.split("/")
    return int(parts), int(of)


class DayAndTime(forms.SplitDateTimeWidget):
    """Each half says which it is; what they are for is said by the legend around them."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for half, said in zip(context["widget"]["subwidgets"], (_("Day"), _("Time of day")), strict=True):
            half["attrs"]["aria-label"] = said
        return context


class Moment(forms.SplitDateTimeField):
    """A day and a time of it, in the alliance's zone."""

    widget = DayAndTime(
        date_attrs={"type": "date"},
        time_attrs={"type": "time"},
        date_format="%Y-%m-%d",
        time_format="%H:%M",
    )


class AboutForm(WordsForm):
    """What is to be resolved: a question of its own, or a drafted rule."""

    about = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)
    effective_date = Day(
        label=_("The rule is effective from"),
        required=False,
        help_text=_("Only for a rule. If left empty, from the day it is adopted."),
    )
    field_order: tuple[str, ...] = ("about", "effective_date", "title_zh", "title_en", "text_zh", "text_en")

    def __init__(self, *args: Any, drafts: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "about", [("", _("a question of its own")), *drafts])

    def proposal(self) -> Proposal:
        said = self.cleaned_data
        effective = said["effective_date"]
        return Proposal(
            **self.words(),
            about_kind="rule" if said["about"] else "motion",
            about_id=str(said["about"] or ""),
            facts={"effective_date": effective.isoformat()} if effective and said["about"] else {},
        )


class ProposalForm(AboutForm):
    deadline = Moment(label=_("Voting ends"))
    quorum = forms.ChoiceField(
        label=_("Quorum: how many of those entitled must vote"), choices=list(QUORUM.items()), initial="1/2"
    )
    pass_mark = forms.ChoiceField(
        label=_("How many of the votes for or against must be yes"),
        choices=list(SHARES.items()),
        initial="1/2",
        help_text=_("A tie is a no."),
    )
    secret = forms.BooleanField(label=_("Secret: nobody learns who chose what"), required=False)
    changeable = forms.BooleanField(
        label=_("A vote may be changed until the deadline"), required=False, initial=True
    )
    early = forms.BooleanField(label=_("Close as soon as all have voted"), required=False, initial=True)
    weights = forms.CharField(
        label=_("Weights"),
        required=False,
        widget=area(3),
        help_text=_(
            "Empty: one vote each. Else one member a line, for example CN-512300 3; the others weigh 1."
        ),
    )
    field_order: tuple[str, ...] = (
        *AboutForm.field_order, "deadline", "quorum", "pass_mark", "secret", "changeable", "early", "weights",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        then = timezone.localtime() + timedelta(days=14)
        self.fields["deadline"].initial = then.replace(hour=18, minute=0, second=0, microsecond=0)

    def clean_weights(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in self.cleaned_data["weights"].splitlines():
            if not line.strip():
                continue
            symbol, _space, weight = line.strip().rpartition(" ")
            number = whole(weight, otherwise=-1, digits=9)
            if number < 0 or not symbol.strip():
                raise forms.ValidationError(
                    _("“%(line)s” cannot be read: write a symbol, a space and a whole number."),
                    params={"line": line[:60]},
                )
            found[symbol.strip()] = number
        return found

    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(
            deadline=said["deadline"],
            quorum=_share(said["quorum"]),
            pass_mark=_share(said["pass_mark"]),
            secret=said["secret"],
            changeable=said["changeable"],
            early=said["early"],
            weights=said["weights"],
        )


class RecordForm(AboutForm):
    decided_date = Day(label=_("Resolved on"))
    field_order: tuple[str, ...] = (*AboutForm.field_order, "decided_date")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["decided_date"].initial = timezone.localdate()
