"""What the interlibrary desks say when they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    "sharing.nothing-scanned": _(
        "Nothing was scanned. Scan the slip, the label or the book, or type its number."
    ),
    "sharing.scan-over": _(
        "The request {number} has come to its end. If the book lies here, scan it at the desk for lending "
        "and returns: it says where it belongs."
    ),
    "sharing.scan-no-request": _(
        "{number} is a copy of this library, but no request is about it. Scan it at the desk for lending "
        "and returns instead."
    ),
    "sharing.scan-mistyped": _(
        "{number} was typed or read wrongly: its last digit does not fit the others. Compare it with the "
        "slip, or scan again."
    ),
    "sharing.scan-isbn": _(
        "{number} is an ISBN, which all copies of an edition share. Scan the library's own label or the slip."
    ),
    "sharing.scan-unknown": _(
        "No request of this desk has the number {number}, and none is about a copy with it. Scan the slip or "
        "the label of the parcel; if there is none, look for the title in the list “To receive”."
    ),
}
