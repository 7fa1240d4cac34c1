"""The door of the visits: who came in, and how many."""

from __future__ import annotations

from commonshelf.visits.cards import Count, Counts, Visited
from commonshelf.visits.checking import REMEMBER, check_in, forget, take_back, today
from commonshelf.visits.counting import counts

__all__ = ["REMEMBER", "Count", "Counts", "Visited", "check_in", "counts", "forget", "take_back", "today"]
