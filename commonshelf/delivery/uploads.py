"""Files as they arrive: what is too much is dropped while it comes, and the rest of the form is read on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, Protocol, TypeVar

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

ROOM: Final = 1_000_000
"""Bytes of a form beside its files."""
DIGITS: Final = re.compile(r"(\d+)", re.ASCII)


class HasName(Protocol):
    @property
    def name(self) -> str | None: ...


Named = TypeVar("Named", bound=HasName)


class Measured(FileUploadHandler):
    """Keeps nothing of any file once all together are more than `most`: not on disk, not in memory.

    What the browser says beforehand (Content-Length) counts at once; what it does not say is counted.
    """

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.most, self.seen, self.over = most, 0, False

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002  # Django's arguments
        META: Any,  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        self.over = content_length > self.most + ROOM

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        if self.over:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002  # Django's arguments
        self.seen += len(raw_data)
        if self.seen > self.most:
            self.over = True
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:  # Django's arguments
        """Another handler has it."""


def measure(request: HttpRequest, most: int) -> Measured:
    """Before anything reads the form, its CSRF token included."""
    measured = Measured(request, most)
    request.upload_handlers = [measured, TemporaryFileUploadHandler(request)]
    return measured


def in_order(files: Sequence[Named]) -> list[Named]:
    """By their names as people count: page 2 before page 10; what is called alike stays as it came."""
    return sorted(files, key=_counted)


def _counted(file: HasName) -> list[tuple[int, int, str]]:
    parts = DIGITS.split((file.name or "").lower())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
