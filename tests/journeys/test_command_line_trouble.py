"""The command line in trouble: bad files, cut files, bombs, kills, several at once, a running server."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from commonshelf.catalogue.testing import file_of, marc
from commonshelf.site.tests.processes import COMMONSHELF, Serving, surroundings
from commonshelf.wire.marc.write import iso2709, marcxml
from tests.journeys.terminal import Terminal, counts, one_object, reasons

pytestmark = pytest.mark.processes
BOOKS = [marc("a1", "红楼梦", "曹雪芹"), marc("a2", "三国演义", "罗贯中"), marc("a3", "西游记", "吴承恩")]
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaa">]><collection>&a;</collection>'
BAD: dict[str, tuple[bytes, str]] = {
    "empty.mrc": (b"", "catalogue.file-empty"),
    "blank.mrc": (b"\n\n\0\0", "catalogue.file-empty"),
    "bomb.mrc.gz": (gzip.compress(bytes(80 << 20)), "catalogue.file-bomb"),
    "doctype.xml": (DOCTYPE, "catalogue.file-doctype"),
    "column.csv": (b"a,b\n1,2\n", "catalogue.file-no-column"),
    "heading.csv": ("题名,责任者\n".encode(), "catalogue.file-no-records"),
    "nothing.xml": (b'<collection xmlns="http://www.loc.gov/MARC21/slim"/>', "catalogue.file-no-records"),
    "paper.pdf": (b"%PDF-1.4 not a record", "catalogue.file-foreign-file"),
    "prose.mrc": ("没有分隔符的一段话".encode() * 9, "catalogue.file-unknown-syntax"),
    "book.xlsx": (b"PK\x03\x04" + bytes(90), "catalogue.file-damaged-xlsx"),
}
MOST_MEMORY = 300 << 10
"""KiB that a command may take whatever it is given."""
# A process between, for a child counts the memory of the parent it was forked from as its own.
MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(done.returncode)
"""


def bad_files(folder: Path) -> dict[Path, str]:
    wanted = {}
    for name, (content, code) in BAD.items():
        (folder / name).write_bytes(content)
        wanted[folder / name] = code
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe")
    wanted[folder / "folder"] = "catalogue.file-directory"
    wanted[folder / "pipe"] = "catalogue.file-not-a-file"
    wanted[folder / "missing.mrc"] = "catalogue.file-missing"
    return wanted


def test_each_bad_file_is_told_and_the_good_one_loaded(shell: Terminal, tmp_path: Path) -> None:
    bad = bad_files(tmp_path)
    answer, warned = shell.load_warned("EAST", *list(bad)[:5], file_of(BOOKS, tmp_path), *list(bad)[5:])
    assert (counts(answer), answer["editions"]) == ((3, 3, 0, 0, 0), 3)
    assert {refused["file"]: refused["code"] for refused in answer["refused"]} == {
        path.name: code for path, code in bad.items()
    }
    sentences = warned.splitlines()
    assert len(sentences) == len(bad)
    assert all(any(path.name in sentence for sentence in sentences) for path in bad)
    assert shell.sound()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("empty.mrc", "empty.mrc 是空的，请重新导出。"),
        ("bomb.mrc.gz", "解压后大得不像任何目录"),
        ("nothing.xml", "没有找到一条记录"),
    ],
)
def test_alone_it_is_refused_in_chinese_too(migrated: Path, tmp_path: Path, name: str, said: str) -> None:
    shell = Terminal(Path(shutil.copytree(migrated, tmp_path / "home")), "zh_CN.UTF-8")
    content, code = BAD[name]
    (tmp_path / name).write_bytes(content)
    answer = shell.refused("load", tmp_path / name, "--library", "EAST", "--create")
    assert (answer["refused"], said in answer["sentence"]) == (code, True)


def test_a_wrong_character_set_is_named_with_the_right_one(shell: Terminal, tmp_path: Path) -> None:
    raw = b"".join(map(iso2709, BOOKS)).decode().encode("gb18030")
    path = tmp_path / "gb.mrc"
    path.write_bytes(raw)
    answer = shell.refused("load", path, "--library", "EAST", "--create", "--charset", "utf-8")
    assert answer["refused"] == "catalogue.file-wrong-charset"
    assert (answer["facts"]["likely"], "红楼梦" in answer["sentence"]) == ("gb18030", True)
    assert counts(shell.load("EAST", path)) == (3, 3, 0, 0, 0)
    assert shell.refused("load", path, "--library", "NEW")["refused"] == "catalogue.no-library"


