"""The table: licence decisions, the rules of scheduling, money between libraries."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Table, Timer, act, columns, whose

AGENCY: Final[Table] = {
    "sharing.Approval": columns(
        whose(
            "request__reader",
            erase="keep",
            blank="plea",
            why="who decided what on which resource stays for every member to read; a reader's plea goes",
        ),
        Timer("decided_at", "blank", setting="privacy.loan-days", library="request__home", blank=("plea",)),
        *act("decided_by"),
        activity="request plea",
        operational="id agency owner resource level service pages cost state asked_at decide_by_at risen_at"
        " decided_at decided_by rule policy limits reason appeal_of version",
        section="holds",
    ),
    "sharing.Policy": columns(
        *act("made_by"),
        operational="id number rules words effective_at announced_at ballot preview made_by made_at version",
    ),
    "sharing.Charge": columns(
        operational="id supply kind debtor creditor amount transfer at settled_at",
    ),
    "sharing.Settlement": columns(
        *act("paid_by", "confirmed_by"),
        operational="id month debtor creditor amount paid_at paid_by words confirmed_at confirmed_by doubt"
        " transfer version",
    ),
}
