"""Two acts on the tree at once: what the first has changed, the second judges, as if it had come later."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api, testing
from commonshelf.members.models import Agency

pytestmark = pytest.mark.django_db


@contextmanager
def meanwhile(other: Callable[[], object]) -> Iterator[None]:
    """`other` is done by somebody else after the act was called and before its transaction begins."""
    waiting = [other]

    def first(execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT") and waiting:
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(first):
        yield
    assert not waiting, "the act began no transaction"


@pytest.fixture
def tree():
    """The cast; regions A and B under the general agency, EAST's agency with a department."""
    cast = testing.cast()
    root = api.agency_tree()
    east = next(node for node in root.children if node.library == "EAST")
    a, b = (api.add_region(actor=cast.office, parent=root.id, name_en=name) for name in "AB")
    desk = api.add_department(actor=cast.manager, parent=east.id, name_en="Desk")
    return cast, root.id, a, b, east.id, desk


def close(cast, agency):
    return lambda: api.close_agency(actor=cast.office, agency=agency, reason="merged")


def sound() -> bool:
    return not list(api.problems()) and not Agency.objects.filter(
        closed_at=None, parent__closed_at__isnull=False
    )


def test_nothing_is_put_below_an_office_that_was_closed_meanwhile(tree):
    cast, _root, a, b, east, desk = tree
    acts = (
        (a, lambda: api.add_region(actor=cast.office, parent=a, name_en="City")),
        (b, lambda: api.move_agency(actor=cast.office, agency=east, to=b)),
        (desk, lambda: api.add_department(actor=cast.manager, parent=desk, name_en="Room")),
    )
    before = {node.id for node in api.agency_tree().everything()}
    for gone, do in acts:
        with meanwhile(close(cast, gone)), pytest.raises(Absent):
            do()
    assert {node.id for node in api.agency_tree().everything()} == before - {a, b, desk}
    assert sound()


def test_two_moves_at_once_make_no_circle(tree):
    cast, _root, a, b, _east, _desk = tree
    other = lambda: api.move_agency(actor=cast.office, agency=b, to=a)  # noqa: E731
    with meanwhile(other), pytest.raises(Refusal) as refused:
        api.move_agency(actor=cast.office, agency=a, to=b)
    assert refused.value.code == "members.agency-circle"
    assert sound()


def test_what_stands_below_a_closed_office_goes_where_its_parent_is_by_then(tree):
    cast, root, a, b, east, _desk = tree
    api.move_agency(actor=cast.office, agency=east, to=a)
    with meanwhile(lambda: api.move_agency(actor=cast.office, agency=a, to=b)):
        api.close_agency(actor=cast.office, agency=a, reason="merged")
    assert [node.id for node in api.path_to(east)] == [root, b]
    with meanwhile(close(cast, b)), pytest.raises(Absent):
        api.set_agency(actor=cast.office, agency=b, name_en="B again")
    assert Agency.objects.get(pk=b).name_en == "B"
    assert sound()


def test_an_office_closed_twice_at_once_is_closed_once_and_a_repeat_hears_the_same(tree):
    cast, _root, a, b, _east, _desk = tree
    with meanwhile(close(cast, a)), pytest.raises(Absent):
        close(cast, a)()
    first = api.close_agency(actor=cast.office, agency=b, reason="merged", key="k")
    assert api.close_agency(actor=cast.office, agency=b, reason="merged", key="k") == first


def test_a_closed_office_delegates_nothing_and_a_delegation_ended_twice_at_once_ends_once(tree):
    cast, _root, a, b, _east, _desk = tree
    given = {"actor": cast.office, "person": "partner", "action": "news.try-again"}
    with meanwhile(close(cast, a)), pytest.raises(Absent):
        api.delegate(agency=a, **given)
    one = api.delegate(agency=b, **given)
    end = lambda: api.end_delegation(actor=cast.office, delegation=one)  # noqa: E731
    with meanwhile(end), pytest.raises(Refusal) as refused:
        end()
    assert refused.value.code == "members.delegation-over"


def test_strangers_and_partners_meet_no_office_to_act_on(tree):
    cast, root, a, _b, east, desk = tree
    for actor in (cast.partner, cast.librarian, cast.stranger, cast.visitor):
        for do in (
            lambda who: api.add_region(actor=who, parent=root, name_en="x"),
            lambda who: api.add_department(actor=who, parent=desk, name_en="x"),
            lambda who: api.move_agency(actor=who, agency=east, to=a),
            lambda who: api.set_agency(actor=who, agency=desk, name_en="x"),
            lambda who: api.close_agency(actor=who, agency=desk, reason="x"),
        ):
            with pytest.raises(Absent):
                do(actor)


def test_a_new_name_of_the_general_agency_is_read_at_once():
    testing.two_libraries()
    assert api.agency_tree().name.en != "New Office"
    api.add_agency(actor=api.operator(), name_zh="新办公室", name_en="New Office")
    assert api.agency_tree().name.en == "New Office"
