"""The forms under the steps of a membership: each asks only what its step needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonshelf.ui.api import Day, Form


class StepForm(Form):
    """The reason, which stands in the log; several steps do not go without."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, needed: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].required = needed
        if not needed:
            self.fields["reason"].label = _("Reason, if you want to give one")


class VoteForm(StepForm):
    days = forms.IntegerField(label=_("Days to vote"), initial=14, min_value=1, max_value=180)
    quorum = forms.IntegerField(
        label=_("Quorum, in percent of all members"), initial=50, min_value=1, max_value=100
    )
    pass_mark = forms.IntegerField(
        label=_("Accepted from, in percent of yes and no"), initial=51, min_value=1, max_value=100
    )
    field_order = ("days", "quorum", "pass_mark", "reason")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].label = _("What the members should know")


class NoticeForm(StepForm):
    on = Day(label=_("First day on which it is no longer a member"))
    field_order = ("on", "reason")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"].initial = timezone.localdate() + timedelta(days=90)


class LeaveForm(StepForm):
    to_library = forms.ChoiceField(label=_("Its open work goes to"), required=False)
    field_order = ("to_library", "reason")

    def __init__(self, *args: Any, heirs: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("the general agency")), *heirs]
        self.fields["to_library"] = forms.ChoiceField(
            label=_("Its open work goes to"), choices=choices, required=False
        )
        self.order_fields(self.field_order)


NEEDS_REASON: Final = frozenset({"refuse", "suspend", "leave", "vote-accepted", "vote-declined"})


def form_of(step: str, given: Any, heirs: Iterable[tuple[str, str]]) -> StepForm:
    """The form of a step, filled where this step was sent."""
    more: dict[str, Any] = {"needed": step in NEEDS_REASON, "prefix": step}
    if step == "put-to-vote":
        return VoteForm(given, **more)
    if step == "give-notice":
        return NoticeForm(given, **more)
    if step == "leave":
        return LeaveForm(given, heirs=heirs, **more)
    return StepForm(given, **more)
