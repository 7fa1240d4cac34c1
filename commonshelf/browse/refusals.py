"""What the browse room says when it cannot do what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    "browse.no-such-index": _("There is no index “{index}” to browse. There are: {known}."),
}
