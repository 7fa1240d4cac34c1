"""The words of the table: what a column is, how a row hangs on a person, what erasing and time do to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

Class = Literal["identity", "activity", "operational", "public"]
CLASSES: Final[tuple[Class, ...]] = ("identity", "activity", "operational", "public")
"""identity: who somebody is, or how to reach them. activity: what they did, read, asked for, wrote.
operational: what the system needs to work and what libraries say of their own affairs. public: shown to all.
"""
Erase = Literal["delete", "unlink", "keep"]


@dataclass(frozen=True, slots=True)
class Link:
    """How a row hangs on a person.

    path: a field path to `members.Person` or `cards.Reader`, or to a column that holds a person's key
    (how "key"), or the id beside an `about_kind` that is one of `kinds` (how "about"), or a mail address
    (how "address"), or a JSON list of keys (how "list").
    act: only who did it; the row is about something else, and is another's to read. Erasing keeps the key
    there, which leads to nobody any more. `why` says so of every link that is kept.
    blank: columns emptied on erasing, of a row that stays. stamp: a column that gets the moment.
    when: Django's filter of the rows it is for; every row where empty.
    """

    path: str
    how: Literal["row", "key", "about", "address", "list"] = "row"
    act: bool = False
    erase: Erase = "delete"
    blank: tuple[str, ...] = ()
    stamp: str = ""
    why: str = ""
    kinds: tuple[str, ...] = ()
    when: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Timer:
    """What time takes away: so many days after the moment in the column `after`.

    setting: the members' setting that says how many; "" where `days` is fixed. library: path of the library
    whose choice counts; "": the alliance's. how: as on erasing; "blank" empties, "file" also deletes the file
    the row names, "erase" erases the person. unless: rows that are left alone. done_by: another turn of the
    schedule does it, and this line only says so.
    """

    after: str
    how: Literal["delete", "unlink", "blank", "file", "erase"]
    days: int = 0
    setting: str = ""
    library: str = ""
    path: str = ""
    blank: tuple[str, ...] = ()
    stamp: str = ""
    when: tuple[tuple[str, object], ...] = ()
    unless: tuple[tuple[str, object], ...] = ()
    done_by: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Every column of a model, each in one class; `withheld` ones leave the system in no export.

    not_keys: columns that look as if they held a person's key, and hold none.
    """

    identity: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    operational: tuple[str, ...] = ()
    public: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    withheld: tuple[str, ...] = ()
    timers: tuple[Timer, ...] = ()
    not_keys: tuple[str, ...] = ()
    section: str = ""
    """Under which head of the privacy centre its rows stand; "" where a person owns none."""

    def class_of(self, column: str) -> Class | None:
        return next((name for name in CLASSES if column in getattr(self, name)), None)

    def all(self) -> Iterator[tuple[str, Class]]:
        for name in CLASSES:
            yield from ((column, name) for column in getattr(self, name))

    @property
    def owned(self) -> tuple[Link, ...]:
        """The links by which a row is a person's own."""
        return tuple(link for link in self.links if not link.act)

    @property
    def keys(self) -> frozenset[str]:
        """Columns that hold a person's key."""
        return frozenset(link.path for link in self.links if link.how in {"key", "about", "list"})


Table = Mapping[str, Columns]


def columns(
    *links: Link | Timer,
    identity: str = "",
    activity: str = "",
    operational: str = "",
    public: str = "",
    withheld: str = "",
    not_keys: str = "",
    section: str = "",
) -> Columns:
    """A line of the table; names of columns separated by spaces."""
    return Columns(
        identity=tuple(identity.split()),
        activity=tuple(activity.split()),
        operational=tuple(operational.split()),
        public=tuple(public.split()),
        links=tuple(one for one in links if isinstance(one, Link)),
        timers=tuple(one for one in links if isinstance(one, Timer)),
        withheld=tuple(withheld.split()),
        not_keys=tuple(not_keys.split()),
        section=section,
    )


def whose(path: str, *, blank: str = "", stamp: str = "", erase: Erase = "delete", why: str = "") -> Link:
    """The row is this person's, by a foreign key to them or to their reader's row."""
    return Link(path, erase=erase, blank=tuple(blank.split()), stamp=stamp, why=why)


def key_of(path: str, *, blank: str = "", erase: Erase = "delete", why: str = "", **when: object) -> Link:
    """The row is this person's; the column holds their key."""
    return Link(path, "key", erase=erase, blank=tuple(blank.split()), why=why, when=tuple(when.items()))


ACTED: Final = "says who did it for a library, under a key that leads to nobody once the person is erased"


def act(*paths: str, why: str = ACTED) -> tuple[Link, ...]:
    """Columns with the key of whoever did something."""
    return tuple(Link(path, "key", act=True, erase="keep", why=why) for path in paths)
