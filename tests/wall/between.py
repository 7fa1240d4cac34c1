"""What the two libraries share: ballots, a contract, work handed over, rules, duties, an application."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonshelf.cards import api as cards
from commonshelf.catalogue.models import Record
from commonshelf.cataloguing import api as cataloguing
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.members.cards import Said
from commonshelf.news import testing as happenings
from commonshelf.news.models import Event, Turn
from commonshelf.office import api as office
from commonshelf.office import duties, duties_cards, duties_rota, duties_swaps
from commonshelf.office.models import Sheet
from commonshelf.votes import api as votes
from commonshelf.votes.models import Ballot
from commonshelf.work import api as work

Given = dict[str, dict[str, Any]]


def share(cast: testing.Cast, west: Actor, doubt: int) -> Given:
    """Name of an address -> what it takes."""
    return {
        "review:pair": {"id": doubt},
        **papers(cast),
        **ballots(cast),
        **rota(cast, west),
        **tasks(cast, west),
        **alliance(cast),
        **across(cast),
        **rights(cast),
        **activities(cast),
    }


def papers(cast: testing.Cast) -> Given:
    """A contract of both, a public rule and one for members with an exception of EAST's, a resolution."""
    today = timezone.localdate()
    contract = office.set_contract(
        actor=cast.office,
        given=office.ContractGiven(
            number="HT-1", kind="framework", title_zh="合作框架合同", first_date=today
        ),
        parties=[office.PartyGiven("EAST"), office.PartyGiven("WEST")],
    )
    file = SimpleUploadedFile("合同.pdf", b"%PDF-1.7")
    office.add_text(actor=cast.office, contract=contract.id, file=file, note="第一稿")
    given = office.VersionGiven("借阅规则", text_zh="三十天。")
    open_rule = office.draft_rule(actor=cast.office, number="1", public=True, given=given)
    office.adopt_rule(actor=cast.office, rule=open_rule.id, effective_date=today)
    inner = office.draft_rule(actor=cast.office, number="2", given=given, readers="staff")
    adopted = office.adopt_rule(actor=cast.office, rule=inner.id, effective_date=today)
    office.confirm_rule(actor=cast.manager, rule=inner.id, version=adopted.versions[0].number)
    office.grant_exception(actor=cast.office, rule=inner.id, library="EAST", reason="正在搬家",
                           first_date=today, end_date=today + timedelta(days=30))  # fmt: skip
    draft = office.draft_rule(actor=cast.office, number="3", given=given)
    proposed = office.propose(
        actor=cast.office,
        proposal=office.Proposal("统一还书日", text_zh="每月一日"),
        terms=office.Terms(deadline=timezone.now() + timedelta(days=7)),
    )
    rules = ("rule", "edit-rule", "act-on-rule", "compare", "readers")
    contracts = ("contract", "edit-contract", "act-on-contract", "contract-file")
    return {
        **{f"office:{name}": {"id": contract.id, "number": 1} for name in contracts},
        **{f"office:{name}": {"id": inner.id} for name in rules},
        "office:resolution": {"id": proposed.id},
        **{f"office:{name}.public": {"id": open_rule.id} for name in ("rule", "compare", "readers")},
        **{f"office:{name}.draft": {"id": draft.id} for name in ("rule", "edit-rule", "compare")},
    }  # fmt: skip


def rights(cast: testing.Cast) -> Given:
    """What EAST says of readers' rights beside the alliance, and one rule the office wrote."""
    note = Said("凭证外借", "With a card")
    own = cards.RightRuleGiven("borrow", allowed=True, relation="guest", note=note, article="1")
    number = cards.set_right_rule(actor=cast.manager, library="EAST", given=own)
    cards.set_right_rule(
        actor=cast.office, library="", given=cards.RightRuleGiven("print", allowed=True, note=note)
    )
    return {"cards:rule": {"id": number}}


def activities(cast: testing.Cast) -> Given:
    """One of the alliance's, which every member's staff read."""
    day = timezone.localdate()
    given = office.ActivityGiven(kind="conference", title_zh="馆长会", first_date=day)
    card = office.set_activity(actor=cast.office, given=given)
    return {f"office:{name}": {"id": card.id} for name in ("activity", "edit-activity")}


def ballots(cast: testing.Cast) -> Given:
    """One that asks two people by name."""
    asked = votes.open_ballot(
        actor=cast.office,
        about=Ref("motion", "wall", ""),
        question=Said("谁去开会", "Who goes"),
        choices=[
            votes.Choice("yes", Said("去", "Goes"), "for"),
            votes.Choice("no", Said("不去", "Stays"), "against"),
        ],
        electorate=[votes.Elector(person=cast.manager.key), votes.Elector(person=cast.reader.key)],
        per="person", quorum=50, pass_mark=50, deadline=timezone.now() + timedelta(days=7),
    )  # fmt: skip
    transfer = Ballot.objects.exclude(pk=asked.id).latest("id")
    return {
        **{f"votes:{name}": {"id": asked.id} for name in ("ballot", "vote", "end")},
        **{f"votes:{name}.members": {"id": transfer.pk} for name in ("ballot", "vote", "end")},
    }


