"""The door of sharing."""

from __future__ import annotations

from commonshelf.sharing.desks.printing import print_slips
from commonshelf.sharing.planning.cards import Asked, Offer, Plan, RuledOut, Way
from commonshelf.sharing.planning.planning import as_json as plan_as_json
from commonshelf.sharing.planning.planning import plan, rota
from commonshelf.sharing.planning.words import lines as plan_lines

__all__ = [
    "Asked",
    "Offer",
    "Plan",
    "RuledOut",
    "Way",
    "plan",
    "plan_as_json",
    "plan_lines",
    "print_slips",
    "rota",
]
