"""The sentence of every refusal about lending, and the words in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    # where
    "loans.no-such-branch": _("{library} has no branch “{branch}”. Choose one of its branches."),
    # the copy
    "loans.no-barcode": _("Scan or type the barcode of a copy."),
    "loans.no-such-item": _("No member has a copy with the barcode {barcode}. Read it from the label again."),
    "loans.which-library": _(
        "Several libraries have a copy with the barcode {barcode}: {libraries}. Say whose this one is."
    ),
    "loans.step": _("A copy that is {thing_state} cannot be {thing_act}."),
    "loans.moved-on": _("The copy {barcode} was just scanned at another desk. Scan it again."),
    "loans.bad-time": _(
        "{at} is still to come, or more than {days} days ago. Enter when it was written down."
    ),
    "loans.overtaken": _(
        "The copy {barcode} has been scanned since ({at}). What the list says of it no longer counts."
    ),
    "loans.not-at-home": _(
        "Only at its home can a mended copy go back on the shelf: {library}, {branch}. Scan it as a "
        "return, and it is sent there."
    ),
    "loans.no-words": _("Write what is wrong with it, in a few words."),
    # lending
    "loans.no-right": _("Nothing can be lent now. {told}"),
    "loans.out-to-you": _("“{title}” is on loan to this very reader until {due}. It can be renewed."),
    "loans.out-already": _("“{title}” is on loan to somebody else. Scan it as a return first."),
    "loans.promised": _(
        "“{title}” is promised to request {number}. It cannot be lent or kept for anybody else."
    ),
    "loans.of-a-request": _("“{title}” comes with request {number}. Cancel the request instead."),
    "loans.not-here": _("“{title}” ({barcode}) is {thing_state}. Choose another copy."),
    "loans.held-for-another": _("“{title}” is kept for another reader."),
    "loans.reference-only": _("“{title}” is for reading in the library only."),
    "loans.stays-home": _("“{title}” belongs to {library}, which does not let its books be lent elsewhere."),
    "loans.wrong-library": _(
        "“{title}” belongs to {library} and was never sent here. Scan it as a return, and it goes home."
    ),
    "loans.no-more-renewals": _("“{title}” has been renewed as often as it can be ({renewals})."),
    "loans.wanted": _("Another reader waits for “{title}”, so it cannot be renewed."),
    "loans.nothing-gained": _("Renewed today it would be due no later than it is now: {due}."),
    "loans.loan-step": _("A loan that is {loan_state} cannot be {thing_act}."),
    "loans.system-refuses": _("The system of {library} says no. {words}"),
    "loans.system-silent": _(
        "The system of {library} does not answer, so its books cannot be lent or renewed just now. Try again "
        "in a few minutes; what comes back is taken all the same."
    ),
    # taking back a step
    "loans.cannot-undo": _("This step cannot be taken back: {undo_why}."),
    "loans.paid-already": _("A fee that came with it was paid already. Pay it back first."),
    # holds
    "loans.hold-step": _("A hold that is {hold_state} cannot be changed this way."),
    "loans.held-already": _("You wait for “{title}” already."),
    "loans.has-it": _("You have “{title}” already."),
    "loans.nothing-to-hold": _("No copy of “{title}” can be lent at {library}."),
    # money
    "loans.bad-amount": _("Enter an amount above 0.00 and of at most {most_yuan} yuan."),
    "loans.pays-too-much": _("Only {owed_yuan} yuan are open here."),
    "loans.no-credit": _("Nothing is owed to this reader."),
    "loans.no-deposit": _("Only {deposit_yuan} yuan lie here as a deposit."),
    "loans.no-reason": _("Write why the fee is waived."),
    # leaving and merging
    "loans.things-out": _(
        "{count} books of {library} are still out, “{title}” among them. Name the library that takes "
        "them over, or wait until they are back."
    ),
    "loans.barcode-there": _(
        "{library} has a copy with the barcode {barcode} of its own, and cannot take this one over."
    ),
    "loans.both-wait": _("Both registrations wait for “{title}”. Give up one of the holds first."),
}
