"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "privacy.still-open": _(
        "This has to be settled first: {things}. Bring back what is borrowed, pay or have waived what"
        " is owed,"
        " give up what is requested; then everything can be deleted."
    ),
    "privacy.still-works": _(
        "There is still a role at {places}. Whoever runs that place ends it and hands the open work over;"
        " then everything can be deleted."
    ),
    "privacy.answers-for": _(
        "A child's card hangs on this one. Have another guardian named at a desk first; then everything"
        " can be"
        " deleted."
    ),
    "privacy.not-sure": _("Nothing was deleted. Tick that you are sure, and press the button once more."),
    "privacy.document-unseen": _(
        "Nothing was deleted. Look at the person's document first, and tick that you have seen it."
    ),
    "privacy.no-such-person": _("Nobody is known here as “{name}”."),
    "privacy.file-there": _("{file} is there already. Name another file, and nothing is overwritten."),
}
