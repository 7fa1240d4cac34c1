"""The life of an item at the door: who may take which step, and who comes second."""

from __future__ import annotations

from commonshelf.work import api
from commonshelf.work.api import Address
from commonshelf.work.tests.conftest import NOW


def ask(cast, to=None, who="librarian", asking="EAST", **more):
    to = to or Address("EAST", role="librarian")
    return api.ask(actor=getattr(cast, who), title="搬书架", asking=asking, to=to, at=NOW, **more)


def test_asked_accepted_finished(cast):
    made = ask(cast)
    assert (made.state, made.to.library, made.asked_by) == ("offered", "EAST", cast.librarian.key)
    taken = api.accept(actor=cast.manager, item=made.id, version=made.version, at=NOW)
    assert (taken.state, taken.held_by) == ("accepted", cast.manager.key)
    done = api.finish(actor=cast.manager, item=made.id, version=taken.version, evidence="搬完", at=NOW)
    assert (done.state, done.evidence, done.closed_at) == ("done", "搬完", NOW)
