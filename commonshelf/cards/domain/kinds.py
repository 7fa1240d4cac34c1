"""Words with a fixed meaning in this room: kinds of readers, states, reasons of a block."""

from __future__ import annotations

from typing import Final

GROUP_KINDS: Final = ("child", "student", "graduate", "teacher", "staff", "citizen", "guest")
"""What alliance rules speak of; every library's own group is one of them (A21)."""
OF_AN_INSTITUTION: Final = frozenset({"student", "graduate", "teacher", "staff"})
"""Whose institution knows how old they are: a registration may leave the birth date out."""
STATES: Final = ("active", "closed", "merged")
CARD_STATES: Final = ("active", "lost", "replaced", "ended")
REASONS: Final = ("overdue", "fees", "lost", "damage", "conduct", "address", "proof", "other")
"""Why a reader is blocked."""
