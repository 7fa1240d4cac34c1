"""The advanced form: fields and filters that write CQL, and a question in CQL put back into the form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.catalogue.domain import clc
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.search import labels
from commonshelf.search.domain import advanced, cql
from commonshelf.search.domain.advanced import Form, Row
from commonshelf.search.domain.cql_indexes import FORMATS
from commonshelf.ui.api import Request, sentence
from commonshelf.wire.cql.read import LONGEST
from commonshelf.wire.cql.write import to_cql

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIELDS: Final[dict[str, str | _StrPromise]] = {
    "anywhere": _("Anywhere"),
    "title": _("Title"),
    "author": _("Author"),
    "subject": _("Subject"),
    "publisher": _("Publisher"),
    "series": _("Series"),
    "identifier": _("ISBN, ISSN or other number"),
}
HOWS: Final[dict[str, str | _StrPromise]] = {
    "all": _("all of the words"),
    "any": _("any of the words"),
    "phrase": _("the words side by side"),
    "whole": _("exactly this and nothing more"),
}
JOINS: Final[dict[str, str | _StrPromise]] = {
    "and": pgettext_lazy("joining", "and"),
    "or": pgettext_lazy("joining", "or"),
    "not": pgettext_lazy("joining", "but not"),
}
LANGUAGES: Final = ("chi", "eng", "jpn", "kor", "fre", "ger", "rus", "spa", "ita", "lat", "tib", "mon", "uig")
SORTS: Final = ("relevance", "newest", "title")


def form(request: Request) -> HttpResponse:
    """The form as it was left; ?q= a question to put into it, ?do=search leads to the result."""
    given = request.GET
    do = given.get("do", "")
    made, notes, finer = _from_query(given) if "q" in given else (_given(given), [], "")
    if do == "search" and made.asks and not made.faults:
        return redirect(f"/search?{urlencode({'q': _written(made)})}")
    if do == "search" and not made.asks:
        notes.append(str(_("Write at least one word, or choose something below.")))
    rows = list(made.rows)
    least = max(advanced.FIRST_ROWS, len(rows) + (1 if do == "add" else 0))
    rows += [Row()] * (min(least, advanced.MOST_ROWS) - len(rows))
    shown = {
        "form": replace(made, rows=tuple(rows)),
        "rows": list(enumerate(rows, 1)),
        "may_add": len(rows) < advanced.MOST_ROWS,
        "added": do == "add",
        "notes": notes,
        "cql": finer or (_written(made) if made.asks and not made.faults else ""),
        "finer": bool(finer),
        "longest": LONGEST,
        "fields": list(FIELDS.items()),
        "hows": list(HOWS.items()),
        "joins": list(JOINS.items()),
        "formats": [(code, labels.FORMATS[code]) for code in FORMATS],
        "languages": _languages(made.language),
        "libraries": [(card.symbol, card.name) for card in members.libraries()],
        "sorts": [(code, labels.SORTS[code]) for code in SORTS],
    }
    return render(request, "search/advanced.html", shown, status=400 if made.faults else 200)


def _written(made: Form) -> str:
    return to_cql(advanced.to_question(made, get_language() or "zh-hans"))


def _languages(chosen: str) -> list[tuple[str, str | _StrPromise]]:
    codes = dict.fromkeys((*LANGUAGES, *((chosen,) if chosen else ())))
    return [(code, labels.LANGUAGES.get(code, code)) for code in codes]


def _given(given: QueryDict) -> Form:
    """What was put into the form; nothing is refused, what cannot be used is named."""
    columns = (given.getlist("words"), given.getlist("field"), given.getlist("how"), given.getlist("join"))
    rows = []
    for place, words in enumerate(columns[0][: advanced.MOST_ROWS]):
        field, how, join = (column[place] if place < len(column) else "" for column in columns[1:])
        rows.append(
            Row(
                " ".join(words.split())[: advanced.LONGEST],
                field if field in FIELDS else "anywhere",
                how if how in HOWS else "all",
                join if join in JOINS else "and",
            )
        )
    made = Form(
        rows=tuple(rows),
        first=given.get("first", "").strip()[:20],
        last=given.get("last", "").strip()[:20],
        formats=tuple(code for code in FORMATS if code in given.getlist("format")),
        language=given.get("language", "").strip()[:8],
        library=given.get("library", "").strip()[:40],
        class_=given.get("class", "").strip()[:40],
        sort=sort if (sort := given.get("sort", "")) in SORTS[1:] else "",
    )
    return replace(made, faults=_faults(made))


def _faults(made: Form) -> frozenset[str]:
    years = [year for year in (made.first, made.last) if year]
    wrong = not all(year.isascii() and year.isdecimal() and len(year) <= 4 for year in years)
    backwards = not wrong and len(years) == 2 and int(years[0]) > int(years[1])
    found = {"years"} if wrong or backwards else set()
    if made.class_ and not clc.code_of(made.class_):
        found.add("class")
    return frozenset(found)


def _from_query(given: QueryDict) -> tuple[Form, list[str], str]:
    """The form of ?q=, what must be said, and the question itself where it is finer than the form."""
    text = " ".join(given.get("q", "").split())
    if not cql.looks_like(text):
        return Form(rows=(Row(text[: advanced.LONGEST]),) if text else ()), [], ""
    try:
        cql.read(text)
        made = advanced.from_question(cql.question(text))
    except Refusal as refusal:
        return Form(), [sentence(refusal)], text
    return (made, [], "") if made else (Form(), [], text)
