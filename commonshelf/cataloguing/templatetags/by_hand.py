"""`{% load by_hand %}`: one entry of a mapping, a field's name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from commonshelf.cataloguing import words

register = template.Library()


@register.filter
def get_item(mapping: Mapping[str, Any], key: str) -> Any:
    """The entry of this key, None where there is none."""
    return mapping.get(key) if mapping else None


@register.filter
def field_name(field: str) -> str:
    return words.field_name(field)
