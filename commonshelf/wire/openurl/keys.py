"""Which key of which format says what: Z39.88-2004's matrices for book, journal, dissertation, and 0.1."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.wire.openurl.citation import Format

FORMAT: Final = "info:ofi/fmt:kev:mtx:"
CONTEXT: Final = FORMAT + "ctx"
VERSION: Final = "Z39.88-2004"
ENCODING: Final = "info:ofi/enc:"

READ: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        # field -> keys that may say it, the best first
        "genre": ("genre",),
        "title": ("btitle", "jtitle", "title"),
        "short_title": ("stitle",),
        "part": ("atitle",),
        "organisation": ("aucorp",),
        "date": ("date",),
        "volume": ("volume",),
        "issue": ("issue",),
        "number": ("artnum",),
        "spage": ("spage",),
        "epage": ("epage",),
        "pages": ("pages",),
        "isbn": ("isbn",),
        "issn": ("issn",),
        "eissn": ("eissn",),
        "edition": ("edition",),
        "place": ("place",),
        "publisher": ("pub",),
        "series": ("series",),
        "institution": ("inst",),
        "degree": ("degree",),
    }
)
_EVERYWHERE: Final = {"genre": "genre", "organisation": "aucorp", "date": "date", "isbn": "isbn"}
_PAGES: Final = {"spage": "spage", "epage": "epage", "pages": "pages", "issn": "issn", "part": "atitle"}
WRITTEN: Final[Mapping[Format, Mapping[str, str]]] = MappingProxyType(
    {
        # format -> field -> the key it is written under
        "book": {
            **_EVERYWHERE,
            **_PAGES,
            "title": "btitle",
            "edition": "edition",
            "place": "place",
            "publisher": "pub",
            "series": "series",
        },
        "journal": {
            **_EVERYWHERE,
            **_PAGES,
            "title": "jtitle",
            "short_title": "stitle",
            "volume": "volume",
            "issue": "issue",
            "number": "artnum",
            "eissn": "eissn",
        },
        "dissertation": {
            "title": "title",
            "organisation": "aucorp",
            "date": "date",
            "isbn": "isbn",
            "institution": "inst",
            "degree": "degree",
        },
    }
)
OLD: Final[Mapping[str, str]] = MappingProxyType(
    {
        # field -> key of OpenURL 0.1
        "genre": "genre",
        "title": "title",
        "short_title": "stitle",
        "part": "atitle",
        "date": "date",
        "volume": "volume",
        "issue": "issue",
        "number": "artnum",
        "spage": "spage",
        "epage": "epage",
        "pages": "pages",
        "isbn": "isbn",
        "issn": "issn",
        "eissn": "eissn",
    }
)
GENRES: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "book": "book",
        "bookitem": "book",
        "report": "book",
        "document": "book",
        "article": "journal",
        "journal": "journal",
        "issue": "journal",
        "proceeding": "journal",
        "conference": "journal",
        "preprint": "journal",
        "dissertation": "dissertation",
    }
)
"""The format to write a genre in where none is named."""
SCHEMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        # how 0.1 and careless sources name an identifier -> its URI
        "doi:": "info:doi/",
        "info:doi:": "info:doi/",
        "pmid:": "info:pmid/",
        "oclcnum:": "info:oclcnum/",
        "lccn:": "info:lccn/",
        "bibcode:": "info:bibcode/",
        "oai:": "info:oai/",
        "https://doi.org/": "info:doi/",
        "http://doi.org/": "info:doi/",
        "https://dx.doi.org/": "info:doi/",
        "http://dx.doi.org/": "info:doi/",
        "isbn:": "urn:ISBN:",
        "issn:": "urn:ISSN:",
    }
)
KNOWN: Final = ("info:", "urn:isbn:", "urn:issn:", "urn:nbn:")
"""Name spaces of identifiers that are kept: they name a thing. Addresses name a server, and are dropped."""
