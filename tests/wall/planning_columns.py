"""Who may read the columns of words that plans reckon with."""

from __future__ import annotations

from collections.abc import Mapping

from commonshelf.sharing.models import Partner
from tests.wall import policy as p
from tests.wall.actors import SYMBOLS
from tests.wall.policy import CODE, See, Table, both, each


def keeper(row: Partner) -> str:
    """Whose desk asks it; of the agency's, everybody's."""
    return row.keeper.symbol if row.keeper else "+".join(sorted(SYMBOLS))


PLANNING: Mapping[str, Table] = {
    "sharing.Route": Table(
        p.all_, {**each(CODE, "from_branch", "to_branch", "weekdays"), "name": See.ALLIANCE}
    ),
    # Readers learn by its name whom their library asks; how to ask it is for those who do.
    "sharing.Partner": Table(
        keeper,
        {
            **both(See.PUBLIC, "name"),
            **each(See.STAFF, "place", "symbol", "how", "address"),
            **each(CODE, "mail", "web"),
        },
    ),
}
