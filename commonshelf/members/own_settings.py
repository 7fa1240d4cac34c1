"""The settings this room names: what members may choose for themselves within the alliance's bounds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.members import bounds


def register() -> None:
    bounds.register(
        name="work.offer-hours",
        kind="number",
        default=16,
        least=1,
        most=200,
        label=_("Time to answer an offer of work"),
        unit=_("working hours"),
        help=_("After so many working hours an offer nobody answered goes to the next one."),
    )
    bounds.register(
        name="members.invitation-days",
        kind="number",
        default=14,
        least=1,
        most=90,
        label=_("How long an invitation holds"),
        unit=_("days"),
    )
    bounds.register(
        name="members.language",
        kind="choice",
        default="zh-hans",
        choices={"zh-hans": _("Chinese"), "en": _("English")},
        label=_("Language of letters"),
        help=_("For people who have not chosen one themselves."),
    )
    bounds.register(
        name="members.on-holidays",
        kind="choice",
        default="closed",
        choices={"closed": _("closed"), "usual": _("open as in any week")},
        label=_("On public holidays"),
        help=_("Other hours on some of these days are said as a vacation or an exception day."),
        shown=True,
    )
    bounds.register(
        name="members.contact-shown",
        kind="flag",
        default=True,
        label=_("Readers see the agency's telephone and mail address"),
    )
    bounds.register(
        name="members.trial-months",
        kind="number",
        default=6,
        least=1,
        most=24,
        label=_("Length of a trial membership"),
        unit=_("months"),
    )
