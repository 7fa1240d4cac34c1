"""Who may read which column of readers, loans and machines; `columns.py` takes these lines in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from commonshelf.cards.models import Reader, Share
from commonshelf.loans.models import Fee, Hold, Loan, Thing, Transit
from tests.wall import policy as p
from tests.wall.policy import CODE, DATA, DIGEST, KEY, STATE, See, Table, both, each

Said = tuple[See, str]
"""Who may read it, and whose it is, where one column is another's than the row."""


def _symbols(rows: Any, *columns: str) -> set[str]:
    return {symbol for row in rows.values_list(*columns) for symbol in row if symbol}


def _owner(reader: Reader | None, also: set[str] | frozenset[str] = frozenset()) -> str:
    """username@HOME+LIBRARY…: the reader, the desks at home and those at `also`."""
    if reader is None:
        return "+".join(sorted(also)) or "ALL"
    return f"{reader.person.username}@{'+'.join([reader.home.symbol, *sorted(also - {reader.home.symbol})])}"


def _shared(reader: Reader, what: str) -> set[str]:
    """The libraries with which the reader shares this now."""
    rows = Share.objects.filter(reader=reader, withdrawn_at=None).select_related("library")
    return {one.library.symbol for one in rows if what in one.what}


def home(see: See, what: str = "") -> Callable[[Reader], Said]:
    """At home, and with whom the reader shares it."""
    return lambda row: (see, _owner(row, _shared(row, what) if what else set()))


def _known_at(row: Reader) -> Said:
    """The alias stands wherever the reader has business, or their card lies."""
    loans = Loan.objects.filter(reader=row)
    holds = Hold.objects.filter(reader=row)
    places = _symbols(loans, "library__symbol", "thing__library__symbol")
    places |= _symbols(holds, "library__symbol", "thing__library__symbol")
    places |= _symbols(Share.objects.filter(reader=row, withdrawn_at=None), "library__symbol")
    return See.BUSINESS, _owner(row, places)


def _group(row: Any) -> Said:
    """Each reader of the wall has a group of their own (readers.py): its name tells of them."""
    reader = Reader.objects.filter(group=row).first()
    return See.GROUP, _owner(reader, _shared(reader, "group")) if reader else p.library(row)


def _blocked(row: Any) -> str:
    return _owner(row.reader, {row.library.symbol} if row.library else set())


def _of_thing(row: Thing) -> str:
    """Who has or had it or waits for it, its owner, and the desks through which it went."""
    loan = Loan.objects.filter(thing=row, reader__isnull=False).first()
    hold = Hold.objects.filter(thing=row, reader__isnull=False).first()
    reader = loan.reader if loan else hold.reader if hold else None
    places = {row.library.symbol, row.at_library.symbol}
    places |= _symbols(Loan.objects.filter(thing=row), "library__symbol")
    places |= _symbols(Hold.objects.filter(thing=row), "library__symbol")
    places |= _symbols(Transit.objects.filter(thing=row), "from_library__symbol", "to_library__symbol")
    places |= _symbols(Fee.objects.filter(loan__thing=row), "library__symbol")
    name = reader.person.username if reader else ""
    return f"{name}@{'+'.join(sorted(places))}" if name else "+".join(sorted(places))


def _of_hold(row: Hold) -> str:
    """Who waits, where it is fetched, and where copies are that could come."""
    copies = Thing.objects.filter(Q(edition=row.edition) | Q(pk=row.thing_id))
    places = {row.library.symbol} | _symbols(copies, "library__symbol", "at_library__symbol")
    return f"{row.reader.person.username}@{'+'.join(sorted(places))}"


def named(column: str) -> Callable[[Any], See | Said]:
    """Of readers by what they share; of everybody else as people of a library."""

    def see(row: Any) -> See | Said:
        reader = Reader.objects.filter(person=row).first()
        if reader is None:
            return See.CARED if column == "contact" else p.person_seen(row)
        return home(See.READER, column)(reader)

    return see


