"""What this room says when it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    # bringing
    "delivery.no-file": _("Choose the scanned file, or several pictures in the order of their pages."),
    "delivery.no-title": _("Write what this is a copy of, so that the reader knows it."),
    "delivery.bad-notice": _("Choose which copyright notice goes with the copy."),
    "delivery.too-big": _(
        "This is more than {megabytes} MB, which is as much as can be sent for one request. Scan in grey or "
        "black and white, or at 200 to 300 dots an inch, or send fewer pages. Nothing else was changed."
    ),
    "delivery.too-many-files": _(
        "{count} files are too many for one document; at most {most}. Put them into one PDF, or send fewer."
    ),
    "delivery.not-a-document": _(
        "“{file}” is not a PDF, JPEG, PNG or TIFF that can be read, whatever its name says. Scan it again, "
        "or print it to a PDF file."
    ),
    "delivery.locked": _(
        "“{file}” is protected by a password or encrypted. Save it without a password, and send it again."
    ),
    "delivery.too-heavy": _(
        "“{file}” unpacks to more than can be checked safely. Scan at 200 to 300 dots an inch, or print it "
        "to a new PDF, and send that."
    ),
    "delivery.empty": _("There is not a single page in “{file}”."),
    "delivery.too-many-pages": _(
        "These are more than {most} pages, the most that may be copied for this request. Send the part that "
        "was asked for."
    ),
    # links
    "delivery.withdrawn": _(
        "This document was withdrawn and is no longer here. Ask your library if you still need it."
    ),
    "delivery.expired": _("The time for this document is over. Ask your library if you still need it."),
    "delivery.missing": _(
        "The file of this document cannot be found any more. Ask your library to have it sent again."
    ),
    "delivery.used-up": _(
        "This document was opened {opens} times, as often as it may be. Ask your library if you need "
        "it again."
    ),
    "delivery.not-opened": _("Read the copyright notice first, and open the document from there."),
    "delivery.no-copy": _("Your copy could not be made just now. Try again in a minute."),
}
