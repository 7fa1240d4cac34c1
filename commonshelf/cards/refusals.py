"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    # cards
    "cards.bad-number": _(
        "{number} is no card's number: its last digit does not fit the others. Read it from the card again."
    ),
    "cards.no-such-card": _("No card of the alliance has the number {number}."),
    "cards.bad-printed-number": _("“{number}” cannot be a card's number: 4 to 40 letters and digits."),
    "cards.number-taken": _("The number {number} is on another reader's card already, or was once."),
    "cards.has-card": _("This reader has a card in use. Replace it, or report it lost first."),
    "cards.no-card-in-use": _("This reader has no card in use just now."),
    # documents
    "cards.bad-proof-kind": _("Choose what kind of document it is."),
    "cards.bad-proof": _(
        "This number cannot be right for this kind of document ({proof_kind}): {proof_wrong}. "
        "It has {length} characters."
    ),
    "cards.bad-issuer": _("Name the passport's country by its two letters, as in CN, VN or FR."),
    "cards.proof-known": _(
        "Somebody is registered with this very document ({proof_kind}), at {home}, perhaps under another "
        "name. Open that registration instead; a second one is not needed, for one card is good everywhere."
    ),
    "cards.blocked-before": _(
        "Somebody was registered with this document ({proof_kind}) at {home} and is blocked everywhere. "
        "Ask {home} to lift the block first."
    ),
    "cards.no-such-document": _("Nobody is registered with this document."),
    # registering
    "cards.no-name": _("Write a name: in Chinese, in Latin letters, or in both."),
    "cards.no-such-group": _("Choose one of this library's reader groups."),
    "cards.birth-date-needed": _("Write the birth date: for children a parent or guardian has to agree."),
    "cards.birth-date-wrong": _("{said} cannot be a birth date of somebody living."),
    "cards.birth-date-differs": _("The birth date typed is {said}, the document says {document}."),
    "cards.needs-guardian": _(
        "Readers under {years} need a parent or guardian: the number of their card, or name and telephone, "
        "and a tick that they agreed."
    ),
    "cards.needs-guardian-named": _(
        "For readers under {years} write the name and telephone of a parent or guardian."
    ),
    "cards.bad-guardian": _("Whoever answers for a child must be of age and registered now."),
    "cards.local-number-taken": _("The number {number} belongs to another reader of this library."),
    "cards.no-such-joining": _(
        "No form waits under this code. It may be mistyped, used already, or older than two weeks."
    ),
    # particulars
    "cards.changed-since": _(
        "Somebody changed this reader in the meantime. Look at what stands there now, and change it again."
    ),
    "cards.ends-before": _("The last day must not lie before today or the first day."),
    "cards.reader-closed": _("This registration is closed. Renew it first, at its home library."),
    "cards.merged": _("This registration was merged into another one. Use that."),
    "cards.business-open": _(
        "It cannot be closed yet: {count} things are still open ({what}). Settle them first."
    ),
    "cards.answers-for": _(
        "A child's card hangs on this reader, who answers for it. Name another guardian there first."
    ),
    "cards.code-at-home": _(
        "This reader has set a password. A new code is printed at {home}, or sent to their mail address from"
        " there."
    ),
    "cards.no-mail-address": _("No mail address of this reader is known. Print the code instead."),
    # blocks
    "cards.bad-reason": _("Choose why the reader is blocked."),
    "cards.bad-service": _("Choose from the services listed."),
    "cards.block-past": _("The last day of a block must not lie before today."),
    "cards.not-home": _("Only the home library can block a reader everywhere; here, you can at your own."),
    "cards.block-lifted": _("This block has been lifted already."),
    # merging
    "cards.same-reader": _("This is the same registration. Scan the reader's other card."),
    "cards.not-one-person": _(
        "The two registrations have different birth dates. If it is one person, correct the wrong one first."
    ),
    # sharing, signing in
    "cards.bad-share": _("Choose from what is listed."),
    "cards.nothing-to-share": _("Tick what may be seen, and by which libraries."),
    "cards.bad-code": _(
        "The card's number and the code do not fit together, or the code has been used or is over. Every "
        "member's desk prints a new one."
    ),
}
