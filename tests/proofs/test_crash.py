"""Whatever is left of the write-ahead log after a crash, the folder opens as an exact earlier moment."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from commonshelf.site.home import DATABASE
from tests.proofs.acting import Writer, count, torn

pytestmark = pytest.mark.processes
ACTS = 60


@pytest.fixture
def crashed(home):
    """A folder whose writer was killed, with everything still in the log."""
    writer = Writer(home)
    writer.until(ACTS)
    writer.kill()
    return home


def images(crashed, folder, number: int, chance: random.Random):
    """Copies whose log ends at a random byte; half of them with 64 random bytes in the last 4 KB."""
    log = (crashed / f"{DATABASE}-wal").read_bytes()
    for turn in range(number):
        image = folder / f"image-{turn}"
        image.mkdir()
        shutil.copy(crashed / DATABASE, image)
        left = bytearray(log[: chance.randrange(len(log) + 1)])
        if turn % 2 and len(left) > 4096:
            at = chance.randrange(len(left) - 4096, len(left) - 64)
            left[at : at + 64] = chance.randbytes(64)
        (image / f"{DATABASE}-wal").write_bytes(left)
        yield image


def prove(crashed, folder, number: int, seed: int) -> int:
    """How many different moments were met."""
    moments = set()
    for image in images(crashed, folder, number, random.Random(seed)):
        assert torn(image) == [], f"seed {seed}, {image.name}"
        moments.add(count(image))
        shutil.rmtree(image)
    return len(moments)


def test_a_cut_log_opens_as_an_exact_prefix(crashed, tmp_path):
    assert prove(crashed, tmp_path, 20, seed=random.randrange(2**31)) > 3


@pytest.mark.prove
def test_two_hundred_crash_images_open_as_exact_prefixes(crashed, tmp_path):
    seed = random.randrange(2**31)
    moments = prove(crashed, tmp_path, 200, seed)
    print(f"\n200 crash images, {moments} different moments, seed {seed}: 0 torn")


def test_a_torn_pair_is_seen(crashed):
    """Planted: an act whose event is missing, and one out of order."""
    assert torn(crashed) == []
    with closing(sqlite3.connect(crashed / DATABASE)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("DELETE FROM news_delivery")
        database.execute("DELETE FROM news_event WHERE id = (SELECT max(id) FROM news_event)")
        database.commit()
    assert torn(crashed)
