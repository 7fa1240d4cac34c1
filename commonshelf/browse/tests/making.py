"""Changes of the catalogue made by hand, as the feed would tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commonshelf.browse import feeding
from commonshelf.browse.models import Heading, Link, Shelf, Shown, SubjectWord
from commonshelf.catalogue.cards import EditionChange, Entry, Held
from commonshelf.catalogue.domain.said import Said


def entry(
    id: int,
    title: str = "",
    makers: Sequence[str] = (),
    subjects: Sequence[str] = (),
    classes: Sequence[str] = (),
    *,
    shelves: Iterable[tuple[str, str]] = (),
) -> Entry:
    """shelves: (Symbol, call number)."""
    said = Said(
        title=title,
        titles=((title, "", ""),) if title else (),
        makers=tuple(makers),
        subjects=tuple(subjects),
        classes=tuple(classes),
    )
    copies = tuple(Held(library, "", number, "", "on-shelf") for library, number in shelves)
    members = tuple((library, str(id)) for library, _ in shelves) or (("EAST", str(id)),)
    return Entry(id, said, members, copies)


class Feed:
    """Gives each change the next stamp."""

    def __init__(self) -> None:
        self.stamp = 0

    def changes(self, *entries: Entry | int) -> list[EditionChange]:
        """A number stands for an edition that is gone."""
        made = []
        for one in entries:
            self.stamp += 1
            gone = isinstance(one, int)
            made.append(EditionChange(one if gone else one.id, self.stamp, None if gone else one))
        return made

    def take(self, *entries: Entry | int) -> None:
        assert feeding._take(self.changes(*entries), feeding.cursor())


def tables() -> dict[str, list[tuple[object, ...]]]:
    """Everything in the tables, told without ids, so that two ways of coming there can be compared."""
    text = {heading.id: heading.place for heading in Heading.objects.all()}
    return {
        "headings": sorted(Heading.objects.values_list("place", "editions")),
        "links": sorted(
            (text[heading], edition) for heading, edition in Link.objects.values_list("heading", "edition")
        ),
        "words": sorted(
            (word, text[heading]) for word, heading in SubjectWord.objects.values_list("word", "heading")
        ),
        "shelves": sorted(Shelf.objects.values_list("library", "place", "edition")),
        "shown": sorted(Shown.objects.values_list("edition", "digest", "shelves")),
    }
