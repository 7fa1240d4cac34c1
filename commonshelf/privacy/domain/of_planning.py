"""The table: what plans reckon with. Of libraries, never of persons."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Table, columns

PLANNING: Final[Table] = {
    "sharing.Route": columns(
        operational="id name from_library from_branch to_library to_branch weekdays leaves_at hours cost"
        " active_from active_to version"
    ),
    "sharing.Capacity": columns(operational="id library service a_day fee version"),
    "sharing.Handling": columns(operational="id library service stage month count hours squares unfilled"),
    "sharing.Transit": columns(operational="id from_library to_library month count hours squares"),
    "sharing.PlanningStamp": columns(operational="id mark learned"),
}
