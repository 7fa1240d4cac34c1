"""Why here, in sentences: the reasons of `domain/why.py` in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy

from commonshelf.catalogue.cards import EditionCard, Entry
from commonshelf.search import api, whereabouts
from commonshelf.search.around import Around
from commonshelf.search.asking import Asked
from commonshelf.search.domain import cql, shaping, why
from commonshelf.search.domain.query import wanted
from commonshelf.search.domain.why import Reason
from commonshelf.search.feed import document_of
from commonshelf.ui.templatetags.shelf import km, marked

PLACES: Final[dict[str, str | Promise]] = {
    "title": pgettext_lazy("place in a record", "the title"),
    "author": pgettext_lazy("place in a record", "the names"),
    "subject": pgettext_lazy("place in a record", "the subjects"),
    "series": pgettext_lazy("place in a record", "the series"),
    "publisher": pgettext_lazy("place in a record", "the publisher"),
    "record": pgettext_lazy("place in a record", "another part of the record"),
    "number": pgettext_lazy("place in a record", "a number"),
    "class": pgettext_lazy("place in a record", "the class"),
    "year": pgettext_lazy("place in a record", "the year"),
    "language": pgettext_lazy("place in a record", "the language"),
    "format": pgettext_lazy("place in a record", "the kind"),
    "library": pgettext_lazy("place in a record", "the library"),
}
_READ: Final = frozenset({"pinyin", "pinyin-too", "initials", "initials-too"})


def sentences(asked: Asked, card: EditionCard, around: Around) -> list[SafeString]:
    """What matched where, what raised it, and what the order goes by."""
    said = [_sentence(reason) for reason in _matched(asked, card, around)]
    if not said and asked.words:
        said = [format_html("{}", gettext("Some of what you asked for stands in its record."))]
    return [*said, *_order(asked, card, around)]


def _matched(asked: Asked, card: EditionCard, around: Around) -> list[Reason]:
    document = document_of(Entry.of(card), 0, whereabouts.now())
    if not asked.words:
        return []
    if cql.looks_like(asked.words):
        return why.of_clause(cql.read(asked.words).clause, document)
    answer = api.find(ask=replace(asked.ask(elsewhere=True), rows=0), here=around.here, now=around.now)
    steps = {step.code: step for step in answer.steps}
    read = why.of_reading(asked.words, document) if not _READ.isdisjoint(steps) else []
    words = str(steps["spelling"].facts["instead"]) if "spelling" in steps else asked.words
    found = [] if read else why.of_words(wanted(words), document)
    return [*read, *found]


def _sentence(reason: Reason) -> SafeString:
    facts = {name: marked(str(fact)) for name, fact in reason.facts.items()}
    if "place" in reason.facts:
        facts["place"] = str(PLACES[str(reason.facts["place"])])
    patterns = {
        "exact-title": gettext("Its title is exactly what you asked for; that stands first of all."),
        "number": gettext("The number {number} is one of its own."),
        "phrase": gettext("What you asked for stands in {place}, word for word."),
        "words": gettext("“{words}” stands in {place}."),
        "spread": gettext("All characters of “{words}” stand in the titles and names, not side by side."),
        "missing": gettext("“{words}” was not found in it."),
        "read": gettext("Its title or a name is read “{read}” in pinyin."),
        "letters": gettext("Its title or a name has the first letters “{letters}” in pinyin."),
        "field": gettext("It matches what you asked of {place}."),
    }
    said = patterns[reason.code]
    return format_html(said, **facts) if facts else format_html("{}", said)


def _order(asked: Asked, card: EditionCard, around: Around) -> list[SafeString]:
    """What else decides how far up it stands."""
    if asked.sort == "newest":
        return [format_html("{}", gettext("The newest come first, whatever matches best."))]
    if asked.sort == "title":
        return [format_html("{}", gettext("The list is in the order of titles, Chinese ones by pinyin."))]
    told = []
    if asked.sort == "nearest" and around.placed:
        first = next(iter(shaping.holders(card, around.sites)), None)
        if first is not None and first.site.km is not None:
            nearest = gettext("The nearest come first; the best copy for you is at {place}, {distance} away.")
            told.append(format_html(nearest, place=around.place(first.site), distance=km(first.site.km)))
    n = len(card.libraries)
    held = ngettext(
        "{n} library has it. Among equals, what more libraries have and what is newer is a little higher.",
        "{n} libraries have it. Among equals, what more libraries have and what is newer is a little higher.",
        n,
    )
    return [*told, format_html(held, n=n)]
