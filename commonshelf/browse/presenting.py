"""Editions and libraries as this room's pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from commonshelf.browse import addresses
from commonshelf.browse.cards import ClassCard, Term
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import EditionCard
from commonshelf.catalogue.lines import full_title, line
from commonshelf.members import api as members


@dataclass(frozen=True, slots=True)
class Row:
    """An edition in a list."""

    id: int
    title: str
    volume: str
    line: SafeString
    languages: tuple[str, ...]
    year: int | None
    number: str = ""
    library: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A term that leads somewhere. name: what it is called beside its number, "" for others."""

    text: str
    url: str
    editions: int
    name: str = ""


def language() -> str:
    return get_language() or "zh-hans"


def row(card: EditionCard, number: str = "", library: str = "") -> Row:
    facts = card.facts
    return Row(
        card.id, full_title(facts), facts.volume, line(facts), facts.languages, facts.year, number, library
    )


def rows(ids: Iterable[int]) -> list[Row]:
    """In this order; editions joined away since are left out."""
    return [row(card) for card in catalogue.editions(ids=list(ids))]


def library_names() -> dict[str, str]:
    """Symbol -> the short name in the page's language."""
    return {card.symbol: card.short.in_language(language()) for card in members.libraries()}


def subjects(terms: Iterable[Term]) -> list[Linked]:
    return [Linked(term.text, addresses.subject(term.text), term.editions) for term in terms]


def makers(terms: Iterable[Term]) -> list[Linked]:
    return [Linked(term.text, addresses.author(term.text), term.editions) for term in terms]


def classes(cards: Iterable[ClassCard]) -> list[Linked]:
    return [Linked(card.code, addresses.class_(card.code), card.editions, card.name) for card in cards]
