"""What people decide wins, outlives its records, and can be taken back; nobody decides unawares."""

from __future__ import annotations

import pytest
from django.utils import timezone

from commonshelf.catalogue import api, renewal
from commonshelf.catalogue.domain.facts import RULES
from commonshelf.catalogue.models import Doubt, Facts, Ruling
from commonshelf.catalogue.tests.editions import book, edition_of, likely, partition, put, record_of
from commonshelf.kernel.actor import VISITOR
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members


def doubtful(library="WEST"):
    """Two records that may be one edition: one question."""
    put(book("1", extent="300页"))
    put(likely("9"), library=library, load=2)
    [row] = Doubt.objects.filter(state="open")
    return row.pk


def card(cast, doubt):
    return api.doubt(actor=cast.office, id=doubt)


def clean():
    assert list(api.problems()) == []


class TestDeciding:
    def test_a_question_shows_both_and_what_told(self, cast):
        shown = card(cast, doubtful())
        assert {(one.library, one.local_id) for one in (shown.one, shown.other)} == {
            ("EAST", "1"),
            ("WEST", "9"),
        }
        assert shown.state == "open"
        assert shown.reason == "between"
        assert shown.verdict.points
        assert shown.score == pytest.approx(shown.verdict.score)
        assert shown.editions[0] < shown.editions[1]

    def test_joined(self, cast):
        doubt = doubtful()
        older, younger = card(cast, doubt).editions
        done = api.rule(
            actor=cast.office, doubt=doubt, verdict="join", why="同一种书", version=card(cast, doubt).version
        )
        assert (done.state, done.decided_by, done.why) == ("joined", cast.office.key, "同一种书")
        assert edition_of("WEST", "9") == edition_of("EAST", "1") == older
        with pytest.raises(api.Moved):
            api.edition(id=younger)
        [line] = api.edition_history(id=older)
        assert (line.edition, line.what, line.cause, line.by) == (younger, "joined", "ruling", done.ruling)
        [line] = api.edition_history(id=younger)
        assert (line.edition, line.what) == (older, "into")
        clean()

    def test_apart_is_not_asked_again(self, cast):
        doubt = doubtful()
        assert api.rule(actor=cast.office, doubt=doubt, verdict="apart").state == "apart"
        put(likely("10"), load=3)
        assert not Doubt.objects.filter(state="open").exists()
        assert edition_of("WEST", "9") != edition_of("EAST", "1")
        clean()

    def test_apart_parts_what_the_machine_joined_and_all_that_say_the_same(self, cast):
        put(book("1"), book("2"))
        put(book("8", extent="300页"), book("9", extent="300页"), library="WEST", load=2)
        assert len(partition()) == 1
        api.rule_records(
            actor=cast.office, one=record_of("EAST", "1"), other=record_of("WEST", "9"), verdict="apart"
        )
        assert partition() == [[("EAST", "1"), ("EAST", "2")], [("WEST", "8"), ("WEST", "9")]]
        clean()

    def test_two_equal_records_can_be_kept_apart(self, cast):
        put(book("1"), book("2"), book("3"))
        api.rule_records(
            actor=cast.office, one=record_of("EAST", "1"), other=record_of("EAST", "3"), verdict="apart"
        )
        assert len(partition()) == 2
        put(book("4"), load=2)
        assert edition_of("EAST", "4") == edition_of("EAST", "2")
        clean()

    def test_later_stays_and_can_be_decided(self, cast):
        doubt = doubtful()
        assert api.rule(actor=cast.office, doubt=doubt, verdict="later", why="问书商").state == "later"
        assert api.doubts(actor=cast.office)[1] == 0
        assert api.doubts(actor=cast.office, state="later")[1] == 1
        put(book("1", extent="300页", publisher="示范出版社有限公司"), load=3)
        assert api.rule(actor=cast.office, doubt=doubt, verdict="join").state == "joined"

    def test_people_join_what_no_rule_would(self, cast):
        put(book("1", edition="第2版"), book("2", "另一本书", edition="第3版"))
        api.rule_records(
            actor=cast.office, one=record_of("EAST", "1"), other=record_of("EAST", "2"), verdict="join"
        )
        assert len(partition()) == 1
        clean()


class TestOutliving:
    def ruled(self, cast, verdict):
        doubt = doubtful()
        api.rule(actor=cast.office, doubt=doubt, verdict=verdict)

    def test_deletion_and_loading_again(self, cast):
        self.ruled(cast, "join")
        put(book("9", status="d"), library="WEST", load=3)
        assert partition() == [[("EAST", "1")]]
        clean()
        put(likely("9"), library="WEST", load=4)
        assert len(partition()) == 1
        clean()

    def test_a_decision_before_its_records_come(self, cast):
        self.ruled(cast, "apart")
        for library, local_id in (("EAST", "1"), ("WEST", "9")):
            put(book(local_id, status="d"), library=library, load=3)
        assert partition() == []
        put(book("1"), load=4)
        put(book("9"), library="WEST", load=5)
        assert len(partition()) == 2
        assert not Doubt.objects.filter(state="open").exists()
        clean()

    def test_renewal(self, cast):
        self.ruled(cast, "join")
        Facts.objects.update(rules=RULES - 1)
        renewal.renew(actor=members.operator(), everything=True)
        assert len(partition()) == 1
        clean()

    def test_a_changed_record(self, cast):
        self.ruled(cast, "join")
        put(book("9", "西游记", "吴承恩"), library="WEST", load=3)
        assert len(partition()) == 1
        clean()


