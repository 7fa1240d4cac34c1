"""The door of sharing."""

from __future__ import annotations

from commonshelf.sharing.planning.cards import Asked, Offer, Plan, RuledOut, Way
from commonshelf.sharing.planning.planning import plan, rota

__all__ = ["Asked", "Offer", "Plan", "RuledOut", "Way", "plan", "rota"]
