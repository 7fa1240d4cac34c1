"""What crosses the door of browsing: terms, shelves, and what stands around one of them; frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A heading, a class or a call number as it is written, and how many editions carry it."""

    text: str
    editions: int
    place: str = ""
    """Where it stands in its index: terms sort by it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Terms one after the other. earlier, later: whether more stand before and behind them.

    position: of the term asked for, or of the first one behind it, counted from 1 within `terms`;
    one more than there are when all stand before it. exact: the term asked for is there.
    """

    terms: tuple[Term, ...]
    position: int = 1
    exact: bool = False
    earlier: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A call number on the shelf of a library. The same edition may stand there more than once."""

    library: str
    number: str
    edition: int
    place: str


@dataclass(frozen=True, slots=True)
class Shelves:
    """Spots as the books stand. earlier, later: whether more stand before and behind them."""

    spots: tuple[Spot, ...]
    earlier: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class ClassCard:
    """A class. name: in the language asked for, "" where we have none. editions: in it and below it."""

    code: str
    name: str
    editions: int


@dataclass(frozen=True, slots=True)
class ClassPage:
    """A class with the way down to it and the classes below it. code "": the whole scheme."""

    here: ClassCard
    above: tuple[ClassCard, ...]
    below: tuple[ClassCard, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """A subject and what stands around it. editions 0: no edition carries it as it is asked for.

    narrower: what it is the beginning or a part of; broader: what is a part of it; beside: carried
    together with it. looked_at: how many of its editions were looked at for classes and `beside`.
    """

    text: str
    editions: int
    narrower: tuple[Term, ...] = ()
    broader: tuple[Term, ...] = ()
    beside: tuple[Term, ...] = ()
    classes: tuple[ClassCard, ...] = ()
    looked_at: int = 0


@dataclass(frozen=True, slots=True)
class Maker:
    """A name on editions. others: the same name turned round, as other records write it.

    ids: editions that carry it, by number, at most as many as were asked for. subjects: with how many of
    those editions carry each. main_classes: letters of the classes of its editions, most first.
    """

    text: str
    editions: int
    ids: tuple[int, ...] = ()
    others: tuple[Term, ...] = ()
    subjects: tuple[Term, ...] = ()
    main_classes: tuple[str, ...] = ()
