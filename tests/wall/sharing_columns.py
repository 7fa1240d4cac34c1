"""Who may read the columns of words about requests and those who supply them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.wall import policy as p
from tests.wall.policy import CODE, DATA, KEY, STATE, Table, each

_TRIED = "asked of insider, partner and stranger in sharing/tests/test_requests.py"

SHARING: Mapping[str, Table] = {
    "sharing.PatronRequest": Table(
        p.all_,
        {
            **each(
                CODE, "number", "group_kind", "pickup_branch", "service", "kind", "level", "why", "agent"
            ),
            **each(STATE, "state", "before_cancel"),
            **each(_TRIED, "citation", "title_zh", "title_en"),
        },
    ),
    "sharing.Supply": Table(
        p.all_,
        {
            **each(CODE, "service", "reason", "barcode", "branch"),
            "state": STATE,
            **each(DATA, "score"),
            **each(_TRIED, "partner", "conditions", "shelf", "condition_out", "condition_in"),
        },
    ),
    "sharing.Promise": Table(p.all_, {"barcode": CODE}),
    "sharing.Message": Table(p.all_, {"side": CODE, "person": KEY, "text": _TRIED}),
    "sharing.Slip": Table(p.all_, {"act": CODE, "person": KEY, "before": DATA}),
}