def test_a_full_load_of_half_a_file_deletes_nothing(shell: Terminal, tmp_path: Path) -> None:
    """The wrong format, or a transfer that broke off, does not mean that the books are gone."""
    books = [marc(f"a{n}", f"书架之间 {n}", "张三") for n in range(60)]
    whole = b"".join(map(iso2709, books))
    shell.load("EAST", file_of(books, tmp_path, "whole.mrc"))
    wrong = ["--library", "EAST", "--full", "--format", "marcxml"]
    assert shell.refused("load", tmp_path / "whole.mrc", *wrong)["refused"] == "catalogue.file-no-records"
    cut = {
        "cut.mrc": whole[: len(whole) // 2],
        "cut.mrc.gz": gzip.compress(whole)[: len(gzip.compress(whole)) // 2],
        "cut.xml": marcxml(books)[: len(marcxml(books)) // 2],
    }
    for name, content in cut.items():
        (tmp_path / name).write_bytes(content)
        answer, warned = shell.load_warned("EAST", tmp_path / name, "--full")
        assert (answer["deleted"], answer["full"]["held"], warned.count("\n")) == (0, "broken", 1), name
        assert reasons(answer)[-1] in {"truncated", "damaged-gzip"}
    assert len(shell.rows()) == 60
    assert shell.found("书架之间 30") == [["EAST:a30"]]  # not replaced by what was left of it


def test_a_bomb_costs_little(shell: Terminal, tmp_path: Path) -> None:
    """What came before its limit stands, and the process stays small."""
    path = tmp_path / "bomb.mrc.gz"
    filler = b"00000" + b" " * (15 << 20)
    path.write_bytes(gzip.compress(iso2709(BOOKS[0]) + filler * 8))
    arguments = ["load", path, "--library", "EAST", "--create", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *COMMONSHELF, *arguments],
        env=surroundings(shell.home),
        capture_output=True,
        text=True,
        check=True,
    )
    answer = one_object(done.stdout)
    assert (answer["loaded"], [refused["code"] for refused in answer["refused"]]) == (
        1,
        ["catalogue.file-bomb"],
    )
    sentence, kibibytes = done.stderr.splitlines()
    assert "bomb.mrc.gz" in sentence
    assert int(kibibytes) < MOST_MEMORY


def test_rejected_bytes_are_kept(shell: Terminal, tmp_path: Path) -> None:
    path = file_of([BOOKS[0], b"00047 no record\x1e\x1d", iso2709(BOOKS[1])[:-30]], tmp_path)
    answer = shell.load("EAST", path)
    assert (counts(answer), reasons(answer)) == ((3, 1, 0, 2, 0), ["no-directory", "truncated"])
    with closing(sqlite3.connect(shell.home / "commonshelf.sqlite3")) as rows:
        kept = [bytes(raw) for (raw,) in rows.execute("SELECT raw FROM catalogue_reject ORDER BY id")]
    assert kept == [b"00047 no record\x1e\x1d", iso2709(BOOKS[1])[:-30]]


def test_killed_in_the_middle_it_ends_as_if_it_had_not_been(migrated: Path, tmp_path: Path) -> None:
    whole, killed = (
        Terminal(Path(shutil.copytree(migrated, tmp_path / name))) for name in ("whole", "killed")
    )
    books = [marc(f"k{n}", f"书架之间 {n % 600}", "张三") for n in range(2000)]
    path = file_of(books, tmp_path)
    wanted = whole.load("EAST", path)
    dice = random.Random(4)
    kills = 0
    while kills < 2:
        process = killed.start("load", path, "--library", "EAST", "--create", "--json")
        try:
            process.communicate(timeout=0.7 + dice.random())
            break  # quicker than the axe: what is compared below holds all the same
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            kills += 1
    answer = killed.load("EAST", path)
    assert (answer["read"], answer["editions"]) == (wanted["read"], wanted["editions"])
    assert killed.rows() == whole.rows()
    assert killed.sound()
    assert counts(killed.load("EAST", path)) == (2000, 0, 2000, 0, 0)


def test_several_loads_at_once(shell: Terminal, tmp_path: Path) -> None:
    """Two of one library and one of another: each ends well, nothing is lost or doubled."""
    east = [marc(f"e{n}", f"书架之间 {n}", "张三") for n in range(1200)]
    west = [marc(f"w{n}", f"书架之间 {n}", "张三") for n in range(600, 1800)]
    paths = {"EAST": file_of(east, tmp_path, "east.mrc"), "WEST": file_of(west, tmp_path, "west.mrc")}
    running = [
        shell.start("load", paths[library], "--library", library, "--create", "--json")
        for library in ("EAST", "WEST", "EAST")
    ]
    told = [(*process.communicate(timeout=300), process.returncode) for process in running]
    for out, err, status in told:
        assert status == 0, err
        answer = one_object(out)
        assert answer["read"] == answer["loaded"] + answer["unchanged"]
    together = {frozenset({("EAST", f"e{n}"), ("WEST", f"w{n}")}) for n in range(600, 1200)}
    groups = shell.partition()
    assert (together <= groups, len(groups)) == (True, 1800)
    assert shell.sound()


def test_beside_a_running_server(shell: Terminal, tmp_path: Path) -> None:
    with Serving(shell.home) as server:
        server.get("/")
        shell.load("EAST", file_of(BOOKS, tmp_path))
        assert shell.found("西游记") == [["EAST:a3"]]
        assert "西游记" in server.get("/search?q=%E8%A5%BF%E6%B8%B8%E8%AE%B0")[1]
        assert shell.ask("reindex")["editions"] == 3
        assert shell.refused("serve", "--port", "0")["refused"] == "site.server-runs"
        assert server.end() == 0
    assert shell.sound()
