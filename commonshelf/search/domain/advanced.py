"""The advanced form as data: rows of words and filters, written as CQL and read back from it.

What the form writes it can always read; of other questions it reads those that have the form's shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from commonshelf.search.domain.cql_indexes import BY_NAME, SORT_KEYS
from commonshelf.wire.cql.tree import Boolean, Clause, Modifier, Node, Question, SortKey, unmasked

FIELDS: Final = ("anywhere", "title", "author", "subject", "publisher", "series", "identifier")
HOWS: Final = {"all": "all", "any": "any", "phrase": "=", "whole": "=="}
"""How the words of a row are meant -> relation."""
JOINS: Final = ("and", "or", "not")
MOST_ROWS: Final = 12
LONGEST: Final = 200
FIRST_ROWS: Final = 3
_HOW_OF: Final = {
    "all": "all",
    "any": "any",
    "=": "phrase",
    "adj": "phrase",
    "==": "whole",
    "exact": "whole",
    "": "phrase",
}
EVERYTHING: Final = Clause("1", "cql.allRecords", "=")
"""Where a question begins with what shall not be."""
_SORTS: Final = {"title": "title", "year": "newest", "relevance": "relevance"}
_KEYS: Final = {"title": SortKey("title"), "newest": SortKey("year", (Modifier("sort.descending"),))}
_CUT: Final = re.compile(r"\*(?!\s|$)|[\\?^]")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form. join: how it goes with the lines before it."""

    words: str = ""
    field: str = "anywhere"
    how: str = "all"
    join: str = "and"


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody put into the form. first, last: years as written; sort as `Ask.sort`, "" for none."""

    rows: tuple[Row, ...] = ()
    first: str = ""
    last: str = ""
    formats: tuple[str, ...] = ()
    language: str = ""
    library: str = ""
    class_: str = ""
    sort: str = ""
    faults: frozenset[str] = field(default=frozenset())
    """Parts that cannot be used: "years", "class"."""

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        told = (self.first, self.last, self.formats, self.language, self.library, self.class_)
        return any(told) or any(row.words for row in self.rows)


def to_question(form: Form, language: str = "en") -> Question:
    """The form as CQL, with index names in the reader's language. The form must ask for something."""
    parts: list[tuple[str, Clause]] = [
        (row.join, _clause(row, language)) for row in form.rows if row.words.strip()
    ]
    parts += [("and", clause) for clause in _filters(form, language)]
    if parts[0][0] == "not":
        parts = [("and", EVERYTHING), *parts]
    node: Node = parts[0][1]
    for join, clause in parts[1:]:
        node = Boolean(join, node, clause)
    key = _KEYS.get(form.sort)
    return Question(node, (_named_key(key, language),) if key else ())


def _named_key(key: SortKey, language: str) -> SortKey:
    return SortKey(_name(key.index, language), key.modifiers)


def _clause(row: Row, language: str) -> Clause:
    relation = HOWS[row.how]
    if relation == "all" and BY_NAME[row.field].kind == "number":
        relation = "any"
    return Clause(_masked(row.words), _name(row.field, language), relation)


def _masked(words: str) -> str:
    """A * at the end of a word cuts it; every other sign is meant as it is written."""
    return _CUT.sub(lambda found: "\\" + found[0], " ".join(words.split()))


def _filters(form: Form, language: str) -> Iterable[Clause]:
    if form.first and form.last:
        yield Clause(f"{form.first} {form.last}", _name("year", language), "within")
    elif form.first or form.last:
        yield Clause(form.first or form.last, _name("year", language), ">=" if form.first else "<=")
    if form.formats:
        relation = "any" if len(form.formats) > 1 else "="
        yield Clause(" ".join(form.formats), _name("format", language), relation)
    for index, value in (("language", form.language), ("class", form.class_), ("library", form.library)):
        if value:
            yield Clause(value, _name(index, language), "=")


def _name(index: str, language: str) -> str:
    chinese = BY_NAME[index].chinese
    return chinese[0] if language.startswith("zh") and chinese else index


# -- back


def from_question(question: Question) -> Form | None:
    """The form that asks the same; None when the question does not have its shape."""
    parts = _spine(question.root)
    sort = _sort(question.sort)
    if parts is None or sort is None:
        return None
    form = Form(sort=sort)
    while parts:
        join, clause = parts[-1]
        filled = _filled(form, clause)
        if filled is None or join != "and":
            break
        form = filled
        parts.pop()
    if len(parts) > 1 and _is_everything(parts[0][1]):
        parts = parts[1:]
    rows = [row for join, clause in parts if (row := _row(join, clause))]
    return replace(form, rows=tuple(rows)) if len(rows) == len(parts) <= MOST_ROWS else None


def _spine(root: Node) -> list[tuple[str, Clause]] | None:
    """Clauses from left to right, each with how it is joined; None where parentheses are needed."""
    parts: list[tuple[str, Clause]] = []
    node = root
    while isinstance(node, Boolean):
        if isinstance(node.right, Boolean) or node.modifiers or node.prefixes or node.operator not in JOINS:
            return None
        parts.append((node.operator, node.right))
        node = node.left
    parts.append(("and", node))
    return parts[::-1] if all(not (one.modifiers or one.prefixes) for _, one in parts) else None


def _row(join: str, clause: Clause) -> Row | None:
    index = BY_NAME.get(clause.index.lower()) if clause.index else BY_NAME["anywhere"]
    how = _HOW_OF.get(clause.relation.lower())
    if index is None or how is None:
        return None
    if index.name in {"isbn", "issn"}:
        index = BY_NAME["identifier"]
    if index.name not in FIELDS:
        return None
    words = unmasked(clause.term)
    row = Row(words, index.name, how, join)
    return row if _masked(words) == clause.term else None


def _filled(form: Form, clause: Clause) -> Form | None:
    """The form with the filter this clause is; None when it is none, or one that is filled already."""
    index = BY_NAME.get(clause.index.lower())
    name, relation, term = index.name if index else "", clause.relation.lower(), unmasked(clause.term)
    if name == "year" and not (form.first or form.last):
        years = _years(relation, term)
        return replace(form, first=years[0], last=years[1]) if years else None
    if name == "format" and relation in {"=", "any"} and not form.formats:
        return replace(form, formats=tuple(term.lower().split()))
    if relation != "=" or not term:
        return None
    if name == "language" and not form.language:
        return replace(form, language=term)
    if name == "library" and not form.library:
        return replace(form, library=term)
    if name == "class" and not form.class_:
        return replace(form, class_=term)
    return None


def _years(relation: str, term: str) -> tuple[str, str] | None:
    years = term.replace("-", " ").split()
    if not all(year.isdecimal() for year in years):
        return None
    if len(years) == 2 and relation in {"within", "="}:
        return years[0], years[1]
    if len(years) != 1:
        return None
    return {"=": (term, term), ">=": (term, ""), "<=": ("", term)}.get(relation)


def _is_everything(clause: Clause) -> bool:
    return clause.index.lower() == EVERYTHING.index.lower()


def _sort(keys: tuple[SortKey, ...]) -> str | None:
    """As `Ask.sort`; "" for none, None for one the form does not have."""
    if not keys:
        return ""
    index = BY_NAME.get(keys[0].index.lower())
    name = index.name if index else keys[0].index.lower()
    return _SORTS.get(name) if len(keys) == 1 and name in SORT_KEYS else None
