"""Books the engines are tried on."""

from __future__ import annotations

from collections.abc import Callable

from commonshelf.engine.contract import Document, SearchEngine, Shape

SHAPE = Shape(
    placed=("title", "author"),
    loose=("any",),
    facets=("library", "format", "at", "author"),
    many=("author",),
)
Open = Callable[[], SearchEngine]


def book(
    id: int, title: str, author: str = "", *, library: str = "", year: int | None = None, **more
) -> Document:
    texts = {"title": [title], "author": [author.split()], "any": [title.split() + author.split()]}
    facets = {
        "library": library.split(),
        "format": [more.pop("format", "book")],
        "at": library.split(),
        "author": author.split(),
    }
    return Document(id, texts, facets, year, more.pop("sort", title), **more)


BOOKS = [
    book(1, "dream of the red chamber", "cao", library="A B", year=1791),
    book(2, "red dream", "mo", library="B", year=1999),
    book(3, "the journey west", "wu", library="C", year=None),
    book(4, "water margin", "shi red", library="A", year=1999, format="ebook"),
    book(5, "a red red red star", "snow", library="", year=1937, format="ebook"),
]
