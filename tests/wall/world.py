"""Two whole libraries, EAST and WEST, and all that lies between them, made through the doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue import testing as books
from commonshelf.catalogue.models import ClassLine, Edition, Load, Record, Reject
from commonshelf.cataloguing import api as cataloguing
from commonshelf.kernel.actor import Actor
from commonshelf.lists import api as lists
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.domain.skills import Told
from commonshelf.members.models import LibraryAlias
from commonshelf.news import api as news
from commonshelf.office import api as office
from commonshelf.resources import testing as eresources
from commonshelf.review.tests.conftest import pairs
from commonshelf.search import api as search
from commonshelf.work import api as work
from tests.wall import desks, getting
from tests.wall import readers as cardholders
from tests.wall.actors import agency_of, end_some, people
from tests.wall.between import share, stuck

ABSENT = 987_654_321
"""No row has this number."""
READER = {"EAST": "reader", "WEST": "guest"}
TITLES = {"EAST": "东馆藏书志", "WEST": "西馆藏书志"}


@dataclass
class World:
    """at: library -> (name of an address -> what it takes). Under "BOTH" stands what they share.

    words: what lies in bytes and files and is no column: the words themselves -> (whose, who may see it).
    secrets: of letters, of shared lists and of cards, likewise. desks: readers.py.
    """

    at: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    words: dict[str, tuple[str, str]] = field(default_factory=dict)
    secrets: dict[str, tuple[str, str]] = field(default_factory=dict)
    desks: dict[str, dict[str, Any]] = field(default_factory=dict)

    def things(self, name: str) -> list[tuple[str, dict[str, Any]]]:
        """Whose, and what the address takes; ("", {}) for one that takes nothing apart.

        Of a name with a dot the part behind it tells several things of one owner apart.
        """
        found = [
            (f"{owner}.{which}" if which and said != name else owner, taken)
            for owner, given in self.at.items()
            for said, taken in given.items()
            for plain, _, which in [said.partition(".")]
            if name in {plain, said}
        ]
        return found or [("", {})]


@dataclass(frozen=True)
class Staff(cardholders.Staff):
    """The people of one library, who make its things, and one who keeps lists there."""

    reader: Actor


def build() -> World:
    """Needs a database and an empty data folder."""
    world, cast = World(), people()
    east = Staff("EAST", cast.manager, cast.librarian, cast.reader)
    west = Staff("WEST", cast.partner, actor("western"), actor("guest"))
    doubt = pairs(1)[0]
    for of in (east, west):
        load_records(world, of)
        cardholders.stand(of.symbol)
    search.drain()
    for of in (east, west):
        furnish(world, of)
    world.at[""] = dict(FOR_ALL)
    world.at["BOTH"] = share(cast, west.manager, doubt)
    with_cards(world, cast.office, (east, west))
    while news.work_once(now=timezone.now(), turns=False):
        search.drain()
    stuck()
    end_some()
    return world


def with_cards(world: World, office: Actor, both: Sequence[Staff]) -> None:
    """Readers at both libraries and between them, their cards, and the machines."""
    found = cardholders.Readers()
    for of in both:
        cardholders.settle(found, of)
    for of in both:
        cardholders.circulate(found, of)
        name = planted(world, "ALL", f"Joining.name-{of.symbol.lower()}", "COUNTERS")
        said = cards.JoiningSaid(name_zh=name, birth_date=date(1991, 2, 3))
        found.codes[of.symbol] = cards.join(actor=Actor(), said=said)

        def own(place: str, symbol: str = of.symbol) -> str:
            far = place.startswith("LibrarySystem")  # where it is, the office writes down
            return planted(world, "ALL" if far else symbol, place, "OFFICE" if far else "READER")

        terminal, sheet = desks.machines(of, office, own), desks.sheet(of, own)
        world.at[of.symbol].update(desks.addresses(found, of, terminal=terminal, sheet=sheet))
    for owner, given in getting.between(found, both, office, lambda *of: planted(world, *of, "DESKS")):
        world.at[owner].update(given)
    cardholders.night()
    world.desks.update(found.desks)
    for number, name in cardholders.numbers(found).items():
        world.secrets[number] = (cardholders.owner(name), "READER")


def actor(username: str) -> Actor:
    return members.actor_for(user=testing.user(username), agent=members.operator().agent)


def private(world: World, of: Staff, place: str) -> str:
    """A word for the library's own staff alone, put where no column is."""
    return planted(world, of.symbol, place, "STAFF")


