"""What this room says to programs when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "sharing.bad-field": _("“{field}” cannot be used: {problem}."),
    "sharing.no-key": _(
        "Send the header {header} with a word of your own, up to {most} characters, new for each thing that "
        "is to be done: what is sent twice with it is done once."
    ),
}
