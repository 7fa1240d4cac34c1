"""What the demo says when a world cannot be written or found: codes and their sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    "demo.empty-world": _(
        "A world needs at least one library and one edition; asked for were {libraries} and {editions}."
    ),
    "demo.cannot-write": _("Nothing can be written into {folder}: {why}. Choose another folder."),
    "demo.no-world": _(
        "There is no world in {folder}: its libraries.json is missing or is not one that `world` wrote."
    ),
}
