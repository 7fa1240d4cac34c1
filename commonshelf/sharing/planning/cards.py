"""What crosses the door of planning: frozen, without a database behind it."""

from __future__ import annotations

from commonshelf.sharing.domain.ways import HANDS, KINDS, Asked, Offer, Part, Plan, Reason, RuledOut, Way

__all__ = ["HANDS", "KINDS", "Asked", "Offer", "Part", "Plan", "Reason", "RuledOut", "Way"]
