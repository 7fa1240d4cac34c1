"""Our shape as a Tantivy schema, and our documents as Tantivy's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final

import tantivy

from commonshelf.engine.contract import Document, Shape, Value

ID, MARK, CURSOR, YEAR, TITLE, WEIGHT = "_id", "_mark", "_cursor", "_year", "_title", "_weight"
CURSOR_ID: Final = 0
"""A document of its own carries the cursor, so that it is committed with what it stands for."""
_BLANK: Final = "blank"
"""Our tokenizer: tokens come ready, parted by blanks."""
_NO_YEAR: Final = -100_000
_NO_TITLE: Final = "\U0010ffff"
_FIRST_ID: Final = 1 << 40


def facet_field(name: str) -> str:
    """A facet and a text field may share a name: "subject" is searched and narrowed by."""
    return f"by_{name}"


def described(shape: Shape) -> str:
    return json.dumps(
        {
            "placed": shape.placed,
            "loose": shape.loose,
            "facets": shape.facets,
            "many": shape.many,
            "version": shape.version,
            "engine": version("tantivy"),
        }
    )


def open_index(path: Path, shape: Shape) -> tuple[tantivy.Index, tantivy.Schema]:
    schema = schema_of(shape)
    index = tantivy.Index(schema, path=str(path), reuse=True)
    # Never the file watcher (search.md 3): readers call reload() themselves.
    index.config_reader("manual")
    blank = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_BLANK, blank)
    return index, schema


def schema_of(shape: Shape) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # Signed: delete_documents_by_term takes every Python int for a signed term and finds no unsigned one.
    builder.add_integer_field(ID, indexed=True, fast=True)
    for name in (MARK, CURSOR, YEAR):
        builder.add_integer_field(name, fast=True)
    builder.add_text_field(TITLE, tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_float_field(WEIGHT, fast=True)
    for name in shape.placed:
        builder.add_text_field(name, tokenizer_name=_BLANK, index_option="position")
    for name in shape.loose:
        builder.add_text_field(name, tokenizer_name=_BLANK, index_option="freq")
    for name in map(facet_field, shape.facets):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    return builder.build()


def stored(document: Document, shape: Shape) -> tantivy.Document:
    made = tantivy.Document()
    made.add_integer(ID, document.id)
    made.add_integer(MARK, document.mark)
    # One key that is never equal, so that pages of equal years or titles never overlap.
    year = document.year if document.year is not None else _NO_YEAR
    made.add_integer(YEAR, year * _FIRST_ID + (_FIRST_ID - document.id))
    made.add_text(TITLE, f"{document.title or _NO_TITLE}\x00{document.id:013d}")
    made.add_float(WEIGHT, document.weight)
    texts = document.texts
    for name in shape.placed:
        for value in texts.get(name, ()):
            _add_value(made, name, value)
    for name in shape.loose:
        for value in texts.get(name, ()):
            _add_value(made, name, value)
    _add_facets(made, document.facets, shape)
    return made


def _add_value(made: tantivy.Document, name: str, value: Value) -> None:
    if isinstance(value, str):
        made.add_text(name, value)
        return
    tokens = [
        tantivy.Token(token, place, 0, 0)
        for place, shared in enumerate(value)
        for token in ((shared,) if isinstance(shared, str) else shared)
    ]
    made.add_pre_tokenized_text(name, tantivy.PreTokenizedString("", tokens))


def _add_facets(made: tantivy.Document, facets: Mapping[str, Sequence[str]], shape: Shape) -> None:
    for name in shape.facets:
        for value in dict.fromkeys(facets.get(name, ())):
            made.add_text(facet_field(name), value)


def cursor_document(cursor: int) -> tantivy.Document:
    made = tantivy.Document()
    made.add_integer(ID, CURSOR_ID)
    made.add_integer(CURSOR, cursor)
    return made


def whole(value: float | None) -> int:
    """What a whole-number fast field gives back."""
    return int(value or 0)
