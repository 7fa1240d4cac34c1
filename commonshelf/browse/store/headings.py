"""What is read of headings: titles, makers, subjects, classes in their order, and who carries them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from commonshelf.browse.store.sql import Value, listed, rows_of


class Term(NamedTuple):
    """A heading as it stands. place: without the letter of its kind."""

    id: int
    place: str
    text: str
    editions: int


def terms_from(start: str, end: str, rows: int) -> list[Term]:
    """The first headings at `start` or behind it, before `end`; both with the letter of the kind."""
    return _terms(
        "SELECT id, substr(place, 2), text, editions FROM browse_heading"
        " WHERE place >= %s AND place < %s ORDER BY place LIMIT %s",
        start,
        end,
        rows,
    )


def terms_before(end: str, start: str, rows: int) -> list[Term]:
    """The last headings before `end`, at `start` or behind it, in their order."""
    found = _terms(
        "SELECT id, substr(place, 2), text, editions FROM browse_heading"
        " WHERE place < %s AND place >= %s ORDER BY place DESC LIMIT %s",
        end,
        start,
        rows,
    )
    return found[::-1]


def terms_at(places: Iterable[str]) -> list[Term]:
    """The headings at these very places, in the order of the table."""
    return _terms(
        "SELECT heading.id, substr(heading.place, 2), heading.text, heading.editions"
        " FROM json_each(%s) AS asked"
        " CROSS JOIN browse_heading AS heading ON heading.place = asked.value ORDER BY heading.place",
        listed(places),
    )


def terms_of(ids: Iterable[int], kind: str, rows: int) -> list[Term]:
    """Of these headings those of a kind, the most carried first."""
    return _terms(
        "SELECT id, substr(place, 2), text, editions FROM browse_heading"
        " WHERE id IN (SELECT value FROM json_each(%s)) AND substr(place, 1, 1) = %s"
        " ORDER BY editions DESC, place LIMIT %s",
        listed(ids),
        kind,
        rows,
    )


def _terms(sql: str, *values: Value) -> list[Term]:
    return [Term(*row) for row in rows_of(sql, *values)]


def subjects_with(words: Sequence[str], most: int) -> list[int]:
    """Headings of subjects that contain all these words; the oldest, which are the most carried, first."""
    rows = rows_of(
        "SELECT heading FROM browse_subjectword WHERE word IN (SELECT value FROM json_each(%s))"
        " GROUP BY heading HAVING COUNT(*) = %s ORDER BY heading LIMIT %s",
        listed(words),
        len(words),
        most,
    )
    return [row[0] for row in rows]


def editions_with(headings: Iterable[int], after: int, rows: int) -> list[int]:
    """Editions that carry any of these headings, by id, behind `after`."""
    found = rows_of(
        "SELECT DISTINCT edition FROM browse_link WHERE heading IN (SELECT value FROM json_each(%s))"
        " AND edition > %s ORDER BY edition LIMIT %s",
        listed(headings),
        after,
        rows,
    )
    return [row[0] for row in found]


def count_with(headings: Iterable[int]) -> int:
    """How many editions carry any of these headings."""
    found = rows_of(
        "SELECT COUNT(DISTINCT edition) FROM browse_link WHERE heading IN (SELECT value FROM json_each(%s))",
        listed(headings),
    )
    return int(found[0][0])


def editions_in_class(start: tuple[str, int], end: str, rows: int) -> list[tuple[str, int]]:
    """(place, edition) of classes behind (place, edition) and before `end`, in the order of the scheme."""
    return [
        (row[0], row[1])
        for row in rows_of(
            "SELECT heading.place, link.edition FROM browse_heading AS heading"
            " CROSS JOIN browse_link AS link ON link.heading = heading.id"
            " WHERE heading.place >= %s AND heading.place < %s AND (heading.place, link.edition) > (%s, %s)"
            " ORDER BY heading.place, link.edition LIMIT %s",
            start[0],
            end,
            *start,
            rows,
        )
    ]


def totals() -> dict[str, int]:
    """Kind -> headings, for the page that says what can be browsed."""
    return dict(rows_of("SELECT substr(place, 1, 1), COUNT(*) FROM browse_heading GROUP BY 1"))
