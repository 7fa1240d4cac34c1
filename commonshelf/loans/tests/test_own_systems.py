"""Libraries with systems of their own: by hand, and over SIP2 against pysip2's server and against ours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, get_type_hints

import anyio
import anyio.to_thread
import pytest
from anyio.abc import SocketAttribute
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pysip2 import (
    CHECKIN,
    CHECKOUT,
    ITEM_INFORMATION,
    LOGIN,
    PATRON_INFORMATION,
    RENEW,
    SC_STATUS,
    SIP2Server,
)
from pysip2.models import (
    CheckinResponse,
    CheckoutResponse,
    ItemInformationResponse,
    LoginResponse,
    RenewResponse,
)

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans import api, systems
from commonshelf.loans.ils import choosing, contract, ncip
from commonshelf.loans.ils.contract import Copy, SystemRefuses, SystemSilent, User
from commonshelf.loans.ils.sip2 import Connection, Sip2, read_day, read_fen
from commonshelf.loans.models import LibrarySystem, Loan
from commonshelf.loans.testing import card_number, lend, shelves
from commonshelf.loans.tests.machine import add
from commonshelf.loans.tests.sockets import visit
from commonshelf.members import api as members
from commonshelf.work import api as work

pytestmark = pytest.mark.django_db
OPERATOR = members.operator()
UNTIL = date(2031, 5, 20)


@pytest.fixture
def world():
    return shelves()


@pytest.fixture
def student(world):
    return world.readers.student


class Foreign:
    """A library's own system, on pysip2's own server: what it was asked, and whether it says yes."""

    def __init__(self) -> None:
        self.says = "1"
        self.asked: list[tuple[str, str]] = []
        self.port = 0
        self.app = SIP2Server(
            institution_id="FOREIGN", library_name="外馆", encoding="utf-8", login_required=True
        )
        route = self.app.route
        route(LOGIN)(lambda req, _ctx: LoginResponse(ok="1" if req.login_password == "secret" else "0"))
        route(CHECKOUT)(self.check_out)
        route(CHECKIN)(self.check_in)
        route(RENEW)(self.renew)
        route(ITEM_INFORMATION)(self.item)
        assert SC_STATUS
        assert PATRON_INFORMATION

    def _told(self, req: Any, ctx: Any) -> dict[str, Any]:
        return {
            "ok": self.says,
            "magnetic_media": "N",
            "transaction_date": ctx.now_18(),
            "institution_id": "FOREIGN",
            "item_identifier": req.item_identifier,
            "screen_message": () if self.says == "1" else ("读者在本馆已停借",),
        }

    def check_out(self, req: Any, ctx: Any) -> CheckoutResponse:
        self.asked.append(("undo" if req.cancel == "Y" else "out", req.item_identifier))
        return CheckoutResponse(
            renewal_ok="N", desensitize="Y", patron_identifier=req.patron_identifier, title_identifier="书",
            due_date="2031-05-20", **self._told(req, ctx),
        )  # fmt: skip

    def check_in(self, req: Any, ctx: Any) -> CheckinResponse:
        self.asked.append(("in", req.item_identifier))
        return CheckinResponse(resensitize="Y", alert="N", permanent_location="", **self._told(req, ctx))

    def renew(self, req: Any, ctx: Any) -> RenewResponse:
        self.asked.append(("renew", req.item_identifier))
        return RenewResponse(
            renewal_ok="Y", desensitize="N", patron_identifier=req.patron_identifier, title_identifier="书",
            due_date="20310620    235900", **self._told(req, ctx),
        )  # fmt: skip

    def item(self, req: Any, ctx: Any) -> ItemInformationResponse:
        return ItemInformationResponse(
            circulation_status="04", security_marker="00", fee_type="01", transaction_date=ctx.now_18(),
            item_identifier=req.item_identifier, title_identifier="红楼梦", due_date="2031/5/2",
            hold_queue_length="3",
        )  # fmt: skip

    @contextmanager
    def running(self) -> Iterator[Foreign]:
        up, end = threading.Event(), threading.Event()

        async def serve() -> None:
            # Not `start`: that leaves its listener open.
            async with await self.app.listen(port=0) as listener, anyio.create_task_group() as group:
                self.port = listener.extra(SocketAttribute.local_port)
                group.start_soon(listener.serve, self.app._handle_connection)
                up.set()
                await anyio.to_thread.run_sync(end.wait)
                group.cancel_scope.cancel()

        thread = threading.Thread(target=anyio.run, args=(serve,))
        thread.start()
        assert up.wait(5)
        try:
            yield self
        finally:
            end.set()
            thread.join(5)


@pytest.fixture
def foreign() -> Iterator[Foreign]:
    with Foreign().running() as running:
        yield running


def connection(port: int, **more: Any) -> Connection:
    told = {"host": "127.0.0.1", "port": port, "library": "EAST", "user": "shelf", "password": "secret"}
    return Connection(**{**told, **more})


@pytest.fixture
def connected(world, foreign, settings, tmp_path):
    """EAST keeps its loans in the foreign system."""
    settings.HOME = tmp_path
    secret = choosing.secret_file("EAST")
    secret.parent.mkdir()
    secret.write_text("secret\n")
    secret.chmod(0o600)
    systems.connect_system(
        actor=OPERATOR, library="EAST", host="127.0.0.1", port=foreign.port, tls=False, charset="utf-8",
        user="shelf", institution="", location="", sends_local=False, version=0,
    )  # fmt: skip
    systems.set_system(actor=OPERATOR, library="EAST", adapter="sip2", version=1)
    return foreign


def open_work() -> list[str]:
    items, _number = work.queue(actor=OPERATOR, library="EAST", now=timezone.now())
    return [one.title.en for one in items]


# -- the contract


def test_every_verb_has_its_message_in_ncip_and_its_adapters():
    verbs = {name for name in vars(contract.LibrarySystemClient) if name.endswith(("_item", "_user"))}
    assert verbs == set(ncip.MESSAGES)
    for adapter in (choosing.Here, choosing.Manual, Sip2):
        for verb in verbs:
            assert get_type_hints(getattr(adapter, verb)) == get_type_hints(
                getattr(contract.LibrarySystemClient, verb)
            )
    assert set(choosing.ADAPTERS) == set(systems.ADAPTERS) == {"here", "manual", "sip2"}


def test_here_answers_from_our_own_rows(world, student):
    here = choosing.client_of("EAST")
    copy = Copy("EAST", "E1")
    assert (here.name, here.look_up_item(copy=copy).status) == ("here", "on-shelf")
    loan = lend(student, "E1")
    told = here.look_up_item(copy=copy)
    assert (told.status, told.due_date) == ("on-loan", loan.due_date)
    assert not here.look_up_item(copy=Copy("EAST", "NOPE")).known
    assert here.look_up_user(user=User(card_number(student))).may_borrow
    assert not here.look_up_user(user=User("9999")).known


# -- by hand


def test_by_hand_each_step_is_a_work_item(world, student):
    systems.set_system(actor=OPERATOR, library="EAST", adapter="manual", version=0)
    loan = lend(student, "E1")
    Loan.objects.update(
        due_date=loan.due_date - timedelta(days=10), lent_at=loan.lent_at - timedelta(days=10)
    )
    api.renew(actor=OPERATOR, loan=loan.id, library="EAST")
    api.check_in(actor=OPERATOR, library="WEST", barcode="E1")
    titles = open_work()
    assert len(titles) == 3
    assert all("E1" in one and student.name.zh not in one for one in titles)
    assert any(student.alias in one for one in titles)


def test_a_refused_loan_leaves_no_work(world, student):
    systems.set_system(actor=OPERATOR, library="EAST", adapter="manual", version=0)
    with pytest.raises(Refusal):
        api.check_out(actor=OPERATOR, library="EAST", barcode="E1", number="9999")
    assert open_work() == []


# -- over SIP2


def test_a_foreign_system_is_asked_and_its_due_date_holds(connected, student):
    loan = lend(student, "E1")
    assert loan.due_date == UNTIL
    api.check_in(actor=OPERATOR, library="WEST", barcode="E1")
    assert connected.asked == [("out", "E1"), ("in", "E1")]
    assert open_work() == []


def test_renewing_asks_it_too(connected, student):
    loan = lend(student, "E1")
    Loan.objects.update(due_date=loan.lent_at.date() + timedelta(days=3))
    assert api.renew(actor=OPERATOR, loan=loan.id, library="EAST").due_date == date(2031, 6, 20)


def test_what_it_refuses_is_not_lent(connected, student):
    connected.says = "0"
    with pytest.raises(Refusal, match=r"loans\.system-refuses") as refused:
        lend(student, "E1")
    assert refused.value.facts["words"] == "读者在本馆已停借"
    assert not Loan.objects.exists()


class Meddled(Sip2):
    """While it is asked, somebody blocks the reader."""

    def check_out_item(self, **asked: Any) -> contract.DoneReply:
        done = super().check_out_item(**asked)
        cards.block(actor=OPERATOR, reader=asked["user"].key, library="EAST", reason="conduct")
        return done


def test_what_we_refuse_after_it_said_yes_is_undone_there(connected, student, monkeypatch):
    meddled = Meddled(connection(connected.port))
    monkeypatch.setitem(choosing.ADAPTERS, "sip2", lambda _library, _told: meddled)
    with pytest.raises(Refusal, match=r"loans\.no-right"):
        lend(student, "E1")
    assert connected.asked == [("out", "E1"), ("undo", "E1")]
    assert not Loan.objects.exists()


def test_whoever_may_not_lend_makes_us_ask_nobody(connected, world, student):
    for actor in (world.readers.cast.partner, world.readers.cast.stranger):
        with pytest.raises(Refusal):
            api.check_out(actor=actor, library="EAST", barcode="E1", number=card_number(student))
    assert connected.asked == []


def test_the_same_key_asks_once(connected, student):
    said = {"actor": OPERATOR, "library": "EAST", "barcode": "E1", "number": card_number(student), "key": "k"}
    assert api.check_out(**said) == api.check_out(**said)
    assert connected.asked == [("out", "E1")]


def test_other_libraries_copies_are_no_business_of_it(connected, world):
    citizen = world.readers.citizen
    api.check_out(actor=OPERATOR, library="WEST", barcode="W1", number=card_number(citizen))
    assert connected.asked == []


def silence() -> None:
    row = LibrarySystem.objects.get()
    row.settings = {**row.settings, "port": 1}
    row.save()


def test_a_silent_system_lends_nothing_but_takes_everything_back(connected, student):
    lend(student, "E1")
    silence()
    with pytest.raises(Refusal, match=r"loans\.system-silent") as refused:
        lend(student, "E2")
    assert refused.value.facts["problem"] == "closed"
    api.check_in(actor=OPERATOR, library="EAST", barcode="E1")
    assert [one for one in open_work() if "E1" in one]


@pytest.mark.parametrize(("mode", "problem"), [(0o644, "secret-open"), (None, "secret-missing"), (0o600, "")])
def test_a_password_others_may_read_is_not_used(connected, mode, problem):
    path = choosing.secret_file("EAST")
    path.unlink() if mode is None else path.chmod(mode)
    tried = systems.try_system(actor=OPERATOR, library="EAST")
    assert (tried.problem, tried.name) == (problem, "" if problem else "外馆")
    assert systems.system(actor=OPERATOR, library="EAST").problem == problem


def test_what_can_go_wrong_on_the_line_has_a_name(foreign):
    for told, problem in (
        (connection(foreign.port, password="wrong"), "sign-in"),
        (connection(1), "closed"),
    ):
        with pytest.raises(SystemSilent) as silent:
            Sip2(told, patience=2).look_up_item(copy=Copy("EAST", "E1"))
        assert silent.value.problem == problem


def test_looking_up_a_copy_there(foreign):
    told = Sip2(connection(foreign.port)).look_up_item(copy=Copy("EAST", "E1"))
    assert (told.known, told.status, told.title, told.holds) == (True, "on-loan", "红楼梦", 3)
    assert told.due_date == date(2031, 5, 2)


def test_our_own_service_is_one_of_them(world, student):
    """The adapter against the server of this very house."""
    new, number = add(), card_number(student)
    copy, user = Copy("EAST", "E1"), User(number)

    def client(port: int) -> list[Any]:
        told = connection(port, user=new.terminal.name, password=new.password)
        system, now = Sip2(told), timezone.now()
        done = [
            system.try_it(),
            system.look_up_item(copy=copy).status,
            system.look_up_user(user=user).may_borrow,
            system.check_out_item(copy=copy, user=user, due_date=UNTIL, at=now).due_date,
            system.look_up_user(user=user).loans,
        ]
        with pytest.raises(SystemRefuses):
            system.check_out_item(copy=copy, user=user, due_date=UNTIL, at=now + timedelta(seconds=1))
        system.undo_check_out_item(copy=copy, user=user, at=now)
        return [*done, system.look_up_item(copy=copy).status, system.look_up_user(user=User("9999")).known]

    name, before, may, day, loans, after, unknown = visit(client)
    assert (before, may, loans, after, unknown) == ("on-shelf", True, 1, "on-shelf", False)
    assert name
    assert day == Loan.objects.get().due_date


# -- free text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20310520    235900", UNTIL),
        ("20310520", UNTIL),
        ("2031-05-20 23:59", UNTIL),
        ("2031/5/20", UNTIL),
        ("2031年5月20日", UNTIL),
        ("20/05/2031", None),
        ("2031-13-40", None),
        ("", None),
        ("tomorrow", None),
    ],
)
def test_due_dates_as_systems_write_them(text, day):
    assert read_day(text) == day


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text):
    read_day(text)
    fen = read_fen(text)
    assert fen is None or fen >= 0


@pytest.mark.parametrize(
    ("text", "fen"), [("12.50", 1250), ("¥3", 300), ("0,5", 50), ("", None), (None, None)]
)
def test_amounts_as_systems_write_them(text, fen):
    assert read_fen(text) == fen
