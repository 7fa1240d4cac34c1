"""Profiles: one's own alone to write, staff's alone to read; and a matrix that shows where nobody knows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api, profiles, testing
from commonshelf.members.domain import skills
from commonshelf.members.domain.skills import Told

CODES = st.sampled_from(["ja", "ko", "ru"])


@given(st.dictionaries(st.tuples(st.sampled_from("XYZ"), CODES), st.frozensets(st.sampled_from("abc"))))
def test_a_column_is_a_gap_exactly_when_nobody_in_the_rows_knows_it(known):
    found = skills.matrix(columns=["ja", "ko", "ru"], rows=["X", "Y"], known=known)
    for at, column in enumerate(found.columns):
        who = known.get(("X", column), frozenset()) | known.get(("Y", column), frozenset())
        assert found.totals[at] == len(who)
        assert (column in found.gaps) == (not who)
        assert found.rows[0][1][at] == len(known.get(("X", column), ()))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Told("discipline", "W"), "members.unknown-skill"),
        (Told("language", "tlh"), "members.unknown-skill"),
        (Told("language", "ja", level="perfect"), "members.unknown-skill"),
        (Told("hobby", text="chess"), "members.unknown-skill"),
        (Told("skill", text="x" * 161), "members.skill-too-long"),
    ],
)
def test_what_is_no_skill_is_refused(line, code):
    with pytest.raises(Refusal) as caught:
        skills.checked([line])
    assert caught.value.code == code


def test_empty_and_double_lines_fall_away_and_too_many_are_refused():
    kept = skills.checked(
        [Told("skill", text=" a  b "), Told("skill", text="a b"), Told("degree"), Told("skill")]
    )
    assert kept == [Told("skill", text="a b")]
    with pytest.raises(Refusal, match=r"members.too-many-skills"):
        skills.checked(Told("skill", text=str(n)) for n in range(skills.MOST + 1))


@pytest.mark.django_db
@pytest.mark.urls("commonshelf.members.tests.urls")
class TestPages:
    @pytest.fixture
    def cast(self):
        cast = testing.cast()
        profiles.set_skills(
            actor=cast.librarian,
            told=[Told("language", "ja", level="good"), Told("discipline", "R", text="nursing")],
        )
        profiles.set_skills(actor=cast.reader, told=[Told("language", "ko")])
        return cast

    def test_staff_read_them_and_nobody_else(self, cast, client):
        for who in ("office", "auditor", "manager", "cataloguer", "librarian", "partner"):
            client.force_login(testing.user(who))
            assert "nursing" in client.get("/staff?lang=en").content.decode()
            assert client.get("/staff/coverage").status_code == 200
        for who in ("reader", "stranger"):
            client.force_login(testing.user(who))
            assert client.get("/staff").status_code == client.get("/staff/coverage").status_code == 404
        client.logout()
        assert client.get("/staff").status_code == 404

    def test_a_reader_is_no_colleague(self, cast, client):
        client.force_login(testing.user("office"))
        page = client.get("/staff?lang=en&code=language:ko").content.decode()
        assert "Nobody fits." in page

    def test_they_are_found_by_what_they_know_and_where(self, cast):
        def found(**asked):
            return {one.person.username for one in profiles.staff(**asked).profiles}

        assert found(code="language:ja") == found(code="discipline:R") == found(words="nurs") == {"librarian"}
        assert found(library="WEST") == {"partner"}
        assert found(library="-") == {"office"}
        assert found(code="language:ja", library="WEST") == set()

    def test_one_writes_ones_own(self, cast, client):
        client.force_login(testing.user("cataloguer"))
        told = {
            "degrees": "MA\n\nBA",
            "skills": "patents",
            "about_en": "Hello",
            "discipline_0": "T",
            "discipline_more_0": "metals",
            "language_0": "en",
            "language_more_0": "native",
            "key": "k",
        }
        assert client.post("/me/skills", told).status_code == 302
        mine = profiles.profile(cast.cataloguer.key)
        assert mine.told == (
            Told("degree", text="MA"), Told("degree", text="BA"), Told("discipline", "T", "metals"),
            Told("language", "en", level="native"), Told("skill", text="patents"),
        )  # fmt: skip
        assert client.post("/me/skills", {**told, "discipline_0": "W", "key": "k2"}).status_code == 400
        assert profiles.profile(cast.cataloguer.key).told == mine.told

    def test_the_matrix_is_of_those_who_work_there_today(self, cast):
        found, names = profiles.coverage(kind="language")
        at = found.columns.index("ja")
        cells = dict(found.rows)
        assert (cells["EAST"][at], cells["WEST"][at], found.totals[at]) == (1, 0, 1)
        assert {"ko", "en"} <= set(found.gaps), "a reader's Korean covers nothing"
        assert set(names) == {"EAST", "WEST", "-"}
        people, names = profiles.coverage(kind="language", library="EAST")
        assert {names[key].en for key, _cells in people.rows} == {"Manager", "Cataloguer", "Librarian"}
        [tie] = api.person(name="librarian").affiliations
        api.end_affiliation(actor=cast.office, affiliation=tie.id, active_to=tie.active_from)
        assert "ja" in profiles.coverage(kind="language")[0].gaps

    def test_more_people_ask_no_more_queries(self, cast, client):
        counts: dict[str, list[int]] = {}
        client.force_login(testing.user("office"))
        operator = api.operator()
        for batch in range(2):
            for n in range(10):
                name = f"many{batch}{n}"
                api.add_person(actor=operator, username=name, password=None, name_en=name)
                api.affiliate(actor=operator, person=name, role="librarian", library="EAST")
            for path in ("/staff", "/staff/coverage", "/staff/coverage?library=EAST"):
                client.get(path)
                with CaptureQueriesContext(connection) as asked:
                    assert client.get(path).status_code == 200
                counts.setdefault(path, []).append(len(asked))
        assert all(few == many for few, many in counts.values()), counts