def planted(world: World, owner: str, place: str, level: str) -> str:
    model, _, name = place.partition(".")
    said = f"«{owner}·{model}·{name}·0»"
    world.words[said] = (owner, level)
    return said


def load_records(world: World, of: Staff) -> None:
    """A book that the library alone has, with what MARC keeps for its own staff."""
    low = of.symbol.lower()
    shown = books.copy(f"{of.symbol}-B1", "I242.4/9", planted(world, of.symbol, "Record.location", "PUBLIC"))
    item = shown._replace(subfields=(*shown.subfields, ("x", private(world, of, "Record.nonpublic"))))
    bought = books.data("541", ("a", private(world, of, "Record.bought-from")), ind="0 ")
    own = books.data("590", ("a", private(world, of, "Record.local-note")))
    title = f"{TITLES[of.symbol]} {planted(world, of.symbol, 'Record.title', 'PUBLIC')}"
    subject = books.data("650", ("a", f"{of.symbol}志"), ind=" 0")
    books.load(
        books.marc(f"{low}-own", title, f"{of.symbol}编者", item, bought, own, subject, isbn=""),
        library=of.symbol,
        name=f"{private(world, of, 'Load.file')}.mrc",
    )


def furnish(world: World, of: Staff) -> None:
    """Everything one library can own."""
    given = world.at.setdefault(of.symbol, {})
    place(of, given)
    records(world, of, given)
    readers(of, given)
    desk(world, of, given)
    given.update(eresources.furnished(of.manager, of.symbol, private(world, of, "Resource.note")))
    world.secrets[given["members:accept"]["secret"]] = (of.symbol, "RUNS")
    world.secrets[given["lists:shared"]["secret"]] = (f"{READER[of.symbol]}@{of.symbol}", "PERSON")


def place(of: Staff, given: dict[str, dict[str, Any]]) -> None:
    boss, symbol, today = of.manager, of.symbol, timezone.localdate()
    LibraryAlias.objects.create(library_id=members.library_id(symbol=symbol), name=f"{symbol} alias")
    members.set_exception(
        actor=boss, library=symbol, branch="main", date=today + timedelta(days=1), reason_zh="盘点"
    )
    members.set_vacation(
        actor=boss,
        library=symbol,
        first_date=today + timedelta(days=3),
        end_date=today + timedelta(days=4),
        name_zh="假期",
    )
    members.add_indicator(
        actor=boss,
        library=symbol,
        measure="seats",
        value=9,
        year=2025,
        unit_zh="个",
        definition_zh="座位",
        source="年报",
        doubt_zh="约数",
    )
    section = members.add_department(actor=boss, parent=agency_of(symbol), name_zh="一部", name_en="Section")
    members.exempt(
        actor=actor("office"),
        library=symbol,
        name="members.trial-months",
        bound=members.Bound(least=1, most=20),
        reason="新馆",
        active_from=today,
        active_to=today + timedelta(days=90),
    )
    for one in (of.manager, of.librarian):
        members.set_skills(
            actor=one, told=[Told("skill", text="修书")], about_zh="在馆多年", about_en="Long here"
        )
    invited = members.invite(
        actor=boss, library=symbol, role="librarian", name_zh="新人", email=f"new@{symbol}.example"
    )
    letter = next(one for one in mail.letters() if one.library == symbol)
    packed = members.pack(actor=boss, symbol=symbol)
    given.update(
        {
            "members:person": {"key": of.reader.key},
            "members:letting-in": {"key": of.reader.key},
            **same(("members:invite-again", "members:withdraw-invitation"), {"id": invited.id}),
            **same(("members:letter", "members:letter-again"), {"id": letter.id}),
            "members:accept": {"secret": invited.link.rpartition("/")[2].partition("?")[0]},
            "members:agency": {"id": section},
            "office:parcel": {"id": packed.id},
            **same(BY_SYMBOL, {"symbol": symbol}),
            **same(
                ("members:branch", "members:hours", "members:edit-branch"), {"symbol": symbol, "code": "main"}
            ),
            **same(
                ("catalogue:source", "catalogue:upload", "catalogue:preview"),
                {"symbol": symbol, "code": "main"},
            ),
        }
    )


