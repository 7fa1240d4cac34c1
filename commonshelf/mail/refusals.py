"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, str | _StrPromise] = {}
