"""What is made of rows and asked at every turn: kept in the process until the mark of a stamp row changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from secrets import token_hex
from typing import Any, Generic, TypeVar

from django.db.models import Model

T = TypeVar("T")


class Stamped(Generic[T]):
    """stamp: a model with one row, whose `mark` is drawn anew in every act that changes the rows.

    make: reads them; told the mark, "" while nobody has changed anything.
    """

    def __init__(self, stamp: type[Model], make: Callable[[str], T]) -> None:
        self._rows: Any = stamp._default_manager  # noqa: SLF001  # Django's own name for it
        self._marks: Any = None
        self._make = make
        self._lock = threading.Lock()
        self._kept: tuple[str, T] | None = None

    def now(self) -> T:
        """One small question; swapped whole, so that nobody sees half of it."""
        if self._marks is None:  # put together once
            self._marks = self._rows.filter(pk=1).values_list("mark", flat=True)
        mark = next(iter(self._marks.all()), "")
        kept = self._kept
        if kept is None or kept[0] != mark:
            kept = (mark, self._make(mark))
            with self._lock:
                self._kept = kept
        return kept[1]

    def changed(self) -> None:
        """Call inside the act that changed a row."""
        self._rows.update_or_create(pk=1, defaults={"mark": token_hex(8)})
