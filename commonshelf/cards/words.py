"""What codes of this room are called when people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "str | _StrPromise"]

PROOF_KINDS: Final[Words] = {
    "id-card": _("ID card or household register"),
    "residence": _("residence permit"),
    "passport": _("passport"),
    "travel": _("travel permit for Hong Kong, Macao or Taiwan residents"),
    "student": _("student card"),
    "staff": _("staff card"),
    "other": _("another document"),
}
PROOF_WRONG: Final[Words] = {
    "length": _("it must have 18 characters"),
    "shape": _("numbers of such documents look different"),
    "check": _("its last character does not fit the others, so one of them is mistyped"),
    "place": _("its first two digits name no province"),
    "birth": _("digits 7 to 14 are no birth date that can be"),
}
SHARES_SAID: Final[Words] = {
    "name": _("your name"),
    "contact": _("telephone and mail address, and who answers for a child"),
    "group": _("your reader group"),
    "number": _("your student or staff number"),
}
"""Kinds of domain/sharing.py, said to the reader."""
SEEN: Final[Words] = {
    "name": _("full name"),
    "contact": _("telephone, mail address, guardian"),
    "group": _("reader group"),
    "number": _("student or staff number"),
}
"""The same, said to staff."""
STATES: Final[Words] = {
    "active": pgettext_lazy("of a registration", "in force"),
    "over": pgettext_lazy("of a registration", "run out"),
    "closed": pgettext_lazy("of a registration", "closed"),
    "merged": pgettext_lazy("of a registration", "merged into another"),
}
CARD_STATES: Final[Words] = {
    "active": pgettext_lazy("of a card", "in use"),
    "lost": pgettext_lazy("of a card", "lost"),
    "replaced": pgettext_lazy("of a card", "replaced"),
    "ended": pgettext_lazy("of a card", "ended"),
}
