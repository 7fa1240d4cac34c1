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
    "sharing.Partner": columns(
        operational="id keeper name_zh name_en place symbol mail web how address loan_days loan_fee"
        " loan_reader_fee copy_days copy_fee copy_reader_fee ended_at version"
    ),
    "sharing.PartnerPace": columns(operational="id partner service month count hours squares unfilled"),
    "sharing.PlanningStamp": columns(operational="id mark learned"),
}
