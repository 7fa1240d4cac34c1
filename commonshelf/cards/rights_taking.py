"""What a library takes along of rights: the rules it wrote itself."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from commonshelf.cards.models import RightRule
from commonshelf.members import api as members
from commonshelf.wire.table.write import csv_into

HEAD: Final = (
    *("service", "allowed", "home", "home_kind", "relation", "group_kind", "group"),
    *("items", "days", "renewals", "fee", "deposit", "active_from", "active_to"),
    *("note_zh", "note_en", "article", "exempt_why"),
)
"""fee and deposit in fen; active_to: the first day on which the rule no longer held."""


def write_own(library: str, folder: Path) -> None:
    """right-rules.csv: those that are over, too."""
    asked = {"home": "home__symbol", "group": "group__code"}
    rows = RightRule.objects.filter(library=members.library_id(symbol=library)).order_by("pk")
    told = rows.values_list(*(asked.get(name, name) for name in HEAD))
    csv_into(folder / "right-rules.csv", HEAD, (["" if one is None else one for one in row] for row in told))
