"""What states, acts and kinds are called by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = dict[str, "str | _StrPromise"]

THING_STATES: Final[Words] = {
    "home": pgettext_lazy("copy", "on its shelf"),
    "on-loan": pgettext_lazy("copy", "on loan"),
    "in-transit": pgettext_lazy("copy", "on its way"),
    "held": pgettext_lazy("copy", "kept for a reader"),
    "lost": pgettext_lazy("copy", "lost"),
    "damaged": pgettext_lazy("copy", "damaged"),
    "missing": pgettext_lazy("copy", "missing"),
}
"""Of a thing."""
THING_ACTS: Final[Words] = {
    "check-out": pgettext_lazy("copy to be", "lent"),
    "renew": pgettext_lazy("copy to be", "renewed"),
    "claim": pgettext_lazy("copy to be", "claimed to have come back"),
    "find": pgettext_lazy("copy to be", "found again by its reader"),
    "check-in": pgettext_lazy("copy to be", "returned"),
    "lose": pgettext_lazy("copy to be", "declared lost"),
    "miss": pgettext_lazy("copy to be", "declared missing"),
    "mend": pgettext_lazy("copy to be", "put back as mended"),
    "recall": pgettext_lazy("copy to be", "wanted back sooner"),
    "undo": pgettext_lazy("copy to be", "taken back"),
}
"""What is done with a thing or a loan."""
LOAN_STATES: Final[Words] = {
    "open": pgettext_lazy("loan", "open"),
    "claimed": pgettext_lazy("loan", "claimed to have come back"),
    "returned": pgettext_lazy("loan", "returned"),
    "lost": pgettext_lazy("loan", "lost"),
    "undone": pgettext_lazy("loan", "taken back"),
}
"""Of a loan."""
HOLD_STATES: Final[Words] = {
    "waiting": pgettext_lazy("hold", "waiting"),
    "promised": pgettext_lazy("hold", "promised"),
    "coming": pgettext_lazy("hold", "on its way"),
    "ready": pgettext_lazy("hold", "ready to fetch"),
    "fetched": pgettext_lazy("hold", "fetched"),
    "over": pgettext_lazy("hold", "over"),
    "withdrawn": pgettext_lazy("hold", "given up"),
}
"""Of a hold."""
UNDO_WHY: Final[Words] = {
    "done": pgettext_lazy("step", "it has been taken back before"),
    "late": pgettext_lazy("step", "too much time has passed"),
    "moved-on": pgettext_lazy("step", "the copy has moved on since"),
    "outside": pgettext_lazy("step", "the library's own system has been told"),
    "final": pgettext_lazy("step", "money has been moved because of it"),
}
"""Why a step cannot be taken back."""
FEE_KINDS: Final[Words] = {
    "overdue": pgettext_lazy("fee", "overdue fee"),
    "lost": pgettext_lazy("fee", "price of a lost book"),
    "damaged": pgettext_lazy("fee", "for damage"),
    "lending": pgettext_lazy("fee", "lending fee"),
    "request": pgettext_lazy("fee", "fee of a request"),
    "credit": pgettext_lazy("fee", "owed to the reader"),
}
"""Of a fee."""
LEDGER_KINDS: Final[Words] = {
    "loans.overdue": FEE_KINDS["overdue"],
    "loans.lost": FEE_KINDS["lost"],
    "loans.damaged": FEE_KINDS["damaged"],
    "loans.lending": FEE_KINDS["lending"],
    "loans.request": FEE_KINDS["request"],
    "loans.credit": FEE_KINDS["credit"],
    "loans.payment": pgettext_lazy("line of an account", "paid"),
    "loans.waiver": pgettext_lazy("line of an account", "waived"),
    "loans.taken-back": pgettext_lazy("line of an account", "fee taken back"),
    "loans.undo": pgettext_lazy("line of an account", "step taken back"),
    "loans.refund": pgettext_lazy("line of an account", "paid out"),
    "loans.deposit": pgettext_lazy("line of an account", "deposit taken"),
    "loans.deposit-back": pgettext_lazy("line of an account", "deposit given back"),
    "loans.merged": pgettext_lazy("line of an account", "from another registration"),
}
"""Of a transfer, to the reader whose account it is in."""