def letter_seen(row: Any) -> See | Said:
    """A letter about somebody's loans is between them and the library's machine; a code comes from home."""
    reader = Reader.objects.filter(person__key=row.about_id.partition("-")[0]).first()
    if reader is None or row.kind not in {"loans", "cards.code"}:
        return See.RUNS
    return home(See.PERSON if row.kind == "loans" else See.LETTER)(reader)


def ident_seen(row: Any) -> See | Said:
    """By which mail servers know a letter: whoever takes all along that is kept of them has it, too."""
    told = letter_seen(row)
    return (See.PERSON, told[1]) if isinstance(told, tuple) else See.NOBODY


def address_seen(row: Any) -> See | Said:
    return named("contact")(row.user)


READERS: Mapping[str, Table] = {
    "cards.ReaderGroup": Table(p.library, {**each(CODE, "code", "kind"), **both(_group, "name")}),
    "cards.Reader": Table(
        _owner,
        {
            "alias": _known_at,
            "local_number": home(See.READER, "number"),
            **each(home(See.READER, "contact"), "phone", "guardian_name", "guardian_phone"),
            "state": STATE,
            "registered_by": KEY,
        },
    ),
    "cards.Proof": Table(
        lambda row: _owner(row.reader),
        {**each(CODE, "kind", "issuer"), "digest": DIGEST, "tail": See.READER, "seen_by": KEY},
    ),
    "cards.Card": Table(
        lambda row: _owner(row.reader),
        {"number": "printed as bars, so it stands among the secrets", "state": STATE, "issued_by": KEY},
    ),
    "cards.Block": Table(
        _blocked,
        {
            "reason": CODE,
            "services": DATA,
            **each(KEY, "set_by", "lifted_by"),
            **each(See.READER, "words", "lifted_why"),
        },
    ),
    "cards.Share": Table(lambda row: _owner(row.reader), {"what": DATA, "given_by": KEY}),
    "cards.Activation": Table(lambda row: _owner(row.reader), {"digest": DIGEST}),
    "cards.Joining": Table(
        p.all_, {"digest": DIGEST, "said": "a form as typed, with words of its own (world.py)"}
    ),
    "cards.ReaderSheet": Table(
        p.library,
        {
            "name": See.READER,
            "path": "a path of this house",
            "digest": DIGEST,
            "state": STATE,
            **each(DATA, "columns", "choices", "report"),
            "by": KEY,
        },
    ),
    "loans.Thing": Table(
        _of_thing,
        {
            **each(CODE, "barcode", "branch", "at_branch"),
            **both(See.BUSINESS, "title"),
            **each(See.BUSINESS, "call_number", "condition"),
            "state": STATE,
        },
    ),
    "loans.Loan": Table(
        p.library,
        {**each(CODE, "group_kind", "branch", "returned_branch", "agent"), "state": STATE, "lent_by": KEY},
    ),
    "loans.Hold": Table(
        _of_hold, {**each(CODE, "branch", "about"), **both(See.BUSINESS, "title"), "state": STATE}
    ),
    "loans.Transit": Table(p.all_, each(CODE, "from_branch", "to_branch")),
    "loans.Fee": Table(p.library, {"kind": CODE}),
    "loans.Step": Table(
        p.library, {**each(CODE, "act", "branch"), "person": KEY, **each(DATA, "before", "made")}
    ),
    "loans.LibrarySystem": Table(
        p.library,
        {
            **each(CODE, "adapter", "problem"),
            "settings": "what the adapter is told, with words of its own (desks.py)",
        },
    ),
    "loans.Terminal": Table(
        p.library, {**each(CODE, "branch", "charset", "language"), "name": See.MACHINE, "digest": DIGEST}
    ),
    "visits.Visit": Table(p.library, each(CODE, "branch", "group_kind", "way")),
    "ledger.Account": Table(p.all_, {**each(CODE, "kind", "purpose", "unit"), "owner": KEY}),
    "ledger.Transfer": Table(p.all_, {**each(CODE, "kind", "about_kind", "about_id"), "person": KEY}),
    "privacy.Erasure": Table(p.all_, {**each(DATA, "counts"), "files": "paths of this house"}),
    "privacy.Forgetting": Table(p.all_, {"counts": DATA, "problem": See.OFFICE}),
}  # fmt: skip
