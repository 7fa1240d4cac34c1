"""The world in which requests are placed while processes are killed; run as programs on a data folder.

`prepare` makes it; `homecoming` is one desk as a process of its own, killed with the others.
"""

from __future__ import annotations

import json
import random
import time
from typing import Any, Final

from django.test import Client

from commonshelf.cards.testing import groups, somebody, the_user
from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.testing import copy, load, marc
from commonshelf.kernel.actor import Role
from commonshelf.kernel.refusal import Refusal
from commonshelf.members import api as members
from commonshelf.members.testing import someone, two_libraries, user
from commonshelf.sharing import api as sharing
from commonshelf.sharing.models import PatronRequest

BOOKS, READERS = 40, 12
SETTINGS: Final = {"sharing.twice-days": 0, "sharing.most-open": 100}
PLENTIFUL: Final = range(0x4E00, 0x5E00)


def prepare() -> None:
    """WEST has the books, EAST the readers. Prints sessions of all who act, and the editions."""
    two_libraries()
    groups()
    someone("eastdesk", (Role.LIBRARIAN, "EAST"))
    someone("westdesk", (Role.LIBRARIAN, "WEST"))
    for name, value in SETTINGS.items():
        members.set_setting(actor=members.operator(), library="EAST", name=name, value=value)
    chance = random.Random(1)
    names = ["".join(map(chr, chance.choices(PLENTIFUL, k=12))) for _ in range(BOOKS)]
    load(
        *(marc(f"W-{n}", one[:8], one[8:], copy(f"W{n}"), year=str(1980 + n)) for n, one in enumerate(names)),
        library="WEST",
    )
    readers = [somebody(name_zh=f"读者{n}") for n in range(READERS)]
    made = {
        "readers": [_session(the_user(one.reader)) for one in readers],
        "east": _session(user("eastdesk")),
        "west": _session(user("westdesk")),
        "editions": [catalogue.labelled(barcode=f"W{n}", library="WEST")[0].edition for n in range(BOOKS)],
    }
    print(json.dumps(made))


def _session(account: Any) -> str:
    client = Client()
    client.force_login(account)
    return client.cookies["sessionid"].value


def homecoming() -> None:
    """At WEST whatever comes back is taken home; each is said once it is done."""
    while True:
        for number in PatronRequest.objects.filter(state="returning").values_list("number", flat=True):
            try:
                sharing.act(
                    actor=members.operator(),
                    request=number,
                    action="check-in",
                    library="WEST",
                    key=f"home {number}",
                )
                print(number, flush=True)
            except Refusal as refusal:
                print(f"refused {number} {refusal.code}", flush=True)
            time.sleep(0.02)
        time.sleep(0.1)
