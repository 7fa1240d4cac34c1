"""What planning says when it refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "sharing.needed-past": _(
        "It is wanted by %(day)s, but today is %(today)s. Choose a day that is still to come, or none."
    ),
    "sharing.bad-form": _("“%(form)s” is no form. Choose print, digital or any."),
}
