"""The command line as its contract says (issue 2): load, search, clusters, world, reindex, backup."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path

import pymarc
import pytest
import xlsxwriter

from commonshelf.catalogue.testing import control, copy, data, file_of, holding, marc
from commonshelf.conftest import shared_data
from commonshelf.wire.marc.record import Marc
from commonshelf.wire.marc.write import iso2709, json_form, marcxchange, marcxml
from tests.journeys.terminal import Terminal, counts, reasons

pytestmark = pytest.mark.processes
BOOKS = [
    marc("a1", "红楼梦", "曹雪芹", isbn="979-9-0000-0001-0"),
    marc("a2", "三国演义", "罗贯中"),
    marc("a3", "War and peace", "Tolstoy"),
]
TABLE = """控制号,题名,责任者,出版社,出版年
a1,红楼梦,曹雪芹,示范出版社,1996
a2,三国演义,罗贯中,示范出版社,1996
a3,War and peace,Tolstoy,示范出版社,1996
"""
AUTHORITY = Marc("00000nz  a2200000n  4500", (control("001", "au"), data("100", ("a", "Tolstoy, Leo"))))


@pytest.fixture(scope="module")
def stocked(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """Two libraries with some books in common, for those who only look."""
    folder = tmp_path_factory.mktemp("stocked")
    shell = Terminal(Path(shutil.copytree(migrated, folder / "home")))
    east = [*BOOKS, marc("a4", "西游记", "吴承恩", copy("B4"), year="2001"), marc("a5", "围城", "钱锺书")]
    shell.load("EAST", file_of(east, folder, "east.mrc"))
    shell.load("WEST", file_of([marc("w1", "紅樓夢", "曹雪芹"), *BOOKS[1:]], folder, "west.mrc"))
    return shell


def test_each_command_in_a_process_from_nothing(migrated: Path, tmp_path: Path) -> None:
    """As people type them; elsewhere in these files commands are forks of a process that had begun."""
    shell = Terminal(Path(shutil.copytree(migrated, tmp_path / "home")), fresh=True)
    assert counts(shell.load("EAST", file_of(BOOKS, tmp_path))) == (3, 3, 0, 0, 0)
    asked = ["search", "--sort", "title"]
    before, rows = shell.ask(*asked), shell.rows()
    assert (before["total"], len(rows)) == (3, 3)
    assert shell.ask("reindex")["editions"] == 3
    assert shell.sound()
    shell.ask("world", "--libraries", 3, "--editions", 30, "--out", tmp_path / "world")
    shell.ask("backup", tmp_path / "kept")
    other = Terminal(tmp_path / "other", fresh=True)
    assert other.ask("restore", tmp_path / "kept")["problems"] == []
    assert other.ask(*asked) == before


def files_of_every_form(folder: Path) -> list[Path]:
    """The same books eleven times, each time under other ids: "xml-a1" and so on."""

    def named(form: str) -> list[Marc]:
        ids = (control("001", f"{form}-{book.control('001')}") for book in BOOKS)
        return [Marc(book.leader, (own, *book.fields[1:])) for own, book in zip(ids, BOOKS, strict=True)]

    def lines(form: str) -> list[str]:
        return [json.dumps(json_form(book), ensure_ascii=False) for book in named(form)]

    def table(form: str) -> str:
        return TABLE.replace("\na", f"\n{form}-a")

    written = {
        "iso.mrc": b"".join(map(iso2709, named("iso"))),
        "gz.mrc.gz": gzip.compress(b"".join(map(iso2709, named("gz")))),
        "xml.data": marcxml(named("xml")),
        "xc.data": marcxchange(named("xc")),
        "array.data": f"[{','.join(lines('array'))}]".encode(),
        "lines.data": "\n".join(lines("lines")).encode(),
        "bom.csv": b"\xef\xbb\xbf" + table("bom").encode(),
        "gb.csv": table("gb").encode("gb18030"),
        "semi.csv": table("semi").replace(",", ";").encode(),
        "tab.txt": table("tab").replace(",", "\t").encode("utf-16"),
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    with xlsxwriter.Workbook(str(folder / "xlsx.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(table("xlsx").splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return [*(folder / name for name in written), folder / "xlsx.xlsx"]


def test_every_form_of_a_file_says_the_same(shell: Terminal, tmp_path: Path) -> None:
    paths = files_of_every_form(tmp_path)
    answer = shell.load("EAST", *paths)
    assert (counts(answer), answer["editions"]) == ((33, 33, 0, 0, 0), 3)
    forms = [path.name.partition(".")[0] for path in paths]
    groups = (frozenset(("EAST", f"{form}-a{n}") for form in forms) for n in (1, 2, 3))
    assert shell.partition() == frozenset(groups)


def test_counts_rejects_and_offsets(shell: Terminal, tmp_path: Path) -> None:
    shell.load("OTHER", file_of([marc("o")], tmp_path, "other.mrc"))
    theirs = Marc(BOOKS[0].leader, (control("001", "t"), control("003", "OTHER"), *BOOKS[0].fields[1:]))
    later = marc("a1", "红楼梦", "曹雪芹", year="1997")
    pieces = [BOOKS[0], AUTHORITY, b"00047 no record\x1e\x1d", theirs, later]
    raw = [piece if isinstance(piece, bytes) else iso2709(piece) for piece in pieces]
    path = file_of(raw, tmp_path)
    answer = shell.load("EAST", path)
    assert counts(answer) == (5, 1, 0, 4, 0)
    content = path.read_bytes()
    told = {reject["reason"]: content[reject["offset"] :] for reject in answer["rejects"]}
    wanted = {"repeated-id": 0, "not-bibliographic": 1, "no-directory": 2, "another-library": 3}
    assert all(told[reason].startswith(raw[place]) for reason, place in wanted.items())
    assert {reject["file"] for reject in answer["rejects"]} == {"records.mrc"}
    assert shell.ask("search", "红楼梦", "--library", "EAST")["results"][0]["year"] == 1997  # the later wins
    again = shell.load("EAST", path)
    assert counts(again) == (5, 0, 1, 4, 0)
    assert (again["editions"], again["rejects"]) == (answer["editions"], answer["rejects"])


def test_rejects_of_two_files_with_one_name(shell: Terminal, tmp_path: Path) -> None:
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        file_of([marc(name), AUTHORITY], tmp_path / name)
    answer = shell.load("EAST", tmp_path / "north" / "records.mrc", tmp_path / "south" / "records.mrc")
    assert [reject["file"] for reject in answer["rejects"]] == ["north/records.mrc", "south/records.mrc"]


def test_change_delete_return_and_full(shell: Terminal, tmp_path: Path) -> None:
    books = file_of(BOOKS, tmp_path, "books.mrc")
    shell.load("EAST", books)
    shell.load("WEST", file_of(BOOKS[:2], tmp_path, "west.mrc"))
    before = shell.editions()
    assert before["EAST", "a1"] == before["WEST", "a1"] != before["EAST", "a3"]
    dry = shell.load("EAST", file_of(BOOKS[:1], tmp_path, "one.mrc"), "--full", "--dry-run")
    assert (dry["dry_run"], dry["deleted"], dry["full"]["unseen"], dry["editions"]) == (True, 0, 2, 3)
    gone = file_of([marc("a1", status="d"), marc("never", status="d")], tmp_path, "gone.mrc")
    assert counts(shell.load("EAST", gone)) == (2, 1, 1, 0, 1)
    assert shell.found("红楼梦") == [["WEST:a1"]]
    changed = file_of([BOOKS[0], marc("a2", "三国志通俗演义", "罗贯中")], tmp_path, "changed.mrc")
    assert counts(shell.load("EAST", changed)) == (2, 2, 0, 0, 0)
    split = shell.editions()
    apart = {split["EAST", "a2"], split["WEST", "a2"]}
    assert (len(apart), before["WEST", "a2"] in apart) == (2, True)  # one of them keeps the address
    full = shell.load("EAST", changed, "--full")
    assert (counts(full), full["editions"]) == ((2, 0, 2, 0, 1), 3)
    shell.load("EAST", books)
    assert shell.editions() == before  # and every edition has its old address again
    assert shell.sound()


def test_holdings_find_their_record_before_and_after_it(shell: Terminal, tmp_path: Path) -> None:
    early = holding("h1", "b1", ("I242/1", "B1"))
    assert counts(shell.load("EAST", file_of([early], tmp_path, "early.mrc"))) == (1, 1, 0, 0, 0)
    late = holding("h2", "b2", ("I242/2", "B2"))
    path = file_of([marc("b1"), marc("b2", "西游记", "吴承恩"), late], tmp_path)
    assert counts(shell.load("EAST", path)) == (3, 3, 0, 0, 0)
    on_shelf = data("952", ("b", "main"), ("o", "I242/3"), ("p", "B3"), ("7", "0"))
    path = file_of([marc("b3", "围城", "钱锺书", on_shelf)], tmp_path, "koha.mrc")
    shell.load("EAST", path, "--profile", "koha")
    assert shell.found("--facet", "available=EAST") == [["EAST:b3"]]
    assert [group for group in shell.rows() if group[1].startswith("h")] == []
    assert shell.sound()


def test_local_ids_stay_one_cell(shell: Terminal, tmp_path: Path) -> None:
    odd = [marc("tab\tid", "书一"), marc("new\nline", "书二"), marc("", "书三"), marc("  sp ", "书四")]
    assert shell.load("EAST", file_of(odd, tmp_path))["loaded"] == 4
    ids = sorted(local_id for _, local_id, *_ in shell.rows())
    assert [ids[0], ids[2], ids[3]] == ["new line", "sp", "tab id"]
    assert ids[1].startswith("sha1:")


def test_clusters_do_not_depend_on_order(migrated: Path, tmp_path: Path) -> None:
    papers = {
        "A": [*BOOKS, marc("x", "红楼梦", "曹雪芹", year="2005")],
        "B": [marc("b1", "紅樓夢", "曹雪芹"), marc("b2", "三国演义", "罗贯中", isbn="979-9-0000-0002-9")],
        "C": [marc("c1", "三国演义", "罗贯中"), marc("c2", "War and peace", "Tolstoy", year="2005")],
    }
    paths = {name: file_of(books, tmp_path, f"{name}.mrc") for name, books in papers.items()}
    shells = {}
    for name, order in {"one": "ABC", "two": "CBA"}.items():
        shells[name] = Terminal(Path(shutil.copytree(migrated, tmp_path / name)))
        for library in order:
            shells[name].load(library, paths[library])
    assert shells["one"].partition() == shells["two"].partition()
    assert frozenset({("A", "a1"), ("B", "b1")}) in shells["one"].partition()


# -- search


def test_what_search_tells(stocked: Terminal) -> None:
    answer = stocked.ask("search", "红楼梦")
    assert {"total", "results", "facets", "steps"} <= set(answer)
    [result] = answer["results"]
    told = answer["total"], result["title"], result["author"], result["year"]
    assert told == (1, "红楼梦", "曹雪芹", 1996)
    assert (result["libraries"], result["local_ids"]) == (["EAST", "WEST"], ["EAST:a1", "WEST:w1"])
    assert answer["facets"]["library"] == [
        {"value": "EAST", "documents": 1}, {"value": "WEST", "documents": 1}
    ]  # fmt: skip
    out, _ = stocked.said("search", "红楼梦")
    assert "1 edition" in out


def test_however_it_is_asked(stocked: Terminal, tmp_path: Path) -> None:
    asked = ["紅樓夢", "曹雪芹 红楼梦", "9799000000010", "ISBN 979-9-0000-0001-0", "《红楼梦》", "红楼夢 曹"]
    path = tmp_path / "asked.txt"
    path.write_text("\n".join(asked), encoding="utf-8")
    out, _ = stocked.said("search", "--file", path)
    first = [json.loads(line)["results"][0] for line in out.splitlines()]
    assert [result["local_ids"] for result in first] == [["EAST:a1", "WEST:w1"]] * len(asked)
    assert stocked.found("曹雪芹", "红楼梦")[0] == ["EAST:a1", "WEST:w1"]


def test_narrowed_sorted_and_leafed(stocked: Terminal) -> None:
    counted = stocked.ask("search", "--library", "WEST", "--rows", "0")
    assert (counted["total"], counted["results"]) == (3, [])
    assert stocked.found("--library", "EAST", "--facet", "decade=2000") == [["EAST:a4"]]
    both = ["--facet", "decade=2000", "--facet", "decade=1990"]
    assert stocked.ask("search", *both)["total"] == 5
    assert stocked.found("--sort", "newest")[0] == ["EAST:a4"]
    by_title = stocked.found("--sort", "title")
    assert (len(by_title), by_title[0]) == (5, ["EAST:a3", "WEST:a3"])
    assert stocked.found("--sort", "title", "--rows", "2", "--start", "2") == by_title[2:4]


def test_loosening_is_told(stocked: Terminal) -> None:
    answer = stocked.ask("search", "红楼梦 曹雪芹 无此")
    assert (answer["total"], [step["code"] for step in answer["steps"]]) == (1, ["most-words"])
    assert answer["steps"][0]["sentence"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["--facet", "colour=red"], "search.no-such-facet"),
        (["--sort", "nearest"], "search.no-such-here"),
        (["--library", "NOWHERE"], "search.no-such-library"),
        (["--start", "10000"], "search.beyond"),
        (["--file", "nowhere.txt"], "search.no-query-file"),
    ],
)
def test_what_search_refuses(stocked: Terminal, given: list[str], code: str) -> None:
    assert stocked.refused("search", *given)["refused"] == code


def test_every_line_of_a_file_is_answered(stocked: Terminal, tmp_path: Path) -> None:
    asked = ["红楼梦", "", "  ", "nul\x00x", '"unclosed', "中" * 12_000, "a\rb", "\u2028西游\x85记"]
    asked += ['{"a":1}', "???", "围城"]
    path = tmp_path / "asked.txt"
    path.write_bytes("\n".join(asked).encode() + b"\n")
    out, err = stocked.said("search", "--file", path, "--rows", "1", "--json")
    answers = [json.loads(line) for line in out.removesuffix("\n").split("\n")]
    assert (len(answers), err) == (len(asked), "")
    assert [answers[0]["total"], answers[1]["total"], answers[-1]["total"]] == [1, 5, 1]
    assert [step["code"] for step in answers[5]["steps"]] == ["cut"]
    for content in ("红楼梦\r\n\r\n围城".encode("gb18030"), "红楼梦\n\n围城\n".encode("utf-16")):
        path.write_bytes(content)
        out, _ = stocked.said("search", "--file", path, "--json")
        assert [json.loads(line)["total"] for line in out.splitlines()] == [1, 5, 1]


def test_a_terminal_without_han_characters(stocked: Terminal) -> None:
    out, _ = stocked.said("search", "红楼梦", "--json", PYTHONIOENCODING="ascii")
    assert json.loads(out)["results"][0]["title"] == "红楼梦"
    assert "1 edition" in stocked.said("search", "红楼梦", PYTHONIOENCODING="ascii")[0]


@pytest.mark.parametrize(
    "given",
    [
        ["nonsense"], ["load", "x.mrc"], ["search", "--facet", "language"],
        ["search", "words", "--file", "asked.txt"],
    ],
)  # fmt: skip
def test_usage_is_exit_2(stocked: Terminal, given: list[str]) -> None:
    out, err = stocked.said(*given, status=2)
    assert (out, bool(err)) == ("", True)


def test_reindex_backup_and_restore_answer_the_same(stocked: Terminal, tmp_path: Path) -> None:
    asked = ["search", "--sort", "title"]
    before, rows = stocked.ask(*asked), stocked.rows()
    assert stocked.ask("reindex")["editions"] == before["total"]
    assert stocked.ask(*asked) == before
    assert stocked.ask("backup", tmp_path / "kept")["problems"] == []
    other = Terminal(tmp_path / "other")
    assert other.ask("restore", tmp_path / "kept")["problems"] == []
    assert (other.ask(*asked), other.rows()) == (before, rows)


def test_a_world_is_the_same_for_the_same_seed(shell: Terminal, tmp_path: Path) -> None:
    def made(name: str) -> dict[str, bytes]:
        out = tmp_path / name
        shell.ask("world", "--libraries", 3, "--editions", 30, "--seed", 1, "--out", out)
        return {path.name: path.read_bytes() for path in out.iterdir()}

    one = made("one")
    assert one == made("two")
    first = min(name for name in one if name.startswith("W"))
    assert shell.load("W0001", tmp_path / "one" / first)["rejected"] == 0


# -- real catalogues, and programs that are not ours


@pytest.mark.shared
def test_real_chinese_catalogues_are_counted_as_by_a_peer(migrated: Path, tmp_path: Path) -> None:
    """In either order: among the proofs; of made-up books: `test_clusters_do_not_depend_on_order`."""
    real_chinese_catalogues(migrated, tmp_path, "CD")


@pytest.mark.prove
@pytest.mark.shared
def test_real_chinese_catalogues_in_either_order(migrated: Path, tmp_path: Path) -> None:
    real_chinese_catalogues(migrated, tmp_path, "CD", "DC")


def real_chinese_catalogues(migrated: Path, tmp_path: Path, *orders: str) -> None:
    folder = shared_data("data/zh-four-libraries")
    groups = []
    for order in orders:
        shell = Terminal(Path(shutil.copytree(migrated, tmp_path / order)))
        for name in order:
            path = folder / f"library-{name}.mrc.gz"
            raw = gzip.decompress(path.read_bytes())
            answer = shell.load(name, path)
            peers = sum(1 for found in pymarc.MARCReader(raw, permissive=True) if found is not None)
            assert (answer["read"], answer["loaded"]) == (raw.count(b"\x1d"), peers)
        groups.append(shell.partition())
        assert answer["editions"] == len(groups[-1])
    assert all(one == groups[0] for one in groups)


@pytest.mark.shared
def test_yaz_counts_the_same(shell: Terminal, tmp_path: Path) -> None:
    if not (yaz := shutil.which("yaz-marcdump")):
        pytest.skip("needs yaz-marcdump: apt install yaz")
    packed = shared_data("data/indexdata-samples/records.mrc.gz")
    plain = tmp_path / "records.mrc"
    plain.write_bytes(gzip.decompress(packed.read_bytes()))
    told = subprocess.run([yaz, "-np", str(plain)], capture_output=True, check=False).stdout
    assert shell.load("YAZ", packed)["read"] == told.count(b"<!-- Record ")


@pytest.mark.shared
def test_every_damaged_record_a_peer_reads_is_loaded(shell: Terminal) -> None:
    paths = [path for path in sorted(shared_data("data/bad-records").iterdir()) if path.suffix != ".md"]
    marcs = [path for path in paths if ".xml" not in path.suffixes]
    peers = 0
    for path in marcs:
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if path.suffix == ".gz" else raw
        peers += sum(found is not None for found in pymarc.MARCReader(raw, permissive=True))
    answer = shell.load("BAD", *marcs)
    assert answer["refused"] == []
    unread = [reason for reason in reasons(answer) if reason != "repeated-id"]
    assert (answer["read"] - len(unread) >= peers, len(unread) <= 1) == (True, True), (peers, unread)
    assert set(reasons(shell.load("XML", *(path for path in paths if path not in marcs)))) <= {"repeated-id"}
