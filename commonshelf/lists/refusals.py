"""What the lists say when something cannot be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    "lists.no-name": _("Give the list a name."),
    "lists.long-name": _("The name has {length} characters; {most} are the most. Shorten it."),
    "lists.name-taken": _("You have a list called “{name}” already. Choose another name."),
    "lists.too-many-lists": _("You have {most} lists, which are the most. End one first."),
    "lists.full": _(
        "A list holds at most {most} books; {more} of these have no room. Start another list for them."
    ),
    "lists.long-note": _("The note has {length} characters; {most} are the most. Shorten it."),
    "lists.long-search": _("This search has too many filters to be kept. Take some off and save it again."),
    "lists.too-many-searches": _("You have saved {most} searches, which are the most. Forget one first."),
}
