"""Whether a visitor's page still says what it said: told by a mark (ETag), before the page is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from commonshelf.catalogue import api as catalogue
from commonshelf.kernel.actor import VISITOR
from commonshelf.members import api as members
from commonshelf.members.cards import Here
from commonshelf.search import index

PACKAGE: Final = Path(__file__).resolve().parents[1]
MARKED: Final = ("/search", "/edition/", "/api/v1/search", "/api/v1/editions/")
"""Pages that say only what is in the catalogue, the index and the directory of libraries."""
VARIES: Final = ("Accept-Language", "Cookie", "HX-Request")


class Fresh:
    """Middleware, where language, person and place are known: 304 to whoever has the page already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        mark = mark_of(request, timezone.now()) if is_marked(request) else ""
        if mark and (unchanged := get_conditional_response(request, etag=mark)):
            unchanged["ETag"] = mark
            patch_vary_headers(unchanged, VARIES)
            return unchanged
        response = self.get_response(request)
        if mark and response.status_code == 200 and not response.cookies:
            response["ETag"] = mark
        return response


def is_marked(request: HttpRequest) -> bool:
    """Only for visitors; a device's place and a change of language are kept nowhere."""
    return (
        request.method in {"GET", "HEAD"}
        and (request.path == "/" or request.path.startswith(MARKED))
        and not getattr(request, "actor", VISITOR).known
        and "near" not in request.GET
        and "lang" not in request.GET
    )


def mark_of(request: HttpRequest, now: datetime) -> str:
    """All that such a page depends on: two small questions to the database, one to the index."""
    here = getattr(request, "here", Here())
    told = (
        *(installed(), catalogue.latest_stamp(), index.engine().cursor()),
        *(openings(members.directory_mark(), now.replace(second=0, microsecond=0))),
        *(get_language(), here.library, here.branch, "HX-Request" in request.headers),
        request.get_full_path(),
    )
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@lru_cache(maxsize=1)
def installed() -> int:
    """Changes with the program: the newest of its files, in nanoseconds."""
    kinds = ("*.py", "*.html", "*.mo", "*.css", "*.js")
    return max(path.stat().st_mtime_ns for kind in kinds for path in PACKAGE.rglob(kind))


@lru_cache(maxsize=4)
def openings(mark: str, minute: datetime) -> tuple[str, str, int]:
    """The directory, the day, and which branches are open until when: asked once a minute.

    mark: of the directory as it stands; with it the cards are those of now.
    """
    told = [
        members.opening(branch=branch, now=minute)
        for library in members.libraries()
        for branch in library.branches
        if branch.hours or branch.exceptions
    ]
    said = hashlib.sha256(repr(told).encode()).digest()[:8]
    return mark, str(timezone.localdate(minute)), int.from_bytes(said, "big")
