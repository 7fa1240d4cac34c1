"""What stands still by itself comes onto the office's desk, and leaves it when it runs again."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.utils import timezone

from commonshelf.catalogue.testing import load, marc
from commonshelf.kernel.actor import MACHINE, Ref
from commonshelf.members import api as members
from commonshelf.members import testing
from commonshelf.news import api as news
from commonshelf.news.testing import stuck_delivery
from commonshelf.office import watching
from commonshelf.work import api as work

Load = apps.get_model("catalogue", "Load")
Delivery = apps.get_model("news", "Delivery")


@pytest.fixture
def cast(db, tmp_path, settings):
    settings.COMMONSHELF_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return testing.cast()


def on_desk(cast):
    return [(one.kind, one.url) for one in work.desk(actor=cast.office, now=timezone.now()).items]


def test_a_failed_load(cast):
    load(marc("1", "红楼梦", "曹雪芹"))
    assert watching.look(timezone.now()) == 0
    row = Load.objects.get()
    Load.objects.update(state="failed")
    assert (watching.look(timezone.now()), watching.look(timezone.now())) == (1, 0)
    assert on_desk(cast) == [("load", f"/loads/{row.pk}")]
    Load.objects.update(state="done")
    assert watching.look(timezone.now()) == 1
    assert on_desk(cast) == []


def test_a_delivery_given_up(cast):
    now = timezone.now()
    with members.together():
        event = news.announce(kind="catalogue.load", actor=MACHINE, object=Ref("load", "1"), at=now)
    delivery = stuck_delivery(event=event, subscriber="search.feed", problem="boom", at=now)
    watching.look(now)
    (item,) = work.desk(actor=cast.office, now=now).items
    assert (item.kind, item.note, item.to.library) == ("delivery", "boom", "")
    Delivery.objects.filter(pk=delivery).update(given_up_at=None)
    watching.look(now)
    assert on_desk(cast) == []
