"""What the search room says when it cannot do what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    "search.too-long": _(
        "Your question has {length} characters; only the first {longest} were searched. "
        "The words of a title are enough."
    ),
    "search.unknown-sort": _("There is no order “{sort}”; the best matches come first."),
    "search.unknown-facet": _("There is no filter “{facet}”, so it was left out. Known filters: {known}."),
    "search.too-deep": _(
        "Page {page} is further down than anybody can leaf; this is page {deepest}. "
        "Narrow down with the filters."
    ),
    "search.no-such-page": _("There is no page {page}; this is the last one, {last}."),
    "search.no-such-facet": _("There is no filter “{facet}”. Known filters: {known}."),
    "search.no-such-sort": _("There is no order “{sort}”. Known orders: {known}."),
    "search.no-such-rows": _(
        "From result {start}, {rows} rows: that cannot be; at most {most} rows at a time."
    ),
    "search.beyond": _("Results further down than {deepest} are not listed; narrow down with the filters."),
    "search.no-such-library": _("No library of the alliance has the symbol {symbol}."),
    "search.no-such-here": _(
        "Nearest to where? Name a branch that exists: --here SYMBOL/branch, not “{here}”."
    ),
    "search.no-query-file": _("The questions in {file} cannot be read: {why}."),
    "search.still-indexing": _(
        "What was loaded last is still being indexed after {seconds} s; it will be found soon. "
        "Try again later."
    ),
    "search.no-marc": _("No library has sent this edition as a MARC record; take RIS instead."),
    "search.nothing-to-take": _("This search finds nothing, so there is nothing to take along."),
    "search.invalid-parameter": _("The parameter “{field}” cannot be used: {problem}."),
}
