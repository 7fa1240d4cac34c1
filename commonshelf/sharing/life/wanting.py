"""What the form of a step asks for: names of facts, and what each means."""

from __future__ import annotations

from typing import Final

FACTS: Final = {
    "edition": "number of the edition that is meant",
    "supplier": "Symbol of the library to ask; empty: the first of the rota",
    "barcode": "which copy",
    "reason": "code of why not (answering.REASONS; of a retry: RETRY_REASONS)",
    "note": "words for the other side, or why",
    "condition": "code of a condition (answering.CONDITIONS); of a book: what is wrong with it",
    "cost": "fen",
    "fee": "fen that the other library owes for it",
    "due_date": "a day",
    "retry_date": "the first day on which the library can be asked again",
    "document": "number of the document that was brought",
    "partner": "number of a partner outside, as in the register",
    "service": "Loan or Copy; empty: the request's own",
    "reference": "under which the partner knows it",
    "reader_fee": "fen of the partner's fee that the reader pays; empty: as usual there",
    "agreed": "the reader was asked about more than they had confirmed",
}
_ASKS: Final = {
    "match": ("edition",),
    "refuse-review": ("note",),
    "appeal": ("note",),
    "ask": ("supplier",),
    "close": ("note",),
    "fill-locally": ("barcode",),
    "will-supply": ("barcode",),
    "condition": ("condition", "cost", "note", "barcode"),
    "cannot-supply": ("reason", "note"),
    "retry": ("reason", "retry_date", "cost", "condition", "note"),
    "disagree": ("note",),
    "ship": ("condition",),
    "deliver": ("document",),
    "ask-partner": ("partner", "service", "reference", "cost", "reader_fee", "agreed"),
    "receive": ("condition", "due_date"),
    "renew": ("due_date",),
    "recall": ("due_date", "note"),
    "give-back": ("condition",),
    "check-in": ("condition", "fee"),
    "damage": ("condition", "fee"),
    "lose": ("fee", "note"),
}


def asks(action: str, service: str = "") -> tuple[str, ...]:
    """A copy has no barcode to choose."""
    found = _ASKS.get(action, ())
    return tuple(one for one in found if one != "barcode") if service == "Copy" else found
