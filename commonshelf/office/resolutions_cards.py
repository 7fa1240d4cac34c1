"""A resolution as it crosses the office's door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from commonshelf.members.cards import Said


@dataclass(frozen=True, slots=True)
class ResolutionCard:
    """state: proposed, adopted, declined, no-quorum, withdrawn. number: "2026-3" once adopted.

    about_kind: motion, rule, duty, membership; ballot: its row, None when it was resolved in a meeting.
    """

    id: int
    number: str
    title: Said
    text: Said
    about_kind: str
    about_id: str
    facts: Mapping[str, Any]
    how: str
    ballot: int | None
    state: str
    decided_date: date | None
    proposed_at: datetime
    proposed_by: str
    problem: str
