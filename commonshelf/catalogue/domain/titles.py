"""A title in one piece, taken apart: 题名 : 副题名 / 责任者, volume, edition (find.md 6.3, rule 2)."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from commonshelf.catalogue.domain import volumes
from commonshelf.catalogue.domain.words import clean, trim

_COLON: Final = re.compile(
    r"\s*：\s*|\s*[:∶]\s+|\s+[:∶]|(?<=[\u3400-\u9fff\d)）])[:∶](?=[\u3400-\u9fff(（])|\s*[—–]{2}\s*"
)
_STATEMENT: Final = re.compile(r"\s+/\s+|\s*／\s*|(?<=[\u3400-\u9fff)）])/\s*(?=[\u3400-\u9fff(（\[])")
_NUMBERED: Final = re.compile(r"^(.*[\u3400-\u9fff]\s?\d{1,3})\s+(?=[\u3400-\u9fff])")
_PARALLEL: Final = re.compile(r"\s+=\s+")


class TitleFacts(NamedTuple):
    """What one written title says; names as in `Facts`."""

    title: str
    subtitle: str
    volume: str
    volume_number: str
    edition: str
    edition_number: str
    statement: str


def split_title(text: str, *, subtitle: str = "", volume: str = "", edition: str = "") -> TitleFacts:
    """A title as one string, with what other columns say beside it."""
    head, statement = clean(text), ""
    if parts := _STATEMENT.split(head, maxsplit=1):
        head, statement = parts[0], parts[1] if len(parts) > 1 else ""
    head = _PARALLEL.split(head, maxsplit=1)[0]
    designations = [trim(volume)] if volume.strip() else []
    said = from_parts(head, [trim(subtitle)] if subtitle.strip() else [], designations, [], trim(edition))
    return TitleFacts(*said, statement=clean(statement))


def from_parts(
    head: str, subtitles: list[str], designations: list[str], names: list[str], edition: str
) -> tuple[str, str, str, str, str, str]:
    """(title, subtitle, volume, volume number, edition, edition number) of the parts of a title block.

    head: 200 $a or 245 $a. designations: $h or $n; names: $i or $p. Where a head has no subtitle of
    its own but is written with a colon, it is parted there, as other libraries part it.
    """
    subtitles = [text for text in subtitles if text]
    if not subtitles:
        head, rest = part(head)
        subtitles = [rest] if rest else []
    apart = volumes.take_apart(trim(head))
    number, shown_edition = volumes.edition_number(edition), edition
    if apart.edition_number and not number:
        number, shown_edition = apart.edition_number, apart.edition or edition
    if not apart.volume_number and not designations and subtitles:
        subtitles, designations = _volume_in(subtitles)
    for text in subtitles:
        number = number or volumes.take_apart(text).edition_number
    volume, volume_number = volumes.of_part(designations, names, apart)
    title = apart.title if apart.volume or apart.edition else trim(head)
    return title, " : ".join(dict.fromkeys(subtitles)), volume, volume_number, shown_edition, number


def part(head: str) -> tuple[str, str]:
    """(title, subtitle) of a head written with a colon or dash, or with a number before its second half."""
    pieces = _COLON.split(head, maxsplit=1)
    if len(pieces) == 1:
        match = _NUMBERED.match(head)
        return (match[1], head[match.end() :]) if match else (head, "")
    first, rest = pieces[0].strip(), pieces[1].strip()
    return (first, rest) if first and rest else (head, "")


def _volume_in(subtitles: list[str]) -> tuple[list[str], list[str]]:
    """A subtitle that is nothing but a volume ("卷八", "上册") is one, and so is what one begins with
    ("Part third, for advanced scholars").
    """
    for text in subtitles:
        if volumes.is_designation(text):
            return [other for other in subtitles if other is not text], [text]
    if subtitles and (found := volumes.leading_designation(subtitles[0])):
        designation, rest = found
        return ([rest] if rest else []) + subtitles[1:], [designation]
    return subtitles, []
