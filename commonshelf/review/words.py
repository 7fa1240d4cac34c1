"""What the review desk says: fields, reasons, vetoes and points of the score-card as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS: Final[dict[str, str | _StrPromise]] = {
    "title": _("Title"),
    "subtitle": _("Subtitle"),
    "volume": _("Volume"),
    "makers": _("Makers"),
    "statement": _("Statement of responsibility"),
    "edition": _("Edition"),
    "place": _("Place of publication"),
    "publisher": _("Publisher"),
    "year": _("Year"),
    "extent": _("Extent"),
    "series": _("Series"),
    "format": _("Kind"),
    "language": _("Language"),
    "isbn": "ISBN",
    "issn": "ISSN",
    "numbers": _("Other numbers"),
    "bad_numbers": _("Cancelled or invalid numbers"),
    "original_title": _("Original title"),
    "other_titles": _("Other titles"),
    "class": _("Class"),
    "subjects": _("Subjects"),
    "summary": _("Summary"),
    "contents": _("Contents"),
    "notes": _("Notes in the records"),
    "links": _("Links"),
}
ROW_STATES: Final[dict[str, str | _StrPromise]] = {
    "same": _("Same"),
    "differs": _("Different"),
    "one": _("Only A says it"),
    "other": _("Only B says it"),
}
REASONS: Final[dict[str, str | _StrPromise]] = {
    "between": _("Alike, but not enough to join them by machine."),
    "held-volume": _("Alike enough, but joining would put two different volumes into one edition."),
    "held-edition": _("Alike enough, but joining would put two different edition numbers into one edition."),
    "held-carrier": _(
        "Alike enough, but joining would put two carriers, such as print and electronic, together."
    ),
    "held-component": _("Alike enough, but joining would put a whole and a part of one together."),
    "held-apart": _("Alike enough, but people have decided that records of the two do not belong together."),
    "too-many": _("Alike enough, but the edition would have more records of one library than is likely."),
}
SHORT_REASONS: Final[dict[str, str | _StrPromise]] = {
    "between": _("Between the thresholds"),
    "held-volume": _("Two volumes"),
    "held-edition": _("Two edition numbers"),
    "held-carrier": _("Two carriers"),
    "held-component": _("A whole and a part"),
    "held-apart": _("Kept apart by people"),
    "too-many": _("Too many records"),
}
VETOES: Final[dict[str, str | _StrPromise]] = {
    "title": _("The titles have nothing in common."),
    "volume": _("Both say which volume they are, and not the same one."),
    "part": _("Both name their part, and not the same one."),
    "edition": _("Both say which edition they are, and not the same one."),
    "carrier": _("They are of different kinds, such as a printed and an electronic book."),
    "component": _("One describes a whole, the other a part of one, such as an article."),
}
GUARDS: Final[dict[str, str | _StrPromise]] = {
    "volume": _("The score would be enough, but only one says which volume it is: a volume is not the set."),
    "thin": _(
        "The score would be enough, but one record says too little, and number and title do not both agree."
    ),
    "plain": _(
        "The score would be enough, but many books bear this title, and too little else tells them apart."
    ),
}
"""Why people are asked though the score would join."""
SHORT_GUARDS: Final[dict[str, str | _StrPromise]] = {
    "volume": _("A volume and a set"),
    "thin": _("Says too little"),
    "plain": _("A common title"),
}
STATES: Final[dict[str, str | _StrPromise]] = {
    "open": pgettext_lazy("doubt", "Open"),
    "later": pgettext_lazy("doubt", "Put off"),
    "joined": pgettext_lazy("doubt", "Joined"),
    "apart": pgettext_lazy("doubt", "Kept apart"),
    "settled": pgettext_lazy("doubt", "Settled by itself"),
    "decided": pgettext_lazy("doubt", "Decided"),
}
TONES: Final = {"open": "wait", "later": "unknown", "joined": "ok", "apart": "no", "settled": "unknown"}
VERDICTS: Final[dict[str, str | _StrPromise]] = {
    "join": pgettext_lazy("ruling", "one edition"),
    "apart": pgettext_lazy("ruling", "not the same"),
}
SCRIPTS: Final[dict[str, str | _StrPromise]] = {
    "han": _("Chinese script"),
    "latin": _("Other scripts"),
}
OUTCOMES: Final[dict[str, str | _StrPromise]] = {
    "join": _("Joined by machine"),
    "ask": _("People are asked"),
    "apart": _("Kept apart"),
}
NUMBERS: Final = {"oclc": "OCLC", "lccn": "LCCN", "calis": "CALIS", "nlc": "NLC"}


def number(text: str) -> str:
    """ "oclc:123" as a cataloguer says it: "OCLC 123"."""
    prefix, colon, rest = text.partition(":")
    if not colon:
        return text
    said = gettext("Unified book number") if prefix == "unified" else NUMBERS.get(prefix, prefix.upper())
    return f"{said} {rest}"