def rota(cast: testing.Cast, west: Actor) -> Given:
    """A duty held by both, a turn of each, an exchange between them, and a transfer under vote."""
    day = timezone.localdate() + timedelta(days=2)
    duty = duties.set_duty(actor=cast.office, name=Said("文献传递", "Delivery"), about=Said("每天", "Daily"))
    east_post = duties_cards.Post("EAST", cast.manager.key)
    west_post = duties_cards.Post("WEST", west.key)
    holding = duties.give_duty(actor=cast.office, duty=duty, to=east_post)
    duties.give_duty(actor=cast.office, duty=duty, to=west_post)
    turns = [
        duties_rota.add_shift(
            actor=cast.office, duty=duty, day=day, starts=time(hour), ends=time(hour + 1), to=whose
        )
        for hour, whose in ((9, east_post), (14, west_post), (17, east_post))
    ]
    swap = duties_swaps.propose_swap(actor=cast.manager, mine=turns[0], theirs=turns[1])
    duties_rota.give_up(actor=cast.manager, shift=turns[2], version=1, reason="去体检")
    duties.propose_transfer(actor=cast.office, duty=duty, to=duties_cards.Post("WEST"), reason="轮到西馆",
                            first_date=day, deadline=timezone.now() + timedelta(days=7))  # fmt: skip
    return {
        **{f"office:duty-{name}": {"id": duty} for name in ("edit", "give", "transfer", "rota", "copy")},
        "office:duty": {"id": duty},
        **{f"office:duty-{name}": {"id": holding} for name in ("backup", "holder-end")},
        "office:duty-turn": {"id": turns[0], "action": "take"},
        "office:duty-swap": {"id": swap},
    }  # fmt: skip


def tasks(cast: testing.Cast, west: Actor) -> Given:
    """EAST asks WEST, who has it in hand; one that everybody may see."""
    now = timezone.now()
    asked = work.ask(actor=cast.librarian, title="送两箱书", note="周五前", asking="EAST",
                     to=work.Address("WEST", person=west.key), visibility="parties", at=now)  # fmt: skip
    taken = work.accept(actor=west, item=asked.id, version=asked.version, at=now)
    work.wait(actor=west, item=asked.id, version=taken.version, words="车坏了", at=now)
    shown = work.ask(actor=cast.manager, title="布置展览", note="人人可看", asking="EAST",
             to=work.Address("EAST"), visibility="alliance", at=now)  # fmt: skip
    office_itself = work.Address("", role="office")
    inner = work.ask(actor=cast.office, title="排会议", note="下周", asking="", to=office_itself, at=now)
    return {
        "work:item.office": {"id": inner.id},
        **{f"work:{name}": {"id": asked.id, "action": "accept"} for name in ("item", "take", "undo")},
        "work:item.shared": {"id": shown.id},
    }


def alliance(cast: testing.Cast) -> Given:
    """An applicant, what the office alone sees, and a holiday of all."""
    members.set_holiday(actor=cast.office, date=timezone.localdate() + timedelta(days=20), name_zh="联盟日")
    invited = members.invite(actor=cast.office, kind="library", email="south@example.org", name_zh="南馆长")
    members.apply(
        actor=cast.office,
        symbol="SOUTH",
        name_zh="南馆",
        name_en="South Library",
        kind="public",
        contact="南馆长",
        email="south@example.org",
        phone="023-1",
        address="南路",
        words="想加入",
    )
    letter = next(one for one in mail.letters() if not one.library)
    Sheet.objects.create(
        person=cast.office.key,
        kind="libraries",
        name="成员馆.xlsx",
        brought_at=timezone.now(),
        lines=[{"number": 2, "cells": {"symbol": "NEW", "name_zh": "新馆"}}],
    )
    return {
        "members:letter": {"id": letter.id},
        "members:letter-again": {"id": letter.id},
        "members:invite-again": {"id": invited.id},
        "members:withdraw-invitation": {"id": invited.id},
        "members:accept": {"secret": parse_qs(urlsplit(invited.link).query)["invitation"][0]},
        "members:bound": {"name": "members.trial-months"},
        "office:membership": {"symbol": "SOUTH"},
        "members:agency": {"id": members.agency_tree().id},
    }


def across(cast: testing.Cast) -> Given:
    """EAST's reader suggests to WEST, and is told that their name goes with it."""
    record = Record.objects.get(local_id="west-own")
    asked = cataloguing.suggest(
        actor=cast.reader, record=record.pk, field="author", proposed="别人", why="我知道"
    )
    return {"cataloguing:suggestion": {"id": asked.id}}


def stuck() -> None:
    """A delivery and a turn by the clock that failed."""
    event = Event.objects.latest("id")
    happenings.stuck_delivery(event=event.pk, subscriber="search", problem="…", at=timezone.now())
    Turn.objects.create(name="wall", due_at=timezone.now(), problem="…")
