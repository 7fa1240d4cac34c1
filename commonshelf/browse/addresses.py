"""Addresses of this room's pages and of the searches they lead to: readable, and the same tomorrow."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from commonshelf.wire.cql.tree import Clause, Question, literal
from commonshelf.wire.cql.write import to_cql


def author(name: str) -> str:
    return f"/author/{_path(name)}"


def subject(term: str) -> str:
    return f"/subject/{_path(term)}"


def class_(code: str) -> str:
    return f"/browse/classes/{quote(code)}" if code else "/browse/classes"


def terms(index: str, **asked: str) -> str:
    """index: as in `PAGES`."""
    told = {name: value for name, value in asked.items() if value}
    return f"/browse/{index}" + (f"?{urlencode(told)}" if told else "")


def search(index: str, relation: str, term: str) -> str:
    """The search for exactly this, in CQL."""
    return words(to_cql(Question(Clause(literal(term), index, relation))))


def words(text: str) -> str:
    return "/search?" + urlencode({"q": text})


def _path(text: str) -> str:
    """A name of dots alone would be taken for a step up; nobody's name is."""
    return quote(" ".join(text.split()), safe="/,'()")
