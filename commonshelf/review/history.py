"""What an edition's number led to before, and which numbers lead to it: for staff and, shorter, for all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Former

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CAUSES: Final[dict[str, str | _StrPromise]] = {
    "load": _("records were loaded"),
    "ruling": _("people decided so"),
    "undone": _("a decision was taken back"),
    "rules": _("the rules of matching changed"),
}
WHAT: Final[dict[str, str | _StrPromise]] = {
    "joined": _("Edition {edition} was joined into this one"),
    "parted": _("Edition {edition} was parted from this one"),
    "into": _("This edition was joined into edition {edition}"),
    "from": _("This edition was parted from edition {edition}"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of the history."""

    former: Former
    said: SafeString
    cause: str


def passages(edition: int) -> tuple[Passage, ...]:
    return tuple(
        Passage(former, _said(former), str(CAUSES.get(former.cause, former.cause)))
        for former in catalogue.edition_history(id=edition)
    )


def _said(former: Former) -> SafeString:
    link = format_html('<a href="/edition/{0}">{0}</a>', former.edition)
    return format_html(str(WHAT[former.what]), edition=link)


def known_as(edition: int) -> str:
    """Its older numbers in a sentence, without who or why; "" when it has none."""
    joined = sorted({one.edition for one in catalogue.edition_history(id=edition) if one.what == "joined"})
    if not joined:
        return ""
    numbers = gettext(", ").join(map(str, joined))
    return gettext("Also known as {numbers}: these older numbers lead here.").format(numbers=numbers)
