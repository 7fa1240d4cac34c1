"""How long things are kept: what members may choose, within bounds the alliance may narrow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


DAYS: Final = (
    members.Number(
        "privacy.loan-days",
        90,
        (30, 365),
        _("How long a returned loan is remembered"),
        _("days"),
        _("Afterwards nobody can tell who borrowed it, unless the reader asked that their loans be kept."),
        shown=True,
    ),
    members.Number(
        "privacy.block-days",
        365,
        (30, 1095),
        _("How long a lifted block is remembered"),
        _("days"),
        shown=True,
    ),
    members.Number(
        "privacy.closed-days",
        180,
        (1, 1095),
        _("How long a closed card is kept"),
        _("days"),
        _("Afterwards the reader is erased, once nothing is open any more."),
        shown=True,
    ),
    members.Number(
        "privacy.lapsed-days",
        1095,
        (180, 3650),
        _("How long a registration that ran out is kept"),
        _("days"),
        _("Who has not renewed it by then is erased, once nothing is open any more."),
        shown=True,
    ),
    members.Number(
        "privacy.letter-days", 90, (7, 180), _("How long letters to readers are kept"), _("days"), shown=True
    ),
    members.Number(
        "privacy.invitation-days",
        90,
        (7, 365),
        _("How long an invitation names whom it invited"),
        _("days"),
        _("Counted from the day it was used, withdrawn or ran out."),
        shown=False,
    ),
    members.Number(
        "privacy.sheet-days",
        14,
        (1, 60),
        _("How long a spreadsheet of readers waits"),
        _("days"),
        _("Afterwards the file is deleted, taken over or not."),
        shown=False,
    ),
)


FORM: Final = "privacy.form"
"""As which of the law's forms the libraries handle data together; the notice follows it."""
FORMS: Final[dict[str, str | _StrPromise]] = {
    "joint": _("together, as joint handlers"),
    "entrusted": _("each library for itself; the alliance works on their behalf"),
}


def register() -> None:
    members.register_setting(
        name=FORM,
        kind="choice",
        default="joint",
        choices=FORMS,
        label=_("How the libraries answer for readers' data"),
        help=_("What the alliance has agreed, so that the privacy centre says it. Ask a lawyer which it is."),
    )
    members.register_settings(*DAYS)
