"""Who may read the columns of words about licence decisions, rules of scheduling, money between libraries."""

from __future__ import annotations

from collections.abc import Mapping

from tests.wall import policy as p
from tests.wall.policy import CODE, DATA, KEY, STATE, Table, each

_TRIED = "asked of insider, partner and stranger in sharing/tests/test_agency_pages.py"

AGENCY: Mapping[str, Table] = {
    "sharing.Policy": Table(p.all_, {**each(DATA, "rules", "preview"), "words": _TRIED, "made_by": KEY}),
    "sharing.Approval": Table(
        p.all_,
        {
            **each(CODE, "level", "service"),
            "state": STATE,
            "decided_by": KEY,
            "limits": DATA,
            **each(_TRIED, "rule", "reason", "plea"),
        },
    ),
    "sharing.Charge": Table(p.all_, {"kind": CODE}),
    "sharing.Settlement": Table(
        p.all_,
        {
            **each(
                "asked of insider, partner and stranger in sharing/tests/test_statements.py", "words", "doubt"
            ),
            **each(KEY, "paid_by", "confirmed_by"),
        },
    ),
}
