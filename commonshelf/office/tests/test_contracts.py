"""The contract register: parties, texts as files, signatures, terms, and who reads what."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import testing
from commonshelf.office import api, contracts_reading, resolutions_work
from commonshelf.office.domain import contracts as domain
from commonshelf.office.models import Contract, ContractText
from commonshelf.work import api as work

PDF = b"%PDF-1.7\n1 0 obj\n"
FIRST = date(2026, 1, 1)


@pytest.fixture
def cast(db, tmp_path, settings) -> testing.Cast:
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


def entered(cast, number="HT-1", *, parties=("EAST", "WEST"), outside=(), id=0, version=0, **more):
    said = {"kind": "framework", "title_zh": "合作框架合同", "first_date": FIRST, **more}
    sides = [*(api.PartyGiven(one) for one in parties), *(api.PartyGiven("", one) for one in outside)]
    return api.set_contract(
        actor=cast.office,
        given=api.ContractGiven(number=number, **said),
        parties=sides,
        id=id,
        version=version,
    )


def text(cast, contract, content=PDF, name="合同.pdf", **more):
    return api.add_text(actor=cast.office, contract=contract, file=SimpleUploadedFile(name, content), **more)


def sign(cast, contract, party, actor=None, **more):
    told = {"signer": "馆长", "signed_date": date(2026, 1, 2), "how": "seal", **more}
    return api.sign(actor=actor or cast.office, contract=contract, party=party, **told)


def test_a_contract_holds_once_all_have_signed_its_version(cast):
    card = entered(cast)
    assert (card.state, [one.library for one in card.parties]) == ("draft", ["EAST", "WEST"])
    with pytest.raises(Refusal, match=r"office\.nothing-to-sign"):
        sign(cast, card.id, card.parties[0].id)
    text(cast, card.id)
    assert sign(cast, card.id, card.parties[0].id).state == "draft"
    with pytest.raises(Refusal, match=r"office\.signed-already"):
        sign(cast, card.id, card.parties[0].id)
    assert sign(cast, card.id, card.parties[1].id).state == "in-force"
    text(cast, card.id, note="补充条款")
    now = api.contract(actor=cast.office, id=card.id)
    assert (now.state, now.signed_version, len(now.texts), len(now.texts[0].missing)) == ("in-force", 1, 2, 2)


def test_a_manager_signs_for_their_own_library_what_they_have_seen(cast):
    card = entered(cast)
    east = card.parties[0]
    text(cast, card.id)
    for actor in (cast.partner, cast.librarian, cast.reader, cast.stranger, cast.visitor):
        with pytest.raises(Absent):
            sign(cast, card.id, east.id, actor, how="online")
    text(cast, card.id, note="改了")
    with pytest.raises(Refusal, match=r"office\.newer-version"):
        sign(cast, card.id, east.id, cast.manager, how="online", number=1)
    sign(cast, card.id, east.id, cast.manager, how="online", number=2)
    [one] = api.contract(actor=cast.partner, id=card.id).texts[0].signatures
    assert (one.party, one.how) == (east.id, "online")


def test_online_signs_nobody_but_the_manager_and_paper_is_recorded_with_day_and_name(cast):
    card = entered(cast, outside=("某公司",), conflict="none")
    text(cast, card.id)
    for party in card.parties:
        with pytest.raises(Refusal) as refused:
            sign(cast, card.id, party.id, how="online")
        assert (refused.value.code, refused.value.status) == ("office.not-in-their-name", 403)
    assert not api.contract(actor=cast.office, id=card.id).texts[0].signatures
    east, west, outside = card.parties
    sign(cast, card.id, east.id, cast.manager, how="online")
    sign(cast, card.id, outside.id, how="hand", signer="王经理")
    sign(cast, card.id, west.id, cast.partner, how="seal")
    signed = api.contract(actor=cast.office, id=card.id).texts[0].signatures
    assert {(one.party, one.how) for one in signed} == {
        (east.id, "online"),
        (outside.id, "hand"),
        (west.id, "seal"),
    }


@pytest.mark.parametrize("by", ["its last day", "an act of the office"])
def test_nobody_signs_what_has_ended(cast, by):
    today = timezone.localdate()
    last = today - timedelta(days=1) if by == "its last day" else None
    card = entered(cast, end_date=last)
    text(cast, card.id)
    if last is None:
        api.end_contract(actor=cast.office, contract=card.id, on=today, reason="合并")
    for actor, party, how in ((cast.office, 1, "seal"), (cast.manager, 0, "online")):
        with pytest.raises(Refusal) as refused:
            sign(cast, card.id, card.parties[party].id, actor, how=how)
        assert (refused.value.code, refused.value.status) == ("office.ended-already", 409)
    for actor in (cast.stranger, cast.reader):
        with pytest.raises(Absent):
            sign(cast, card.id, card.parties[0].id, actor, how="online")


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("office.ends-before-it-begins", {"end_date": FIRST - timedelta(days=1)}),
        ("office.too-few-parties", {"parties": ("EAST",)}),
        ("office.party-twice", {"parties": ("EAST", "EAST")}),
        ("office.no-such-member", {"parties": ("EAST", "NOWHERE")}),
        ("office.no-number", {"number": " "}),
        ("office.no-title", {"title_zh": " "}),
        ("office.bad-kind", {"kind": "treaty"}),
        ("office.no-framework", {"kind": "agreement"}),
        ("office.bad-framework", {"kind": "agreement", "framework": 999}),
        ("office.no-declaration", {"outside": ("某出版社",)}),
        ("office.no-declaration-note", {"outside": ("某出版社",), "conflict": "declared"}),
    ],
)
def test_what_is_not_entered(cast, code, more):
    with pytest.raises(Refusal) as refused:
        entered(cast, **more)
    assert refused.value.code == code
    assert not Contract.objects.exists()


def test_sub_agreements_hang_on_a_framework(cast):
    frame = entered(cast)
    below = entered(
        cast, "HT-1-1", kind="agreement", framework=frame.id, outside=("某出版社",), conflict="none"
    )
    assert [one.number for one in api.attached(actor=cast.manager, id=frame.id)] == ["HT-1-1"]
    assert below.parties[-1].library == ""
    with pytest.raises(Refusal, match=r"office\.number-taken"):
        entered(cast)


def test_parties_stand_once_somebody_has_signed(cast):
    card = entered(cast)
    changed = entered(cast, id=card.id, version=1, title_zh="新标题")
    assert (changed.version, changed.title.zh) == (2, "新标题")
    with pytest.raises(Refusal, match=r"office\.stale-contract"):
        entered(cast, id=card.id, version=1)
    text(cast, card.id)
    sign(cast, card.id, card.parties[0].id)
    with pytest.raises(Refusal, match=r"office\.parties-signed"):
        entered(cast, id=card.id, version=2, outside=("别家",), conflict="none")


@pytest.mark.parametrize(
    ("code", "name", "content"),
    [
        ("office.file-kind", "合同.html", b"<script>"),
        ("office.file-kind", "合同", PDF),
        ("office.file-not-that", "合同.pdf", b"MZ\x90"),
        ("office.file-not-that", "扫描.png", PDF),
    ],
)
def test_files_that_are_not_kept(cast, tmp_path, code, name, content):
    card = entered(cast)
    with pytest.raises(Refusal) as refused:
        text(cast, card.id, content, name)
    assert refused.value.code == code
    assert not ContractText.objects.exists()
    assert not list(contracts_reading.folder().glob("*"))


def test_size_is_limited_and_empty_is_nothing():
    with pytest.raises(Refusal, match=r"office\.file-too-big"):
        domain.media_type("x.pdf", PDF, domain.BIGGEST + 1)
    with pytest.raises(Refusal, match=r"office\.file-empty"):
        domain.media_type("x.pdf", b"", 0)
    assert domain.media_type("x.JPEG", b"\xff\xd8\xff\xe0", 9) == "image/jpeg"


def test_who_reads_the_texts(cast):
    open_to_all = entered(cast)
    closed = entered(cast, "HT-2", parties=("EAST",), outside=("某公司",), conflict="none", visible="parties")
    for card in (open_to_all, closed):
        text(cast, card.id)
    for who, sees in (("office", 2), ("auditor", 2), ("manager", 2), ("partner", 1)):
        actor = getattr(cast, who)
        shown = [bool(api.contract(actor=actor, id=card.id).texts) for card in (open_to_all, closed)]
        assert sum(shown) == sees, who
    with pytest.raises(Absent):
        api.text_file(actor=cast.partner, id=closed.id, number=1)
    _card, path = api.text_file(actor=cast.manager, id=closed.id, number=1)
    assert path.read_bytes() == PDF
    for who in ("reader", "stranger", "visitor"):
        with pytest.raises(Absent):
            api.contract(actor=getattr(cast, who), id=open_to_all.id)
        with pytest.raises(Absent):
            api.contracts(actor=getattr(cast, who))


def test_it_is_ended_with_a_reason_and_not_before_it_began(cast):
    card = entered(cast)
    for on, reason, code in (
        (FIRST - timedelta(days=1), "x", "office.ends-before-it-begins"),
        (FIRST, " ", "office.no-reason"),
    ):
        with pytest.raises(Refusal) as refused:
            api.end_contract(actor=cast.office, contract=card.id, on=on, reason=reason)
        assert refused.value.code == code
    ended = api.end_contract(actor=cast.office, contract=card.id, on=FIRST, reason="合并")
    assert ended.state == "ended"
    with pytest.raises(Refusal, match=r"office\.ended-already"):
        api.end_contract(actor=cast.office, contract=card.id, on=FIRST, reason="合并")
    with pytest.raises(Absent):
        api.end_contract(actor=cast.manager, contract=card.id, on=FIRST, reason="x")


def test_the_office_is_told_of_an_end_in_time_and_once(cast):
    today = timezone.localdate()
    card = entered(cast, end_date=today + timedelta(days=100), notice_days=30, remind_days=60)
    now = timezone.now()
    resolutions_work.remind_of_ends(now)
    assert not _desk(cast)
    text(cast, card.id)
    for party in card.parties:
        sign(cast, card.id, party.id)
    resolutions_work.remind_of_ends(now)
    assert not _desk(cast)
    for _again in range(2):
        resolutions_work.remind_of_ends(now + timedelta(days=10))
    assert _desk(cast) == ["HT-1 合作框架合同"]


def _desk(cast) -> list[str]:
    return [one.title.zh for one in work.desk(actor=cast.office, now=timezone.now()).items]


days = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@given(signed=st.booleans(), first=days, last=st.none() | days, ended=st.none() | days, today=days)
def test_an_unsigned_or_ended_contract_never_holds(signed, first, last, ended, today):
    found = domain.state(domain.Term(signed, first, last, ended), today)
    holds = signed and first <= today and (last is None or today <= last) and (ended is None or today < ended)
    assert (found is domain.State.IN_FORCE) == holds


def test_the_database_says_the_same_as_the_domain(cast):
    today = timezone.localdate()
    near = [None, *(today + timedelta(days=n) for n in (-2, -1, 0, 1, 2))]
    rows = [
        Contract(number=f"{signed}{first}{last}{ended}", kind="service", title_zh="x", first_date=first,
                 end_date=last, ended_date=ended, signed_version=signed)
        for signed in (0, 1) for first in near[1:] for last in near for ended in near
        if last is None or last >= first
    ]  # fmt: skip
    Contract.objects.bulk_create(rows)
    for state in domain.State:
        found = contracts_reading.in_state(Contract.objects.all(), state, today)
        wanted = {
            row.number for row in Contract.objects.all() if contracts_reading.state_of(row, today) is state
        }
        assert {row.number for row in found} == wanted
        assert wanted


def test_the_register_by_what_is_asked(cast):
    entered(cast)
    entered(
        cast,
        "HT-9",
        kind="service",
        title_zh="扫描服务",
        parties=("EAST",),
        outside=("某公司",),
        conflict="none",
        end_date=date(2099, 1, 1),
    )

    def ask(**more):
        return [one.number for one in api.contracts(actor=cast.manager, **more)[0]]

    assert ask() == ["HT-9", "HT-1"]  # what ends stands before what does not
    assert ask(kind="service") == ask(words="扫描") == ["HT-9"]
    assert ask(library="WEST") == ["HT-1"]
    assert ask(state="draft", start=1) == ["HT-1"]
