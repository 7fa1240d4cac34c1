"""A citation as the query of an OpenURL, and as the title of a COinS span."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from commonshelf.wire.openurl import keys
from commonshelf.wire.openurl.citation import Citation, Format

Pairs = Iterator[tuple[str, str]]


def query(of: Citation) -> str:
    """OpenURL 1.0, by value, in UTF-8."""
    head = [("url_ver", keys.VERSION), ("url_ctx_fmt", keys.CONTEXT)]
    return urlencode([*head, *_context(of)])


def hybrid(of: Citation) -> str:
    """1.0 with the keys of 0.1 beside it: resolvers of either kind find what they know."""
    return urlencode([("url_ver", keys.VERSION), ("url_ctx_fmt", keys.CONTEXT), *_context(of), *_old(of)])


def old(of: Citation) -> str:
    """OpenURL 0.1, for resolvers that know nothing newer. It has one author, and no publisher."""
    return urlencode(list(_old(of)))


def coins(of: Citation) -> str:
    """What stands in the title of `<span class="Z3988">`; the template escapes it."""
    return urlencode(list(_context(of)))


def _context(of: Citation) -> Pairs:
    named = format_of(of)
    yield "ctx_ver", keys.VERSION
    yield "ctx_enc", f"{keys.ENCODING}UTF-8"
    if of.source:
        yield "rfr_id", f"info:sid/{of.source}"
    for one in of.ids:
        yield "rft_id", one
    yield "rft_val_fmt", f"{keys.FORMAT}{named}"
    for field, key in keys.WRITTEN[named].items():
        if text := getattr(of, field):
            yield f"rft.{key}", text
    for author in of.authors:
        yield "rft.au", author
    if of.authors:
        for key, text in _split(of.authors[0]):
            yield f"rft.{key}", text


def _old(of: Citation) -> Pairs:
    if of.source:
        yield "sid", of.source
    for one in of.ids:
        for short, space in (("doi:", "info:doi/"), ("pmid:", "info:pmid/")):
            if one.startswith(space):
                yield "id", f"{short}{one[len(space) :]}"
    for field, key in keys.OLD.items():
        if text := getattr(of, field):
            yield key, text
    if of.authors:
        yield from _split(of.authors[0])


def _split(author: str) -> Pairs:
    """Family name, and what stands behind its comma."""
    last, _, given = author.partition(", ")
    yield "aulast", last
    if given:
        yield "aufirst", given


def format_of(of: Citation) -> Format:
    """The one named, else by genre, else by what is said of it."""
    if of.format:
        return of.format
    usual: Format = "journal" if of.issn or of.eissn or of.volume or of.part else "book"
    return keys.GENRES.get(of.genre, usual)
