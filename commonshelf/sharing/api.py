"""The door of sharing."""

from __future__ import annotations

__all__: list[str] = []
