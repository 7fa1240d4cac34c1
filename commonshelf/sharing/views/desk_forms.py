"""What has to be said with a step at the desk: one small form for each button that needs words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from commonshelf.sharing.desks import words
from commonshelf.ui.api import Day, Form

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HELP: Final[Mapping[str, str | _StrPromise]] = {
    "cannot-supply": _(
        "The next library is asked at once. The reason is counted, and shown to the other desk."
    ),
    "retry": _(
        "Other libraries are asked first. If none has it, you are asked again on that day by itself; terms "
        "are put to the other library before."
    ),
    "condition": _("The other library reads it and agrees or asks elsewhere; until then the book may stay."),
    "cancel": _("Before a library has said yes it ends at once; afterwards that library has to let it go."),
    "recall": _("The reader is told that another reader waits, and by when to bring it."),
    "damage": _("Both libraries read it. What it costs is settled between them."),
    "lose": _("The request ends. What it costs is settled between the libraries."),
    "move-on": _("Both libraries read why. Where one has said yes, it lets go first."),
    "refuse-review": _("The reader reads the reason."),
}


def _note(label: str | _StrPromise, *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def _yuan(label: str | _StrPromise) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_value=10_000, decimal_places=2)


class Cannot(Form):
    reason = forms.ChoiceField(
        label=_("Why it cannot be supplied"), choices=[("", _("Choose a reason")), *words.REASONS.items()]
    )
    note = _note(_("A word to the other desk (not necessary)"))


class Retry(Form):
    """Not now: when again, or on what terms."""

    reason = forms.ChoiceField(
        label=_("Why not now"), choices=[("", _("Choose a reason")), *words.RETRY_REASONS.items()]
    )
    retry_date = Day(label=_("Ask again on (empty: any day, on the terms below)"), required=False)
    cost = _yuan(_("Asked of the other library, in yuan (empty: nothing)"))
    condition = forms.ChoiceField(
        label=_("Condition"), required=False, choices=[("", _("None")), *words.CONDITIONS.items()]
    )
    note = _note(_("A word to the other desk (not necessary)"))


class Condition(Form):
    condition = forms.ChoiceField(
        label=_("Condition"), choices=[("", _("Choose a condition")), *words.CONDITIONS.items()]
    )
    cost = _yuan(_("Asked of the other library, in yuan (empty: nothing)"))
    note = _note(_("In words (needed for another condition)"))


class Reason(Form):
    """A reason in words that others read."""

    note = _note(_("Why"), required=True)


class Perhaps(Form):
    note = _note(_("Why (not necessary)"))


class Noted(Form):
    condition = forms.CharField(
        label=_("State of the book"),
        required=False,
        max_length=200,
        help_text=_(
            "Such as a torn page or a loose spine: whoever has it next is not held to account for it."
        ),
    )


class Arrived(Noted):
    """From a partner outside, which names its own day."""

    due_date = Day(
        label=_("The partner wants it back by (empty: it named no day)"),
        required=False,
        help_text=_("The reader's day is then this one."),
    )


class Until(Form):
    due_date = Day(label=_("To be back by"))


class PerhapsUntil(Form):
    due_date = Day(label=_("To be back by (empty: as soon as it can be)"), required=False)


class Fee(Form):
    fee = forms.DecimalField(
        label=_("Owed by the reader's library, in yuan (empty: the usual)"),
        required=False,
        min_value=0,
        max_value=100_000,
        decimal_places=2,
    )


class Damage(Fee):
    condition = forms.CharField(label=_("What is wrong with it"), max_length=200)
    field_order = ("condition", "fee")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["fee"].label = _("Owed by the reader's library, in yuan (empty: nothing)")


FORMS: Final[Mapping[str, type[Form]]] = {
    "cannot-supply": Cannot,
    "retry": Retry,
    "condition": Condition,
    "refuse-review": Reason,
    "appeal": Reason,
    "move-on": Reason,
    "cancel": Perhaps,
    "close": Perhaps,
    "disagree": Perhaps,
    "too-late": Perhaps,
    "recall": PerhapsUntil,
    "renew": Until,
    "damage": Damage,
    "lose": Fee,
    **dict.fromkeys(("ship", "receive", "give-back", "check-in"), Noted),
}
NOTED: Final = frozenset({"ship", "receive", "give-back", "check-in"})
"""Steps that a button takes at once, and with which the state of the book may be noted."""


def form_for(action: str, data: Any = None, *, outside: bool = False) -> Form | None:
    """None: the button needs no words. outside: a partner has it."""
    made = FORMS.get(action)
    if action == "receive" and (outside or "due_date" in (data or {})):
        made = Arrived
    return made(data, auto_id=f"{action}-%s") if made else None


def facts(form: Form | None) -> dict[str, Any]:
    """As the door takes them: amounts in fen, days as dates."""
    told = form.cleaned_data if form is not None else {}
    found = {name: value for name, value in told.items() if value not in {None, ""}}
    return {name: int(value * 100) if name in {"cost", "fee"} else value for name, value in found.items()}