FOR_ALL: dict[str, dict[str, Any]] = {
    "browse:class": {"code": "I"}, "browse:alphabet": {"name": "titles"},
    "browse:author": {"name": "EAST编者"},
    "browse:subject": {"term": "EAST志"}, "search:facet": {"name": "author"},
}  # fmt: skip


def same(names: Iterable[str], taken: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """These addresses take the same."""
    return {name: dict(taken) for name in names}


BY_SYMBOL = (
    "members:library", "members:vacations", "members:edit-library", "members:new-branch", "members:settings",
    "office:membership", "office:pack", "office:library-rules", "office:new-local-rule",
    "search:api-1:library",
    "cataloguing:find", "cataloguing:work", "cataloguing:add", "cataloguing:form", "cataloguing:suggestions",
    "cataloguing:notes", "cataloguing:labels", "cataloguing:print", "cataloguing:classes", "cataloguing:look",
    "cataloguing:drop-class",
)  # fmt: skip
BY_RECORD = (
    "cataloguing:record", "cataloguing:edit", "cataloguing:take-back", "cataloguing:withdraw",
    "cataloguing:suggest", "cataloguing:add-copy",
)  # fmt: skip
BY_COPY = ("cataloguing:copy", "cataloguing:withdraw-copy", "cataloguing:take-back-copy")
BY_LOAD = ("catalogue:load", "catalogue:stop", "catalogue:go-on", "catalogue:repeat", "catalogue:rejects")
BY_EDITION = (
    "search:edition", "search:why", "search:desk", "search:mrc", "search:marcxml", "search:ris", "search:bib",
    "search:csl.json", "search:api-1:edition", "search:api-1:holders", "review:join", "review:part",
)  # fmt: skip
BY_WORK = ("search:work", "search:api-1:work")


def records(world: World, of: Staff, given: dict[str, dict[str, Any]]) -> None:
    symbol, low = of.symbol, of.symbol.lower()
    record = Record.objects.get(local_id=f"{low}-own")
    card = catalogue.record(id=record.pk)
    edition = card.edition
    load = Load.objects.filter(source=record.source_id).latest("id")
    reject = Reject.objects.create(
        load=load,
        library_id=load.library_id,
        file="x.mrc",
        offset=0,
        reason="no-end",
        facts={},
        raw=private(world, of, "Reject.raw").encode(),
    )
    ClassLine.objects.create(library_id=load.library_id, local="8A", key="8A", clc="I2", note="旧分类")
    cataloguing.set_note(actor=of.manager, library=symbol, edition=edition, text="缺第三页", public=False)
    paired = catalogue.record(id=Record.objects.get(local_id=f"{low[0]}0").pk)
    cataloguing.set_note(actor=of.manager, library=symbol, edition=paired.edition, text="赠书", public=True)
    asked = cataloguing.suggest(
        actor=of.reader, record=record.pk, field="publisher", proposed="新出版社", why="我知道"
    )
    copy = card.copies[0]
    at = {"record": record.pk, "said_by": copy.said_by, "key": copy.key}
    given.update(
        {
            **same(BY_RECORD, {"record": record.pk}),
            **same(BY_COPY, at),
            **same(BY_LOAD, {"load": load.pk}),
            **same(BY_EDITION, {"id": edition}),
            **same(BY_WORK, {"id": Edition.objects.get(pk=edition).work_id}),
            "catalogue:reject": {"load": load.pk, "reject": reject.pk},
            **same(("cataloguing:suggestion", "cataloguing:decide"), {"id": asked.id}),
            **same(("cataloguing:classes-template", "cataloguing:classes"), {"symbol": symbol}),
            "cataloguing:note": {"edition": edition, "symbol": symbol},
            "cataloguing:suggest-edition": {"edition": edition},
            "cataloguing:copy-record": {"record": paired.id, "symbol": symbol},
        }
    )


def readers(of: Staff, given: dict[str, dict[str, Any]]) -> None:
    """A list shared by its link, one for its reader alone, a saved search."""
    edition = given["search:edition"]["id"]
    shared = lists.keep(actor=of.reader, editions=[edition])
    shared = lists.share(actor=of.reader, list=shared.id, on=True)
    own = lists.set_list(actor=of.reader, name=f"{of.symbol} own")
    lists.keep(actor=of.reader, editions=[edition], list=own.id)
    lists.set_note(actor=of.reader, list=own.id, edition=edition, note="给自己")
    saved = lists.save_search(actor=of.reader, query=f"q={of.symbol}", name=f"{of.symbol} search")
    given.update(
        {
            **same(("lists:list", "lists:entry"), {"id": own.id}),
            "lists:list-as": {"id": own.id, "form": "ris"},
            "lists:shared": {"secret": shared.secret},
            "lists:shared-as": {"secret": shared.secret, "form": "ris"},
            "lists:saved": {"id": saved.id},
        }
    )


def desk(world: World, of: Staff, given: dict[str, dict[str, Any]]) -> None:
    """Work, a rule of the library's own, a contract with somebody outside."""
    now, today = timezone.now(), timezone.localdate()
    task = work.ask(
        actor=of.librarian,
        title="搬书架",
        note="先搬东边",
        asking=of.symbol,
        to=work.Address(of.symbol),
        visibility="library",
        at=now,
    )
    done = work.ask(
        actor=of.manager,
        title="修空调",
        note="三楼",
        asking=of.symbol,
        to=work.Address(of.symbol, person=of.librarian.key),
        visibility="library",
        at=now,
    )
    taken = work.accept(actor=of.librarian, item=done.id, version=done.version, at=now)
    work.wait(
        actor=of.librarian,
        item=done.id,
        version=taken.version,
        words=planted(world, of.symbol, "Event.words", "STAFF"),
        at=now,
    )
    rule = office.draft_rule(
        actor=of.manager,
        number=f"{of.symbol}-1",
        level="local",
        library=of.symbol,
        readers="staff",
        given=office.VersionGiven("馆规", text_zh="轻声。"),
    )
    contract = office.set_contract(
        actor=actor("office"),
        given=office.ContractGiven(
            number=f"HT-{of.symbol}",
            kind="service",
            title_zh="物业合同",
            first_date=today,
            about_zh="价格",
            visible="parties",
            conflict="declared",
            conflict_note="亲属",
        ),
        parties=[office.PartyGiven(of.symbol), office.PartyGiven(name_zh="某公司")],
    )
    office.add_text(
        actor=actor("office"),
        contract=contract.id,
        note="定稿",
        file=SimpleUploadedFile("合同.pdf", f"%PDF-1.7 {of.symbol}".encode()),
    )
    party = next(one for one in contract.parties if one.library == of.symbol)
    office.sign(
        actor=of.manager, contract=contract.id, party=party.id, signer="馆长", signed_date=today, how="hand"
    )
    given.update(
        {
            **same(("work:item", "work:undo"), {"id": task.id}),
            "work:take": {"id": task.id, "action": "accept"},
            **same(RULES, {"id": rule.id}),
            "work:item.2": {"id": done.id},
            **same(CONTRACTS, {"id": contract.id}),
            "office:contract-file": {"id": contract.id, "number": 1},
        }
    )


RULES = ("office:rule", "office:edit-rule", "office:act-on-rule", "office:compare", "office:readers")
CONTRACTS = ("office:contract", "office:edit-contract", "office:act-on-contract")
