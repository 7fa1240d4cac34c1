"""The table: figures of requests and simulations. Of libraries and made-up worlds, never of persons."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Table, act, columns

FIGURES: Final[Table] = {
    "sharing.Passage": columns(
        operational="id request attempt requester group_kind supplier service placed_at asked_at answered_at"
        " shipped_at received_at outcome reason"
    ),
    "sharing.Simulation": columns(
        *act("made_by"),
        operational="id number world libraries requests seed policy weights state done outcomes made_by"
        " made_at begun_at seen_at ended_at",
        not_keys="outcomes",
    ),
}