class TestTakingBack:
    @pytest.mark.parametrize("verdict", ["join", "apart"])
    def test_what_was_before_holds_again(self, cast, verdict):
        doubt = doubtful()
        before = partition(), card(cast, doubt).editions
        ruling = api.rule(actor=cast.office, doubt=doubt, verdict=verdict).ruling
        api.undo(actor=cast.office, ruling=ruling, why="看错了")
        assert (partition(), card(cast, doubt).editions) == before
        assert card(cast, doubt).state == "open"
        [[line], total] = api.rulings(actor=cast.office)
        assert total == 1
        assert (line.verdict, line.undone_by, line.undone_why) == (verdict, cast.office.key, "看错了")
        assert not line.in_force
        assert not Facts.objects.filter(alone=True).exists()
        clean()

    def test_only_once(self, cast):
        ruling = api.rule(actor=cast.office, doubt=doubtful(), verdict="join").ruling
        api.undo(actor=cast.office, ruling=ruling)
        with pytest.raises(Refusal) as refused:
            api.undo(actor=cast.office, ruling=ruling)
        assert (refused.value.code, refused.value.status) == ("catalogue.ruling-undone", 409)

    def test_a_decision_can_be_turned_round_by_taking_it_back_first(self, cast):
        put(book("1"), book("2"))
        pair = {"one": record_of("EAST", "1"), "other": record_of("EAST", "2")}
        ruling = api.rule_records(actor=cast.office, **pair, verdict="apart")
        with pytest.raises(Refusal) as refused:
            api.rule_records(actor=cast.office, **pair, verdict="join")
        assert (refused.value.code, refused.value.status) == ("catalogue.ruled-already", 409)
        api.undo(actor=cast.office, ruling=ruling)
        api.rule_records(actor=cast.office, **pair, verdict="join")
        assert len(partition()) == 1


class TestTwoAtOnce:
    def test_the_second_is_told_who_and_when(self, cast):
        doubt = doubtful()
        seen = card(cast, doubt).version
        api.rule(actor=cast.office, doubt=doubt, verdict="join", version=seen)
        with pytest.raises(Refusal) as refused:
            api.rule(actor=cast.cataloguer, doubt=doubt, verdict="apart", version=seen)
        assert (refused.value.code, refused.value.status) == ("catalogue.doubt-decided", 409)
        name = members.names_of(keys=[cast.office.key])[cast.office.key]
        assert refused.value.facts["who"] in {name.zh, name.en}  # by the language of the moment
        assert str(timezone.localdate().year) in refused.value.facts["when"]
        assert card(cast, doubt).state == "joined"

    def test_who_looked_at_something_else_is_told_what_changed(self, cast):
        doubt = doubtful()
        seen = card(cast, doubt)
        put(book("2", extent="300页"), load=3)
        with pytest.raises(Refusal) as refused:
            api.rule(actor=cast.office, doubt=doubt, verdict="join", version=seen.version)
        assert (refused.value.code, refused.value.status) == ("catalogue.doubt-changed", 409)
        assert refused.value.facts == {"edition": edition_of("EAST", "1"), "before": 1, "now": 2}
        assert Ruling.objects.count() == 0
        again = card(cast, doubt).version
        assert api.rule(actor=cast.office, doubt=doubt, verdict="join", version=again).state == "joined"

    def test_a_record_that_says_something_else_is_not_told_as_a_number(self, cast):
        doubt = doubtful()
        seen = card(cast, doubt)
        put(book("1", extent="301页"), load=3)
        with pytest.raises(Refusal) as refused:
            api.rule(actor=cast.office, doubt=doubt, verdict="join", version=seen.version)
        assert (refused.value.code, refused.value.status) == ("catalogue.doubt-reworded", 409)

    def test_a_question_that_answered_itself(self, cast):
        doubt = doubtful()
        put(book("9", status="d"), library="WEST", load=3)
        assert card(cast, doubt).state == "settled"
        with pytest.raises(Refusal) as refused:
            api.rule(actor=cast.office, doubt=doubt, verdict="join")
        assert (refused.value.code, refused.value.status) == ("catalogue.doubt-settled", 409)

    def test_nonsense_for_a_version_is_a_changed_edition(self, cast):
        with pytest.raises(Refusal) as refused:
            api.rule(actor=cast.office, doubt=doubtful(), verdict="join", version="x:y/7:z")
        assert refused.value.status == 409

    def test_the_same_form_sent_twice_is_one_decision(self, cast):
        doubt = doubtful()
        for _ in range(2):
            assert api.rule(actor=cast.office, doubt=doubt, verdict="join", key="once").state == "joined"
        assert Ruling.objects.count() == 1

    def test_decisions_that_contradict_each_other_are_refused(self, cast):
        put(book("1"), book("2", "西游记", "吴承恩"), book("3", "水浒传", "施耐庵"))
        a, b, c = (record_of("EAST", n) for n in "123")
        api.rule_records(actor=cast.office, one=a, other=b, verdict="join")
        api.rule_records(actor=cast.office, one=b, other=c, verdict="join")
        with pytest.raises(Refusal) as refused:
            api.rule_records(actor=cast.office, one=a, other=c, verdict="apart")
        assert refused.value.code == "catalogue.ruling-against"
        put(book("4", "三国演义", "罗贯中"), load=2)
        api.rule_records(actor=cast.office, one=a, other=record_of("EAST", "4"), verdict="apart")
        # What is one already may be said to be one, whatever else is kept apart from it.
        api.rule_records(actor=cast.office, one=a, other=c, verdict="join")
        with pytest.raises(Refusal) as refused:
            api.rule_records(actor=cast.office, one=record_of("EAST", "4"), other=c, verdict="join")
        assert refused.value.code == "catalogue.ruling-against"
        clean()


