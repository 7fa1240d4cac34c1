"""What only an index on disk can get wrong: other processes, sudden death, another shape, swept folders."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from commonshelf.engine.contract import Document, Everything, LockBusy, Query, Shape, Term
from commonshelf.engine.tantivy import Tantivy

SHAPE = Shape(placed=("title",), loose=(), facets=("library",))

WRITER = """
import os, signal, sys
from pathlib import Path
from commonshelf.engine.contract import Document, Shape
from commonshelf.engine.tantivy import Tantivy
engine = Tantivy(Path(sys.argv[1]), Shape(placed=("title",), loose=(), facets=("library",)))
if sys.argv[2] == "clear":
    engine.clear()
engine.write(Document(id, {"title": [["never"]]}) for id in range(1, 3001))
print("written", flush=True)
if sys.argv[2] == "commit":
    engine.commit(99)
os.kill(os.getpid(), signal.SIGKILL) if sys.argv[2] != "wait" else sys.stdin.read()
"""


def documents(word: str, many: int = 10) -> list[Document]:
    return [Document(id, {"title": [[word]]}) for id in range(1, many + 1)]


def filled(folder: Path, word: str = "kept") -> Tantivy:
    engine = Tantivy(folder, SHAPE)
    engine.write(documents(word))
    engine.commit(5)
    engine.close()
    return engine


def run(folder: Path, how: str) -> int:
    return subprocess.run(
        [sys.executable, "-c", WRITER, str(folder), how], check=False, capture_output=True
    ).returncode


@pytest.mark.parametrize("how", ["die", "clear"])
def test_a_writer_killed_before_its_commit_changed_nothing(tmp_path: Path, how: str) -> None:
    engine = filled(tmp_path)
    assert run(tmp_path, how) == -signal.SIGKILL
    assert engine.cursor() == 5
    assert engine.search(Query(Term("title", "kept"))).total == 10
    assert engine.search(Query(Term("title", "never"))).total == 0
    engine.write(documents("after"))
    engine.commit(6)
    assert engine.search(Query(Term("title", "after"))).total == 10
    engine.close()
    assert [path.name for path in tmp_path.glob("generation-*")] == [(tmp_path / "current").readlink().name]


def test_a_writer_killed_after_its_commit_kept_it(tmp_path: Path) -> None:
    engine = filled(tmp_path)
    assert run(tmp_path, "commit") == -signal.SIGKILL
    assert engine.cursor() == 99
    assert engine.search(Query(Term("title", "never"))).total == 3000


def test_another_process_holds_the_lock_until_it_ends(tmp_path: Path) -> None:
    engine = filled(tmp_path)
    command = [sys.executable, "-c", WRITER, str(tmp_path), "wait"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "written\n"
        with pytest.raises(LockBusy):
            engine.lock()
        assert engine.search(Query()).total == 10
        other.kill()
    engine.lock()
    engine.close()


def test_an_index_of_another_shape_is_not_read_and_is_built_anew(tmp_path: Path) -> None:
    filled(tmp_path)
    newer = Tantivy(tmp_path, Shape(placed=("title",), loose=("any",), facets=(), version="2"))
    assert newer.cursor() == 0
    assert newer.search(Query(count={"library": 2})).total == 0
    assert newer.marks([1]) == {}
    assert newer.terms("title") == []
    newer.write(documents("new", 2))
    assert Tantivy(tmp_path, SHAPE).cursor() == 5
    newer.commit(6)
    assert newer.search(Query(Everything())).total == 2
    newer.close()
    assert Tantivy(tmp_path, SHAPE).cursor() == 0


def test_readers_go_on_while_generations_come_and_go(tmp_path: Path) -> None:
    filled(tmp_path)
    stop = threading.Event()
    seen: list[int] = []
    failed: list[BaseException] = []

    def read() -> None:
        reader = Tantivy(tmp_path, SHAPE)
        try:
            while not stop.is_set():
                seen.append(reader.search(Query()).total)
        except BaseException as error:  # noqa: BLE001  # whatever it is, the test must see it
            failed.append(error)

    threads = [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    writer = Tantivy(tmp_path, SHAPE)
    for turn in range(8):
        writer.clear()
        writer.write(documents("again"))
        writer.commit(turn)
    stop.set()
    for thread in threads:
        thread.join()
    writer.close()
    assert not failed
    assert set(seen) == {10}


def test_a_damaged_index_counts_as_empty_and_is_built_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    filled(tmp_path)
    for path in (tmp_path / "current").resolve().glob("*.idx"):
        path.unlink()
    engine = Tantivy(tmp_path, SHAPE)
    assert engine.cursor() == 0
    assert "cannot be read" in caplog.text
    engine.write(documents("mended"))
    engine.commit(9)
    assert engine.search(Query()).total == 10
    engine.close()


def test_no_folder_yet_is_an_empty_index(tmp_path: Path) -> None:
    engine = Tantivy(tmp_path / "absent", SHAPE)
    assert engine.cursor() == 0
    assert engine.search(Query()).ids == []
    assert not (tmp_path / "absent").exists()
