"""What planning says when it refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "sharing.needed-past": _(
        "It is wanted by {day}, but today is {today}. Choose a day that is still to come, or none."
    ),
    "sharing.no-such-edition": _(
        "There is no edition with the number {edition}. Its number stands in the address of its page;"
        " search for its title to find it."
    ),
    "sharing.bad-form": _("“{form}” is no form. Choose print, digital or any."),
}
