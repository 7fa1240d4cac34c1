"""What states, steps, sides and reasons of a request are called in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "_StrPromise"]

STATES: Final[Words] = {
    "review": pgettext_lazy("state of a request", "being looked at by a librarian"),
    "awaiting-licence": pgettext_lazy("state of a request", "waiting for a licence decision"),
    "queued": pgettext_lazy("state of a request", "waiting in line"),
    "asked": pgettext_lazy("state of a request", "asked of a library"),
    "conditional": pgettext_lazy("state of a request", "answered with a condition"),
    "will-supply": pgettext_lazy("state of a request", "promised"),
    "cancelling": pgettext_lazy("state of a request", "being cancelled"),
    "shipped": pgettext_lazy("state of a request", "on its way"),
    "received": pgettext_lazy("state of a request", "ready to fetch"),
    "lent": pgettext_lazy("state of a request", "with the reader"),
    "overdue": pgettext_lazy("state of a request", "overdue"),
    "recalled": pgettext_lazy("state of a request", "recalled"),
    "claimed": pgettext_lazy("state of a request", "said to have come back"),
    "back": pgettext_lazy("state of a request", "given back"),
    "returning": pgettext_lazy("state of a request", "on its way home"),
    "completed": pgettext_lazy("state of a request", "completed"),
    "delivered": pgettext_lazy("state of a request", "delivered"),
    "filled-locally": pgettext_lazy("state of a request", "filled by the library itself"),
    "lost": pgettext_lazy("state of a request", "lost"),
    "cancelled": pgettext_lazy("state of a request", "cancelled"),
    "refused": pgettext_lazy("state of a request", "refused"),
    "unfilled": pgettext_lazy("state of a request", "unfilled"),
    "expired": pgettext_lazy("state of a request", "expired"),
}
ACTIONS: Final[Words] = {
    # as in "it cannot be …", or "somebody has just …"
    "": pgettext_lazy("step of a request", "changed"),
    "match": pgettext_lazy("step of a request", "matched to an edition"),
    "send": pgettext_lazy("step of a request", "sent on"),
    "refuse-review": pgettext_lazy("step of a request", "refused"),
    "appeal": pgettext_lazy("step of a request", "appealed for"),
    "ask-licence": pgettext_lazy("step of a request", "put to a licence decision"),
    "approve": pgettext_lazy("step of a request", "approved"),
    "limit": pgettext_lazy("step of a request", "approved with limits"),
    "refuse": pgettext_lazy("step of a request", "refused a licence"),
    "pass-over": pgettext_lazy("step of a request", "moved past a library"),
    "lapse": pgettext_lazy("step of a request", "moved past a licence decision"),
    "ask": pgettext_lazy("step of a request", "asked of another library"),
    "will-supply": pgettext_lazy("step of a request", "promised"),
    "condition": pgettext_lazy("step of a request", "answered with a condition"),
    "agree": pgettext_lazy("step of a request", "agreed to"),
    "disagree": pgettext_lazy("step of a request", "disagreed with"),
    "cannot-supply": pgettext_lazy("step of a request", "declined"),
    "ship": pgettext_lazy("step of a request", "sent off"),
    "receive": pgettext_lazy("step of a request", "received"),
    "hand-out": pgettext_lazy("step of a request", "handed out"),
    "renew": pgettext_lazy("step of a request", "renewed"),
    "recall": pgettext_lazy("step of a request", "recalled"),
    "give-back": pgettext_lazy("step of a request", "taken back"),
    "ship-back": pgettext_lazy("step of a request", "sent home"),
    "check-in": pgettext_lazy("step of a request", "taken home"),
    "deliver": pgettext_lazy("step of a request", "delivered"),
    "lose": pgettext_lazy("step of a request", "declared lost"),
    "damage": pgettext_lazy("step of a request", "noted as damaged"),
    "claim-returned": pgettext_lazy("step of a request", "said to have come back"),
    "find": pgettext_lazy("step of a request", "found again"),
    "cancel": pgettext_lazy("step of a request", "cancelled"),
    "retry": pgettext_lazy("step of a request", "put off"),
    "weigh": pgettext_lazy("step of a request", "put to its own desk"),
    "allow-cancel": pgettext_lazy("step of a request", "let go"),
    "too-late": pgettext_lazy("step of a request", "kept in spite of being cancelled"),
    "time-out": pgettext_lazy("step of a request", "moved on by the clock"),
    "expire": pgettext_lazy("step of a request", "ended by the clock"),
    "fill-locally": pgettext_lazy("step of a request", "filled by the library itself"),
    "close": pgettext_lazy("step of a request", "closed"),
    "ask-partner": pgettext_lazy("step of a request", "asked of a partner outside"),
    "look-outside": pgettext_lazy("step of a request", "laid before its desk for a partner outside"),
    "undo": pgettext_lazy("step of a request", "put back by one step"),
}
SIDES: Final[Words] = {
    "reader": pgettext_lazy("side of a request", "the reader"),
    "requester": pgettext_lazy("side of a request", "the library that asked"),
    "supplier": pgettext_lazy("side of a request", "the library that is asked"),
    "agency": pgettext_lazy("side of a request", "the agency"),
    "clock": pgettext_lazy("side of a request", "the clock"),
}
FIELDS: Final[Words] = {
    "title": pgettext_lazy("part of a citation", "title"),
    "author": pgettext_lazy("part of a citation", "author"),
    "journal": pgettext_lazy("part of a citation", "journal"),
    "year": pgettext_lazy("part of a citation", "year"),
    "volume": pgettext_lazy("part of a citation", "volume"),
    "issue": pgettext_lazy("part of a citation", "issue"),
    "pages": pgettext_lazy("part of a citation", "pages"),
    "chapter": pgettext_lazy("part of a citation", "chapter"),
    "isbn": pgettext_lazy("part of a citation", "ISBN"),
    "issn": pgettext_lazy("part of a citation", "ISSN"),
    "doi": pgettext_lazy("part of a citation", "DOI"),
}
