"""Who decided, by name."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language, gettext

from commonshelf.members import api as members


def who(keys: Iterable[str]) -> dict[str, str]:
    """Key -> name in the page's language; "" is whoever runs the machine."""
    asked = set(keys)
    language = get_language() or "zh-hans"
    known = members.names_of(keys=asked - {""})
    named = {
        key: known[key].in_language(language) if key in known else gettext("somebody erased since")
        for key in asked
    }
    return {**named, "": gettext("the operator of the machine")} if "" in asked else named
