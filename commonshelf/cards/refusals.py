"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {}
