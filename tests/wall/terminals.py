"""A terminal of EAST asks over SIP2 about every card: what it is told is judged as what a desk is shown."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from commonshelf.loans.tests.machine import Machine, add
from tests.wall.actors import Who
from tests.wall.canaries import Canaries, in_bytes
from tests.wall.policy import grants
from tests.wall.world import World

TERMINAL = Who("terminal", frozenset({"librarian@EAST"}))
"""It stands at the desk in a librarian's place."""
LISTS = range(6)
"""Places of the summary field: which list is told entry by entry."""


def told(world: World, canaries: Canaries) -> Iterator[tuple[str, str, bool]]:
    """(whose card, word, whether this library may know it); what asking writes down is taken back."""
    with transaction.atomic():
        machine = Machine(add("EAST-wall", "EAST"))
        for number, (owner, _) in world.secrets.items():
            if not number.isdecimal():
                continue
            answers = [machine.status(number), *(machine.information(number, place=at) for at in LISTS)]
            for word in sorted(in_bytes(" ".join(map(str, answers)).encode())):
                planted = canaries[word]
                if "·Reader·alias" in word:
                    continue  # the card lies there, so whose it is goes by the alias
                yield owner, word, grants(TERMINAL, planted.see, planted.owner)
        transaction.set_rollback(True)
