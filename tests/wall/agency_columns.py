"""Who may read the columns of words about licence decisions, rules of scheduling, money between libraries."""

from __future__ import annotations

from collections.abc import Mapping

from commonshelf.sharing.models import Settlement
from tests.wall import policy as p
from tests.wall.policy import CODE, DATA, KEY, STATE, See, Table, each
from tests.wall.sharing_columns import about_request


def of_settlement(row: Settlement) -> str:
    return "+".join(sorted((row.debtor.symbol, row.creditor.symbol)))


AGENCY: Mapping[str, Table] = {
    "sharing.Policy": Table(
        p.all_, {**each(DATA, "rules", "preview"), "words": See.ALLIANCE, "made_by": KEY}
    ),
    "sharing.Approval": Table(
        about_request,
        {
            **each(CODE, "level", "service"),
            "state": STATE,
            "decided_by": KEY,
            "limits": DATA,
            "rule": "the name of a rule that decided by itself; here none did",
            "reason": See.COLLEAGUE,  # the register is for every member to read
            "plea": See.DESKS,
        },
    ),
    "sharing.Charge": Table(p.all_, {"kind": CODE}),
    "sharing.Settlement": Table(
        of_settlement,
        {**each(See.MANAGERS, "words", "doubt"), **each(KEY, "paid_by", "confirmed_by")},
    ),
}
