"""What the pages about spreadsheets of readers call things."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commonshelf.cards.words import Words

STATES: Final[Words] = {
    "seen": pgettext_lazy("of a file", "waits"),
    "done": pgettext_lazy("of a file", "taken over"),
    "dropped": pgettext_lazy("of a file", "dropped"),
}
WHAT: Final[Words] = {
    "new": pgettext_lazy("of lines in a file", "New"),
    "back": pgettext_lazy("of lines in a file", "Back again"),
    "change": pgettext_lazy("of lines in a file", "Put right"),
    "renew": pgettext_lazy("of lines in a file", "Renewed"),
    "leave": pgettext_lazy("of lines in a file", "Leaving"),
    "open": pgettext_lazy("of lines in a file", "Kept back"),
    "elsewhere": pgettext_lazy("of lines in a file", "At another member"),
    "same": pgettext_lazy("of lines in a file", "Unchanged"),
}
"""Heads of the lists of domain/roll.py WHAT, in the order of the page."""
EXPLAINED: Final[Words] = {
    "new": _("They are registered and get a card each."),
    "back": _("Their registration was closed; it holds again, with a card."),
    "change": _("Something in the file differs from what is known; it is put right."),
    "renew": _("Only the last day of their registration changes."),
    "leave": _("Their registration ends on the last day shown. Their cards then open nothing."),
    "open": _(
        "They would leave, but something of theirs is still open: a loan, a request, a fee. Their "
        "registration stays as it is until that is settled, or until you say that they leave all the same."
    ),
    "elsewhere": _(
        "Their document is registered at another member, and one card is good everywhere: nobody is "
        "registered twice. They are left out."
    ),
    "same": _("Every cell says what is known already."),
}
COLUMN_HELP: Final[Words] = {
    "local_number": _(
        "By it a reader is recognised the next time. This or the number of a document is needed."
    ),
    "name_zh": _("A name is needed, Chinese or in Latin letters."),
    "group": _("Name or code of one of your reader groups; empty: the one chosen for the whole file."),
    "proof_kind": _("Empty for ID cards."),
    "proof_number": _("Only a sealed fingerprint and the last characters are kept."),
    "issuer": _("Of passports: the country's two letters, as in CN."),
    "birth_date": _(
        "As 2008-09-01. Needed where no ID card tells it, but not of students, teachers and staff."
    ),
    "language": _("Chinese or English; empty: the library's usual."),
    "card_number": _("Where cards are printed already; empty: the alliance gives a number."),
    "guardian_name": _("Needed of readers under 14, with telephone."),
    "guardian_number": _("Of a parent who is a reader, in place of name and telephone."),
    "guardian_agreed": _("Yes, where the parent or guardian agreed. Needed of readers under 14."),
    "last_date": _("As 2030-06-30; empty: as long as the reader group's registrations hold."),
}
