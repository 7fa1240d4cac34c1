"""The sentences of what the pages of a desk refuse."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

SENTENCES: Final = {
    "loans.nothing-scanned": _(
        "No card and no copy has the number {number}. Read it from the card or label again."
    ),
    "loans.card-or-copy": _(
        "A reader's card and a copy both carry the number {number}. Say which one this is."
    ),
    "loans.isbn": _(
        "{number} is the ISBN on the cover: every copy of this edition has it. Scan the library's own label."
    ),
    "loans.reader-gone": _(
        "Nobody is known to stand at this desk: for {minutes} minutes nothing was scanned, or another card "
        "was. Scan the card again, then the book."
    ),
    "loans.paper-time": _("“{time}” is no time of day. Write it like 9:05 or 0905."),
    "loans.paper-later": _("This time is still to come."),
    "loans.photo-large": _("This picture is too large. Take one of at most {mib} MiB."),
    "loans.photo-unreadable": _("This is no picture the program can read. Take a photograph in JPEG or PNG."),
    "loans.photo-empty": _(
        "No barcode is to be seen on this picture. Hold the telephone nearer, straight above, in good light; "
        "or type the number."
    ),
}
