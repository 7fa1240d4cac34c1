"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "visits.too-many": _("Between 1 and {most} people can be counted at once. Count the rest after them."),
    "visits.bad-span": _("The last day lies before the first, or more than {most} days lie between them."),
}
