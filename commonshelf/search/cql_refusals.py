"""What is said of a question in CQL that cannot be asked: where, what, and what can be asked instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

REFUSALS: Final[dict[str, str | _StrPromise]] = {
    "search.cql-empty": _('The question in CQL is empty. Write, for instance: title="dream" and year>=1990'),
    "search.cql-too-long": _("The question in CQL is longer than {most} characters; ask it in two parts."),
    "search.cql-too-many-clauses": _(
        "From character {position} on the question has more than {most} parts; ask it in two."
    ),
    "search.cql-too-deep": _(
        "At character {position} there are more than {most} parentheses within each other; "
        "the question can be written with fewer."
    ),
    "search.cql-open-quote": _(
        "The quotation mark at character {position} is never closed; add one behind the words."
    ),
    "search.cql-open-parenthesis": _(
        "The parenthesis at character {position} is never closed; add one at the end."
    ),
    "search.cql-stray-parenthesis": _(
        "The parenthesis at character {position} closes nothing; take it out, or open one before it."
    ),
    "search.cql-unfinished": _("The question stops at character {position} where a word is still missing."),
    "search.cql-word-missing": _(
        "At character {position} a word is missing before “{found}”; "
        "signs to be searched for go into quotation marks."
    ),
    "search.cql-operator-missing": _(
        "At character {position} “{found}” follows without and, or, or not. "
        "Words that belong together go into quotation marks."
    ),
    "search.cql-index": _("There is no index “{index}”. What can be asked for: {known}."),
    "search.cql-relation": _("“{relation}” makes no sense with {index}. Possible are: {known}"),
    "search.cql-modifier": _("The modifier “/{modifier}” is not known here. Known are: {known}."),
    "search.cql-boolean-modifier": _(
        "The modifier “/{modifier}” cannot stand after and, or, or not; leave it out."
    ),
    "search.cql-prox": _(
        "Words near each other (prox) cannot be asked for; adj, or quotation marks, finds them side by side."
    ),
    "search.cql-prefix": _("The context set {uri} is not known here. Known are: {known}."),
    "search.cql-no-term": _("There is nothing to look for in {index}: write a word or a number."),
    "search.cql-mask": _("“{mask}” in “{term}”: a word can only be cut at its end, with one *."),
    "search.cql-year": _('“{term}” is no year. Write 1998, 1990-1999, 199*, or year within "1990 1999".'),
    "search.cql-format": _("There is no kind “{format}”. Kinds: {known}."),
    "search.cql-sort": _("The result cannot be sorted by {key}. It can by: {known}."),
}
