"""Who may read the columns of words that plans reckon with."""

from __future__ import annotations

from collections.abc import Mapping

from tests.wall import policy as p
from tests.wall.policy import CODE, See, Table, each

PLANNING: Mapping[str, Table] = {
    "sharing.Route": Table(
        p.all_, {**each(CODE, "from_branch", "to_branch", "weekdays"), "name": See.ALLIANCE}
    ),
}
