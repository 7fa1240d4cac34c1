"""Readers: registered with a document, found by their card, seen by one library, merged, closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from commonshelf.cards import api, testing
from commonshelf.cards.models import Block, Card, Proof, Reader
from commonshelf.kernel.actor import Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.testing import queries
from commonshelf.news.testing import events

BIRTH = date(1990, 5, 17)


@pytest.fixture
def readers(db) -> testing.Readers:
    return testing.readers()


def given(**more) -> api.ReaderGiven:
    return api.ReaderGiven(**{"group": "undergraduate", "name_zh": "陈晨", **more})


def registered(readers, *, number="", kind="id-card", issuer="", group="undergraduate", **more):
    return api.register(
        actor=readers.cast.librarian,
        library="EAST",
        given=given(group=group, **more.pop("given", {})),
        proof=api.ProofGiven(kind, number or testing.an_id_number(), issuer),
        **more,
    )


# -- numbers


def test_a_card_is_found_however_it_is_typed(readers):
    number = readers.student.card.number
    typed = f" {number[:4]}-{number[4:8]} {number[8:]} "
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert api.find_reader(number=typed).key == api.find_reader(number=wide).key == readers.student.key
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(Refusal, match=r"cards\.bad-number"):
        api.find_reader(number=wrong)
    with pytest.raises(Refusal, match=r"cards\.no-such-card"):
        api.find_reader(number="12345")


def test_a_card_printed_before_is_taken_over_once(readers):
    done = registered(readers, card_number=" dlzy-2026 001")
    assert done.card.number == "DLZY2026001"
    with pytest.raises(Refusal, match=r"cards\.number-taken"):
        registered(readers, card_number="DLZY2026001")
    with pytest.raises(Refusal, match=r"cards\.bad-printed-number"):
        registered(readers, card_number="？！")


# -- registering


def test_of_a_document_only_a_digest_and_its_end_are_kept(readers):
    number = testing.an_id_number()
    done = registered(readers, number=number, given={"email": "chen@example.org"})
    proof = Proof.objects.get(reader_id=done.reader.id)
    assert (proof.tail, len(proof.digest)) == (number[-4:], 64)
    assert number not in str(list(Proof.objects.values())) + str(list(Reader.objects.values()))
    told = str(list(events().values("facts", "reply", "object_id", "reason")))
    for secret in (number, number[-4:] + "'", "陈晨", "chen@example.org", done.card.number, done.code):
        assert secret not in told
    assert done.reader.birth_date == BIRTH
    assert done.reader.active_to is not None


def test_the_same_document_makes_no_second_reader(readers):
    number = testing.an_id_number()
    registered(readers, number=number)
    for again in (number.lower(), f"{number[:6]} {number[6:14]} {number[14:]}"):
        with pytest.raises(Refusal, match=r"cards\.proof-known") as refused:
            api.register(
                actor=readers.cast.partner,
                library="WEST",
                given=given(group="adult", name_zh="", name_en="Chen Chen"),
                proof=api.ProofGiven("id-card", again),
            )
        assert refused.value.facts["symbol"] == "EAST"
    assert Reader.objects.count() == 5


@pytest.mark.parametrize(
    ("kind", "number", "issuer", "code"),
    [
        ("id-card", "51130219900517001", "", "cards.bad-proof"),
        ("id-card", "511302199013170018", "", "cards.bad-proof"),
        ("passport", "E 1234567", "CHN", "cards.bad-issuer"),
        ("passport", "!", "CN", "cards.bad-proof"),
        ("library-card", "123", "", "cards.bad-proof-kind"),
    ],
)
def test_a_wrong_document_is_refused_and_leaves_nothing(readers, kind, number, issuer, code):
    before = Reader.objects.count(), Card.objects.count(), len(members.particulars(keys=[]))
    with pytest.raises(Refusal) as refused:
        registered(readers, kind=kind, number=number, issuer=issuer, given={"birth_date": BIRTH})
    assert refused.value.code == code
    assert (Reader.objects.count(), Card.objects.count(), 0) == before


def test_birth_date_and_document_must_agree_and_a_citizen_needs_one(readers):
    with pytest.raises(Refusal, match=r"cards\.birth-date-differs"):
        registered(readers, given={"birth_date": date(1991, 1, 1)})
    with pytest.raises(Refusal, match=r"cards\.birth-date-needed"):
        api.register(
            actor=readers.cast.partner,
            library="WEST",
            given=given(group="adult"),
            proof=api.ProofGiven("passport", "G12345678", "fr"),
        )
    assert registered(readers, kind="student", number="S2026").reader.birth_date is None


def test_a_child_needs_somebody_who_answers(readers):
    child = date(timezone.localdate().year - 8, 1, 5)

    def join(guardian):
        return api.register(
            actor=readers.cast.partner,
            library="WEST",
            given=given(group="child", guardian=guardian),
            proof=api.ProofGiven("id-card", testing.an_id_number(child)),
        )

    for lacking in (
        api.Guardian(),
        api.Guardian(name="母亲", phone="139", agreed=False),
        api.Guardian(name="母亲", agreed=True),
    ):
        with pytest.raises(Refusal, match=r"cards\.needs-guardian"):
            join(lacking)
    with pytest.raises(Refusal, match=r"cards\.bad-guardian"):
        join(api.Guardian(number=readers.child.card.number, agreed=True))
    assert join(api.Guardian(name="母亲", phone="139", agreed=True)).reader.guarded
    by_card = join(api.Guardian(number=readers.citizen.card.number, agreed=True)).reader
    assert (by_card.guardian, by_card.child, by_card.guarded) == (readers.citizen.key, True, True)


def test_a_key_registers_once_and_tells_the_code_once(readers):
    number = testing.an_id_number()
    first = registered(readers, number=number, key="form-1")
    again = registered(readers, number=number, key="form-1")
    assert (first.reader.key, first.card.number) == (again.reader.key, again.card.number)
    assert (len(first.code), again.code) == (8, "")


def test_a_student_number_belongs_to_one(readers):
    with pytest.raises(Refusal, match=r"cards\.local-number-taken"):
        registered(readers, given={"local_number": "S20260001"})


@pytest.mark.parametrize("who", ["partner", "stranger", "visitor", "cataloguer", "reader", "office"])
def test_only_a_librarys_own_desk_registers(readers, who):
    with pytest.raises(Absent):
        api.register(
            actor=getattr(readers.cast, who),
            library="EAST",
            given=given(),
            proof=api.ProofGiven("id-card", testing.an_id_number()),
        )


# -- what one library sees


def test_another_library_sees_an_alias_until_the_reader_shares(readers):
    cast, student = readers.cast, readers.student
    seen = api.seen_by(actor=cast.partner, reader_key=student.key, library="WEST")
    assert seen.reader.name.zh == student.alias != student.name.zh
    assert (seen.reader.email, seen.reader.local_number, seen.reader.birth_date) == ("", "", None)
    assert (seen.proofs, seen.home, seen.named) == ((), False, False)
    me = testing.an_actor(student)
    api.share(actor=me, reader=student.key, library="WEST", what=["name", "number"])
    seen = api.seen_by(actor=cast.partner, reader_key=student.key, library="WEST")
    assert (seen.reader.name.zh, seen.reader.local_number, seen.reader.email) == ("周小雨", "S20260001", "")
    api.stop_sharing(actor=me, reader=student.key, library="WEST")
    assert not api.seen_by(actor=cast.partner, reader_key=student.key, library="WEST").named
    at_home = api.seen_by(actor=cast.librarian, reader_key=student.key, library="EAST")
    assert (at_home.reader.email, len(at_home.proofs)) == ("zhou@example.org", 1)


def test_who_looked_is_written_down_once_a_day(readers):
    cast, student = readers.cast, readers.student
    for _ in range(3):
        api.seen_by(actor=cast.partner, reader_key=student.key, library="WEST", why="desk")
    looks = events(kind="cards.look", object_id=student.key)
    assert [(one.person, one.library) for one in looks] == [(cast.partner.key, "WEST")]


@pytest.mark.parametrize("who", ["stranger", "visitor", "cataloguer", "auditor", "office"])
def test_who_is_not_at_the_desk_sees_no_reader(readers, who):
    for library in ("EAST", "WEST"):
        with pytest.raises(Absent):
            api.seen_by(actor=getattr(readers.cast, who), reader_key=readers.student.key, library=library)
        with pytest.raises(Absent):
            api.readers(actor=getattr(readers.cast, who), library=library)


def test_the_list_is_a_librarys_own_and_guests_by_name_only(readers):
    cast = readers.cast
    names = {one.name.zh for one in api.readers(actor=cast.librarian, library="EAST").readers}
    assert names == {"周小雨", "郑老师"}
    assert api.readers(actor=cast.librarian, library="EAST", words="李秀英").total == 0
    api.share(
        actor=testing.an_actor(readers.citizen), reader=readers.citizen.key, library="EAST", what=["name"]
    )
    [guest] = api.readers(actor=cast.librarian, library="EAST", words="李秀英").readers
    assert (guest.name.zh, guest.phone, guest.birth_date) == ("李秀英", "", None)
    assert api.readers(actor=cast.librarian, library="EAST").total == 2
    with pytest.raises(Absent):
        api.readers(actor=cast.librarian, library="WEST")


@pytest.mark.parametrize("words", ["小雨", "zhou", "s20260001", "周小雨 S2026", ""])
def test_readers_are_found_by_what_they_say(readers, words):
    found = api.readers(actor=readers.cast.librarian, library="EAST", words=words)
    assert (readers.student.key in {one.key for one in found.readers}) is (words != "周小雨 S2026")


def test_ten_readers_cost_as_many_questions_as_two(readers):
    def ask():
        api.readers(actor=readers.cast.librarian, library="EAST")

    ask()  # the directory is in memory from here on
    two = queries(ask)
    for serial in range(8):
        testing.somebody(name_zh=f"读者{serial}")
    assert queries(ask) == two


def test_a_document_on_the_desk_finds_its_reader(readers):
    number = testing.an_id_number()
    done = registered(readers, number=number)
    proof = api.ProofGiven("id-card", number)
    assert api.find_by_proof(actor=readers.cast.partner, library="WEST", proof=proof) == done.reader.key
    with pytest.raises(Absent):
        api.find_by_proof(actor=readers.cast.partner, library="EAST", proof=proof)


# -- cards lost, replaced, ended


def test_a_lost_card_opens_nothing_and_any_member_gives_a_new_one(readers):
    cast, student = readers.cast, readers.student
    api.report_lost(actor=testing.an_actor(student), reader=student.key, library="EAST")
    found = api.find_reader(number=student.card.number)
    assert (found.card.state, api.reader(key=student.key).card) == ("lost", None)
    with pytest.raises(Refusal, match=r"cards\.no-card-in-use"):
        api.report_lost(actor=cast.partner, reader=student.key, library="WEST")
    new = api.replace_card(actor=cast.partner, reader=student.key, library="WEST")
    assert (new.number != student.card.number, new.library) == (True, "WEST")
    newer = api.replace_card(actor=cast.librarian, reader=student.key, library="EAST")
    assert api.find_reader(number=new.number).card.state == "replaced"
    assert api.reader(key=student.key).card.number == newer.number
    with pytest.raises(Refusal, match=r"cards\.has-card"):
        api.issue_card(actor=cast.librarian, reader=student.key, library="EAST")


@pytest.mark.parametrize("who", ["stranger", "visitor", "partner", "auditor"])
def test_nobody_else_touches_a_card(readers, who):
    actor, key = getattr(readers.cast, who), readers.student.key
    for door in (api.report_lost, api.end_card, api.replace_card):
        with pytest.raises(Absent):
            door(actor=actor, reader=key, library="EAST")
    assert api.find_reader(number=readers.student.card.number).card.state == "active"


# -- blocks


def test_a_block_is_seen_where_it_holds_and_lifted_by_who_set_it(readers):
    cast, student = readers.cast, readers.student
    here = api.block(actor=cast.partner, reader=student.key, library="WEST", reason="conduct")
    api.block(
        actor=cast.librarian,
        reader=student.key,
        library="EAST",
        reason="overdue",
        services=["borrow"],
        everywhere=True,
    )
    at_home = api.seen_by(actor=cast.librarian, reader_key=student.key, library="EAST").reader.blocks
    at_west = api.seen_by(actor=cast.partner, reader_key=student.key, library="WEST").reader.blocks
    assert (len(at_home), len(at_west)) == (2, 2)
    with pytest.raises(Refusal, match=r"cards\.not-home"):
        api.block(actor=cast.partner, reader=student.key, library="WEST", reason="other", everywhere=True)
    with pytest.raises(Absent):
        api.lift_block(actor=cast.librarian, block=here.id, library="EAST")
    api.lift_block(actor=cast.partner, block=here.id, library="WEST", why="谈过了")
    with pytest.raises(Refusal, match=r"cards\.block-lifted"):
        api.lift_block(actor=cast.partner, block=here.id, library="WEST")
    assert [one.reason for one in api.reader(key=student.key).blocks] == ["overdue"]
    assert [one.lifted_why for one in api.past_blocks(reader=student.key, library="WEST")] == ["谈过了"]


def test_a_block_needs_a_reason_and_an_end_to_come(readers):
    told = {"actor": readers.cast.librarian, "reader": readers.student.key, "library": "EAST"}
    with pytest.raises(Refusal, match=r"cards\.bad-reason"):
        api.block(**told, reason="mood")
    with pytest.raises(Refusal, match=r"cards\.bad-service"):
        api.block(**told, reason="other", services=["fly"])
    with pytest.raises(Refusal, match=r"cards\.block-past"):
        api.block(**told, reason="other", active_to=timezone.localdate())


# -- particulars, renewal, closing


def changed(readers, **more):
    student = api.reader(key=readers.student.key)
    return api.set_reader(
        **{
            "actor": readers.cast.librarian,
            "reader": student.key,
            "library": "EAST",
            "given": given(name_zh="周小雨", local_number="S20260001", phone="138", birth_date=BIRTH),
            "active_to": student.active_to,
            "version": student.version,
            **more,
        }
    )


def test_particulars_change_at_home_and_not_over_anothers_change(readers):
    now = changed(readers, given=given(name_zh="周晓雨", group="teacher", birth_date=BIRTH))
    assert (now.name.zh, now.group.code) == ("周晓雨", "teacher")
    with pytest.raises(Refusal, match=r"cards\.changed-since"):
        changed(readers, version=readers.student.version)
    with pytest.raises(Absent):
        changed(readers, actor=readers.cast.partner, library="WEST")
    with pytest.raises(Refusal, match=r"cards\.no-such-group"):
        changed(readers, given=given(group="adult"))


def test_readers_change_their_own_contact_and_nothing_else(readers):
    me = testing.an_actor(readers.student)
    api.set_own(actor=me, given=api.OwnGiven("139", "new@example.org", "en", keeps_history=True))
    now = api.reader_of(actor=me)
    assert (now.phone, now.email, now.language, now.keeps_history) == ("139", "new@example.org", "en", True)
    assert now.name == readers.student.name
    with pytest.raises(Absent):
        api.set_own(actor=readers.cast.stranger, given=api.OwnGiven("1", "", "", keeps_history=False))


def test_a_registration_runs_on_from_today(readers):
    Reader.objects.filter(pk=readers.student.id).update(active_to=timezone.localdate() - timedelta(days=3))
    now = api.renew_reader(actor=readers.cast.librarian, reader=readers.student.key, library="EAST")
    assert now.active_to > timezone.localdate() + timedelta(days=360)
    with pytest.raises(Absent):
        api.renew_reader(actor=readers.cast.partner, reader=readers.student.key, library="WEST")


def test_closing_waits_for_what_is_open(readers, monkeypatch):
    student, me = readers.student, testing.an_actor(readers.student)
    held = [members.Held(Ref("loan", "1", "EAST"), members.Said("红楼梦", "Dream"))]
    from commonshelf.cards import business

    monkeypatch.setattr(business, "_BUSINESS", {})
    api.register_business("a trial", lambda key: list(held) if key == student.key else [], lambda a, b: None)
    with pytest.raises(Refusal, match=r"cards\.business-open") as refused:
        api.close_reader(actor=me, reader=student.key)
    assert refused.value.facts["count"] == 1
    held.clear()
    api.share(actor=me, reader=student.key, library="WEST", what=["name"])
    api.close_reader(actor=me, reader=student.key)
    closed = api.find_reader(number=student.card.number)
    assert (closed.state, closed.card.state) == ("closed", "ended")
    assert all(one.withdrawn_at for one in api.shares_of(reader=student.key))
    with pytest.raises(Refusal, match=r"cards\.reader-closed"):
        api.close_reader(actor=readers.cast.librarian, reader=student.key)
    again = api.renew_reader(actor=readers.cast.librarian, reader=student.key, library="EAST")
    assert again.state == "active"


def test_who_answers_for_a_child_cannot_close(readers):
    with pytest.raises(Refusal, match=r"cards\.answers-for"):
        api.close_reader(actor=testing.an_actor(readers.citizen), reader=readers.citizen.key)
    with pytest.raises(Absent):
        api.close_reader(actor=readers.cast.librarian, reader=readers.citizen.key)


def test_a_closed_registration_makes_room_but_a_block_everywhere_stays_known(readers):
    number = testing.an_id_number()
    first = registered(readers, number=number).reader
    api.close_reader(actor=readers.cast.librarian, reader=first.key)
    second = registered(readers, number=number).reader
    assert second.key != first.key
    api.block(
        actor=readers.cast.librarian, reader=second.key, library="EAST", reason="damage", everywhere=True
    )
    api.close_reader(actor=readers.cast.librarian, reader=second.key)
    with pytest.raises(Refusal, match=r"cards\.blocked-before"):
        registered(readers, number=number)


# -- merging


def test_two_registrations_become_one(readers, monkeypatch):
    from commonshelf.cards import business

    moved = []
    monkeypatch.setattr(business, "_BUSINESS", {})
    api.register_business("a trial", lambda key: [], lambda *keys: moved.append(keys))
    twice = registered(
        readers,
        kind="passport",
        number="E12345678",
        issuer="CN",
        given={"name_zh": "周小雨", "birth_date": BIRTH},
    )
    api.block(actor=readers.cast.librarian, reader=twice.reader.key, library="EAST", reason="fees")
    assert [one.key for one in api.alike(reader=readers.student)] == [twice.reader.key]
    kept = api.merge(actor=readers.cast.librarian, keep=readers.student.key, give_up=twice.reader.key)
    assert (moved, len(kept.blocks)) == ([(twice.reader.key, kept.key)], 1)
    found = api.find_reader(number=twice.card.number)
    assert (found.key, found.card.state) == (kept.key, "replaced")
    gone = api.reader(key=twice.reader.key)
    assert (gone.state, gone.into, gone.card) == ("merged", kept.key, None)
    assert Proof.objects.filter(reader_id=kept.id).count() == 2
    with pytest.raises(Refusal, match=r"cards\.same-reader"):
        api.merge(actor=readers.cast.librarian, keep=kept.key, give_up=kept.key)


def test_two_people_are_not_merged_and_not_by_others(readers):
    with pytest.raises(Refusal, match=r"cards\.not-one-person"):
        api.merge(actor=readers.cast.librarian, keep=readers.student.key, give_up=readers.teacher.key)
    for who in ("partner", "stranger", "visitor", "office"):
        with pytest.raises(Absent):
            api.merge(actor=getattr(readers.cast, who), keep=readers.student.key, give_up=readers.teacher.key)
    assert Block.objects.count() == 0


# -- joining from home, and a password


def joining_said(**more):
    return api.JoiningSaid(
        **{"name_zh": "王芳", "birth_date": date(1988, 2, 29), "shares": {"EAST": ["name"]}, **more}
    )


def test_what_was_typed_at_home_waits_for_the_document(readers):
    cast = readers.cast
    code = api.join(actor=cast.visitor, said=joining_said())
    shown = api.joining(actor=cast.partner, library="WEST", code=f"{code[:4].lower()} {code[4:]}")
    assert (shown.said.name_zh, shown.said.shares) == ("王芳", {"EAST": ["name"]})
    with pytest.raises(Absent):
        api.joining(actor=cast.stranger, library="WEST", code=code)
    done = api.register(
        actor=cast.partner,
        library="WEST",
        given=given(group="adult", name_zh="王芳"),
        proof=api.ProofGiven("id-card", testing.an_id_number(date(1988, 2, 29))),
        share=shown.said.shares,
        joining=code,
    )
    assert [(one.library, one.what) for one in api.shares_of(reader=done.reader.key)] == [("EAST", ("name",))]
    with pytest.raises(Refusal, match=r"cards\.no-such-joining"):
        api.joining(actor=cast.partner, library="WEST", code=code)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name_zh": ""}, "cards.no-name"),
        ({"birth_date": None}, "cards.birth-date-needed"),
        ({"birth_date": date(2020, 1, 1)}, "cards.needs-guardian-named"),
        ({"shares": {"EAST": ["loans"]}}, "cards.bad-share"),
        ({"email": "no"}, "mail.bad-address"),
    ],
)
def test_a_form_for_joining_says_what_is_missing(readers, more, code):
    with pytest.raises(Refusal) as refused:
        api.join(actor=readers.cast.visitor, said=joining_said(**more))
    assert refused.value.code == code


def test_a_code_sets_a_password_once_and_ten_wrong_ones_end_it(readers):
    done = registered(readers)
    number, password = done.card.number, "nine-paper-lanterns"
    with pytest.raises(Refusal, match=r"members\.weak-password"):
        api.activate(number=number, code=done.code, password="123")
    api.activate(number=number, code=f" {done.code.lower()} ", password=password)
    assert api.reader(key=done.reader.key).signs_in
    with pytest.raises(Refusal, match=r"cards\.bad-code"):
        api.activate(number=number, code=done.code, password=password)
    code = api.make_code(actor=readers.cast.librarian, reader=done.reader.key, library="EAST")
    for _ in range(10):
        with pytest.raises(Refusal, match=r"cards\.bad-code"):
            api.activate(number=number, code="WRONG234", password=password)
    with pytest.raises(Refusal, match=r"cards\.bad-code"):
        api.activate(number=number, code=code, password=password)


def test_elsewhere_nobody_takes_an_account_over_that_has_a_password(readers):
    """Who merely scans a card gets a code only as long as there is nothing to take."""
    done = registered(readers)
    first = api.make_code(actor=readers.cast.partner, reader=done.reader.key, library="WEST")
    api.activate(number=done.card.number, code=first, password="nine-paper-lanterns")
    with pytest.raises(Refusal, match=r"cards\.code-at-home"):
        api.make_code(actor=readers.cast.partner, reader=done.reader.key, library="WEST")
    assert api.make_code(actor=readers.cast.librarian, reader=done.reader.key, library="EAST")


def test_a_code_goes_by_mail_without_the_cards_number(readers):
    from commonshelf.mail import api as mail

    with pytest.raises(Refusal, match=r"cards\.no-mail-address"):
        api.make_code(actor=readers.cast.librarian, reader=readers.teacher.key, library="EAST", by_mail=True)
    student = readers.student
    told = api.make_code(actor=readers.cast.librarian, reader=student.key, library="EAST", by_mail=True)
    [letter] = mail.letters(kind="cards.code")
    assert (told, letter.to) == ("", "zhou@example.org")
    assert student.card.number not in letter.text


def test_a_cards_number_signs_in_as_the_user_name_does(client, readers):
    done = registered(readers)
    api.activate(number=done.card.number, code=done.code, password="nine-paper-lanterns")
    typed = f"{done.card.number[:4]} {done.card.number[4:]}"
    answer = client.post("/accounts/login/", {"login": typed, "password": "nine-paper-lanterns"})
    assert (answer.status_code, "_auth_user_id" in client.session) == (302, True)
    client.logout()
    wrong = client.post("/accounts/login/", {"login": typed, "password": "wrong"})
    unknown = client.post("/accounts/login/", {"login": "2000000000000", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 200


# -- people's pages know nothing of them


def test_readers_stand_on_no_roll_of_people(client, readers):
    cast, student = readers.cast, readers.student
    assert student.key not in {one.key for one in members.people_of(actor=cast.office, rows=500).people}
    assert members.people_named(words="周小雨") == []
    assert members.names_of(keys=[student.key])[student.key].zh == student.alias
    from commonshelf.members.testing import user

    client.force_login(user("office"))
    assert client.get(f"/people/{student.key}").status_code == 404
