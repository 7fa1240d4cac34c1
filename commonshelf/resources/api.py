"""The door of resources."""

from __future__ import annotations

__all__: list[str] = []
