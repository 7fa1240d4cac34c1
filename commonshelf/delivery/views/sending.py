"""A document as an answer: to be kept, never shown as a page of this house; in spans where asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from commonshelf.delivery.domain import ranges

PIECE: Final = 1 << 16
PARTLY: Final = 206
NOT_THERE: Final = 416
TYPE: Final = "application/pdf"


def send(request: HttpRequest, path: Path, name: str) -> HttpResponse | StreamingHttpResponse:
    """All of it, or the span of a Range header. Its own name in our folder is its ETag: it never changes."""
    size, mark = path.stat().st_size, f'"{path.stem}"'
    same = request.headers.get("If-Range", mark) == mark
    asked = request.headers.get("Range", "") if same else ""
    answer: HttpResponse | StreamingHttpResponse
    try:
        span = ranges.span(asked, size) if asked else None
    except ValueError:
        answer = HttpResponse(status=NOT_THERE, headers={"Content-Range": f"bytes */{size}"})
        return _guarded(answer)
    if span is None:
        answer = FileResponse(path.open("rb"), content_type=TYPE)
        answer["Content-Length"] = str(size)
    else:
        first, last = span
        answer = StreamingHttpResponse(_pieces(path, first, last), status=PARTLY, content_type=TYPE)
        answer["Content-Range"] = f"bytes {first}-{last}/{size}"
        answer["Content-Length"] = str(last - first + 1)
    answer["ETag"] = mark
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return _guarded(answer)


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(first)
        left = last - first + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def _guarded(answer: HttpResponse | StreamingHttpResponse) -> HttpResponse | StreamingHttpResponse:
    """Nothing in it runs or is embedded here, whatever a browser takes it for; nobody keeps it on the way."""
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
