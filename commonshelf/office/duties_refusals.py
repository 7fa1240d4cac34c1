"""The sentence of every refusal about duties and their turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "office.duties-begun": _("There is a list of duties already. Add to it what is missing."),
    "office.duty-no-name": _("Give the duty a name, in Chinese, in English, or in both."),
    "office.duty-changed": _(
        "Somebody else changed this duty while you had it open. What you typed is still here: compare it"
        " with what stands now, and save again."
    ),
    "office.duty-ended": _("This duty has been ended; nobody holds it any more."),
    "office.duty-past": _("{day} is over. A duty is given from today or a later day on."),
    "office.no-such-library": _("“{said}” is no member today. Choose a library from the list."),
    "office.not-there": _(
        "This person does not work there today. Choose somebody from the list, or the library as such."
    ),
    "office.own-backup": _("Nobody stands in for themselves. Choose another person or library."),
    "office.holds-already": _("They hold this duty already."),
    "office.holding-ended": _("This has been ended already. Look at who holds it now."),
    "office.transfer-open": _("A vote on this duty is open. Wait for its outcome, or withdraw it first."),
    "office.no-reason": _("Write a sentence, so that whoever reads it knows why."),
    "office.too-long": _("These are {length} characters; at most {limit} fit here."),
    "office.shift-past": _("{day} is over. Turns are planned from today on."),
    "office.shift-far": _("{day} is more than a year away. Plan nearer days."),
    "office.shift-times": _("A turn ends on the same day after it began; {starts} to {ends} does not."),
    "office.shift-long": _("A turn of more than {hours} hours is too long. Divide it."),
    "office.shift-overlap": _("This person has another turn on {day} at the same time."),
    "office.shift-changed": _(
        "Somebody changed this turn while you had it open. Look at what stands now, then press again."
    ),
    "office.not-of-duty": _("Only the libraries that hold this duty or stand in for it take turns at it."),
    "office.given-up-already": _(
        "This turn has been given up already. It stays yours until somebody takes it."
    ),
    "office.not-given-up": _("Nobody has given this turn up; it is not to be had."),
    "office.no-swap": _("Only two turns at the same duty, of two people, can be swapped."),
    "office.swap-open": _("This swap has been proposed already. The other person has not answered yet."),
    "office.swap-over": _("This swap is over: somebody has answered, or a turn has moved on."),
}