class TestWho:
    def test_cataloguers_of_any_member_and_the_office_decide(self, cast):
        for actor in (cast.cataloguer, cast.office, members.operator()):
            assert api.doubts(actor=actor)[1] == 0
        doubt = doubtful()
        assert api.rule(actor=cast.cataloguer, doubt=doubt, verdict="later").decided_by == cast.cataloguer.key

    def test_for_all_others_there_is_nothing(self, cast):
        doubt = doubtful()
        one, other = record_of("EAST", "1"), record_of("WEST", "9")
        for actor in (VISITOR, cast.reader, cast.librarian, cast.auditor):
            for door in (
                lambda actor: api.doubts(actor=actor),
                lambda actor: api.doubt(actor=actor, id=doubt),
                lambda actor: api.rule(actor=actor, doubt=doubt, verdict="join"),
                lambda actor: api.rule_records(actor=actor, one=one, other=other, verdict="join"),
                lambda actor: api.rulings(actor=actor),
                lambda actor: api.undo(actor=actor, ruling=1),
                lambda actor: api.rematch(actor=actor),
                lambda actor: api.rematch_preview(actor=actor),
            ):
                with pytest.raises(Absent):
                    door(actor)
        assert card(cast, doubt).state == "open"

    def test_what_is_not_there_is_absent(self, cast):
        with pytest.raises(Absent):
            api.doubt(actor=cast.office, id=99)
        with pytest.raises(Absent):
            api.rule(actor=cast.office, doubt=99, verdict="join")
        with pytest.raises(Absent):
            api.undo(actor=cast.office, ruling=99)
        with pytest.raises(Absent):
            api.edition_history(id=99)
        put(book("1"))
        with pytest.raises(Absent):
            api.rule_records(actor=cast.office, one=record_of("EAST", "1"), other=99, verdict="join")

    def test_what_cannot_be_decided_is_said(self, cast):
        doubt = doubtful()
        for door in (
            lambda: api.rule(actor=cast.office, doubt=doubt, verdict="perhaps"),
            lambda: api.rule_records(actor=cast.office, one=1, other=2, verdict="later"),
            lambda: api.rule_records(actor=cast.office, one=1, other=1, verdict="join"),
        ):
            with pytest.raises(Refusal) as refused:
                door()
            assert refused.value.status == 400


class TestQueue:
    def test_by_library_and_script_the_nearest_first(self, cast):
        doubtful()
        english = {
            "title": "The gardens of the lower Yangtze",
            "author": "Smith, John",
            "publisher": "Oxford",
        }
        put(book("3", extent="300页", **english), load=3)
        put(likely("4", **english), load=4)
        everything, total = api.doubts(actor=cast.office, state="")
        assert total == len(everything) == 2
        assert [one.score for one in everything] == sorted((one.score for one in everything), reverse=True)
        assert api.doubts(actor=cast.office, library="WEST")[1] == 1
        assert api.doubts(actor=cast.office, script="latin")[1] == 1
        assert api.doubts(actor=cast.office, rows=1, start=1)[0] == api.doubts(actor=cast.office)[0][1:]

    def test_decisions_are_read_by_edition(self, cast):
        doubt = doubtful()
        api.rule(actor=cast.office, doubt=doubt, verdict="apart", why="不同年份")
        for local in (("EAST", "1"), ("WEST", "9")):
            [[line], total] = api.rulings(actor=cast.office, edition=edition_of(*local))
            assert total == 1
            assert {line.one.title, line.other.title} == {"江南园林建筑艺术考"}
            assert (line.by, line.why, line.in_force) == (cast.office.key, "不同年份", True)
        assert api.rulings(actor=cast.office, edition=12345) == ([], 0)
