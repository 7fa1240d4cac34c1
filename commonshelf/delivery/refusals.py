"""What this room says when it refuses."""

from __future__ import annotations

SENTENCES: dict[str, str] = {}
