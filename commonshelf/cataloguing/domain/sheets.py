"""Sheets of labels: where each label of a run comes to stand, beginning anywhere on a used sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Sheet(NamedTuple):
    """An A4 sheet as labels are sold. width, height: of one label in mm; the margins follow.

    The style sheet labels.css has a class of this name for each.
    """

    name: str
    columns: int
    rows: int
    width: str
    height: str

    @property
    def places(self) -> int:
        return self.columns * self.rows


SHEETS: Final = {
    sheet.name: sheet
    for sheet in (
        Sheet("70x37", 3, 8, "70", "37"),
        Sheet("64x38", 3, 7, "63.5", "38.1"),
        Sheet("70x30", 3, 9, "70", "30"),
        Sheet("53x30", 4, 10, "52.5", "29.7"),
        Sheet("49x25", 4, 10, "48.5", "25.4"),
        Sheet("38x21", 5, 13, "38.1", "21.2"),
    )
}
MOST: Final = 130
"""Labels of one run: two sheets of the smallest."""


class Place(NamedTuple, Generic[T]):
    """A place on a sheet. label None: left empty, it was used before."""

    label: T | None


def pages(labels: Sequence[T], sheet: Sheet, start: int = 1) -> list[list[Place[T]]]:
    """Labels on their sheets. start: the first free place of the first sheet, from 1, row by row."""
    skip = min(max(start, 1), sheet.places) - 1
    run: list[Place[T]] = [Place(None)] * skip
    run += [Place(label) for label in labels]
    return [run[at : at + sheet.places] for at in range(0, len(run), sheet.places)] if labels else []
