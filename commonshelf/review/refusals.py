"""What the review desk says when it cannot do what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    "review.no-such-edition": _(
        "There is no edition {number}. Look at its address: the number stands at the end."
    ),
    "review.changed": _(
        "While you were looking, the records of edition {editions} changed. Nothing was decided. Below is how"
        " things stand now; look once more."
    ),
}
