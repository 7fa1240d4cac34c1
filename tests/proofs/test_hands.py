"""Five thousand random histories of work passing through hands over the real acts: no orphan, ever.

COMMONSHELF_HISTORIES: fewer at a time, each run with a seed of its own.
"""

from __future__ import annotations

import os
import random

import pytest

from tests.proofs.hands import PRESSES as PRESSED
from tests.proofs.hands import hands

pytestmark = [pytest.mark.prove, pytest.mark.django_db]
HISTORIES, PRESSES = int(os.environ.get("COMMONSHELF_HISTORIES", "5000")), 16


def test_random_histories_of_hands(tmp_path, settings):
    settings.COMMONSHELF_HOME = tmp_path
    seed = random.randrange(2**31)
    broken, tried = hands(seed, HISTORIES, PRESSES)
    done = {name.removesuffix(" done"): n for name, n in tried.items() if name.endswith(" done")}
    print(f"\n{tried['histories']:,} histories, seed {seed}: {sum(done.values()):,} presses done {done}")
    assert not broken, "\n".join(broken)
    assert min(done.get(press, 0) for press in PRESSED) >= HISTORIES // 100  # nothing is hardly ever pressed
