"""Searches a reader asks again and again."""

from __future__ import annotations

from typing import Final

from django.utils import timezone

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.lists.cards import SearchCard
from commonshelf.lists.keeping import LONGEST_NAME, act, named
from commonshelf.lists.models import SavedSearch
from commonshelf.members import api as members
from commonshelf.search import api as search

MOST: Final = 100
LONGEST_QUERY: Final = 2000


def all_of(actor: Actor) -> tuple[SearchCard, ...]:
    """Saved last first; () for a visitor."""
    rows = SavedSearch.objects.filter(person=actor.key).order_by("-pk") if actor.key else ()
    return tuple(_card(row) for row in rows)


def save(actor: Actor, query: str, name: str, key: str) -> SearchCard:
    """query: of the search page. The same question saved again keeps its one row, under the newer name."""
    nowhere = members.here_from(cookie="", near="")
    question = search.question(query=query, here=nowhere)
    if len(question.query) > LONGEST_QUERY:
        raise Refusal("lists.long-search")
    said = named(name) if name.strip() else question.said[:LONGEST_NAME]
    total = search.count(query=question.query, here=nowhere)

    def do() -> int:
        mine = SavedSearch.objects.filter(person=actor.key)
        now = timezone.now()
        found = mine.filter(query=question.query).first()
        if found is not None:
            found.name = said
            found.save(update_fields=["name"])
            return found.pk
        if mine.count() >= MOST:
            raise Refusal("lists.too-many-searches", {"most": MOST})
        return mine.create(
            person=actor.key, name=said, query=question.query, total=total, looked_at=now, created_at=now
        ).pk

    return _card(_row(actor, act(actor, "lists.save-search", key, do)))


def look_again(actor: Actor, id: int, key: str) -> SearchCard:
    """What it finds today is what counts as seen from now on."""
    row = _row(actor, id)
    total = search.count(query=row.query, here=members.here_from(cookie="", near=""))

    def do() -> int:
        SavedSearch.objects.filter(pk=row.pk).update(total=total, looked_at=timezone.now())
        return row.pk

    return _card(_row(actor, act(actor, "lists.look-again", key, do)))


def end(actor: Actor, id: int, key: str) -> None:
    def do() -> int:
        _row(actor, id).delete()
        return 0

    act(actor, "lists.end-search", key, do)


def _row(actor: Actor, id: int) -> SavedSearch:
    row = SavedSearch.objects.filter(pk=id, person=actor.key).first() if actor.key else None
    if row is None:
        raise Absent
    return row


def _card(row: SavedSearch) -> SearchCard:
    return SearchCard(row.pk, row.name, row.query, row.total, row.looked_at)
