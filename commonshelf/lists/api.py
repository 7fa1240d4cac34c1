"""The door of the lists: what a signed-in reader keeps. Everything is Absent for everybody else."""

from __future__ import annotations

from collections.abc import Sequence

from commonshelf.kernel.actor import Actor
from commonshelf.lists import keeping, searches
from commonshelf.lists.cards import EntryCard, ListCard, SearchCard

__all__ = [
    "EntryCard",
    "ListCard",
    "SearchCard",
    "end_list",
    "end_search",
    "keep",
    "kept",
    "leave",
    "lists",
    "look_again",
    "move",
    "reading_list",
    "save_search",
    "saved_searches",
    "set_list",
    "set_note",
    "share",
    "shared_list",
]


def lists(*, actor: Actor) -> tuple[ListCard, ...]:
    """Without their entries, changed last first; () for a visitor."""
    return keeping.all_of(actor)


def reading_list(*, actor: Actor, list: int) -> ListCard:
    """With its entries."""
    return keeping.card(actor, list)


def shared_list(*, secret: str) -> ListCard:
    """What anybody with the link may read; Absent when it is not (any more) shared."""
    return keeping.shared(secret)


def kept(*, actor: Actor) -> frozenset[int]:
    """Every edition in any list of this reader."""
    return keeping.kept(actor)


def set_list(*, actor: Actor, name: str, list: int = 0, key: str = "") -> ListCard:
    """A new list (list 0) or a new name. Refuses a name that is empty, too long or taken."""
    return keeping.set_list(actor, name, list, key)


def share(*, actor: Actor, list: int, on: bool, key: str = "") -> ListCard:
    """Behind a link nobody can guess, or with nobody; a link taken back is dead for good."""
    return keeping.share(actor, list, on=on, key=key)


def end_list(*, actor: Actor, list: int, key: str = "") -> None:
    keeping.end(actor, list, key)


def keep(*, actor: Actor, editions: Sequence[int], list: int = 0, key: str = "") -> ListCard:
    """Put editions at the end; what is there stays. list 0: the one changed last, or a first one."""
    return keeping.keep(actor, editions, list, key)


def set_note(*, actor: Actor, list: int, edition: int, note: str, key: str = "") -> ListCard:
    return keeping.set_note(actor, list, edition, note, key)


def move(*, actor: Actor, list: int, edition: int, down: bool, key: str = "") -> ListCard:
    """One place up or down."""
    return keeping.move(actor, list, edition, down=down, key=key)


def leave(*, actor: Actor, list: int, edition: int, key: str = "") -> ListCard:
    """Take an edition off the list; no mistake when it is not there."""
    return keeping.leave(actor, list, edition, key)


def saved_searches(*, actor: Actor) -> tuple[SearchCard, ...]:
    """Saved last first; () for a visitor."""
    return searches.all_of(actor)


def save_search(*, actor: Actor, query: str, name: str = "", key: str = "") -> SearchCard:
    """query: of the search page; name "": the question in words."""
    return searches.save(actor, query, name, key)


def look_again(*, actor: Actor, search: int, key: str = "") -> SearchCard:
    """What it finds today counts as seen."""
    return searches.look_again(actor, search, key)


def end_search(*, actor: Actor, search: int, key: str = "") -> None:
    searches.end(actor, search, key)
