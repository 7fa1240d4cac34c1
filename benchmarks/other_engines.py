"""The same documents and questions in SQLite FTS5 and in PostgreSQL, each as its manual would have it."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from commonshelf.engine.contract import Document
from commonshelf.search.domain import fields

COUNTED = ("library", "format", "language", "decade", "clc", "available")
TEXTS = (fields.TITLE_PAIRS, fields.AUTHOR_PAIRS, fields.SUBJECT_PAIRS, fields.ALL_PAIRS)
MOST = 100


@dataclass(frozen=True, slots=True)
class Question:
    """tokens: all must match; within: facet -> any of these; places: nearest first, when given."""

    kind: str
    words: str = ""
    tokens: tuple[str, ...] = ()
    within: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: bool = False
    places: tuple[str, ...] = ()
    start: int = 0


def said(document: Document, name: str) -> str:
    return " ".join(map(str, document.texts.get(name, ())))


class Fts:
    """FTS5 over the same tokens, with plain tables beside it for what facets need."""

    name = "FTS5"

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "fts.sqlite3")
        self.db.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; "
            "PRAGMA cache_size=-200000; PRAGMA mmap_size=2000000000;"
            f"CREATE VIRTUAL TABLE text USING fts5({', '.join(TEXTS)}, content='', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '+#.'\");"
            "CREATE TABLE facet (name TEXT, value TEXT, edition INTEGER, "
            "PRIMARY KEY (name, value, edition)) WITHOUT ROWID;"
        )

    def write(self, documents: Iterable[Document]) -> None:
        marks = ",".join("?" * (len(TEXTS) + 1))
        for document in documents:
            told = [said(document, name) for name in TEXTS]
            self.db.execute(
                f"INSERT INTO text (rowid, {', '.join(TEXTS)}) VALUES ({marks})", (document.id, *told)
            )
            rows = [
                (name, value, document.id)
                for name in (*COUNTED, fields.PLACES)
                for value in document.facets.get(name, ())
            ]
            self.db.executemany("INSERT OR IGNORE INTO facet VALUES (?,?,?)", rows)

    def finish(self) -> None:
        self.db.execute("CREATE INDEX by_edition ON facet (edition, name, value)")
        self.db.commit()
        self.db.execute("ANALYZE")

    def ask(self, questions: Sequence[Question]) -> list[float]:
        """Seconds for each."""
        return [self._ask(question) for question in questions]

    def total(self, one: Question) -> int:
        """How many editions match: to see that all engines answer the same question."""
        hits, values = self._hits(one)
        return int(self.db.execute(f"SELECT count(*) FROM ({hits})", values).fetchone()[0])

    def _ask(self, one: Question) -> float:
        began = time.perf_counter()
        hits, values = self._hits(one)
        order = "rank"
        if one.places:
            tiers = ",".join(f"('{place}',{n})" for n, place in enumerate(one.places))
            order = (
                f"ifnull((SELECT min(t.column2) FROM (VALUES {tiers}) t JOIN facet f ON "
                f"f.name='{fields.PLACES}' AND f.value=t.column1 AND f.edition=hits.id), 999), rank"
            )
        page = f"WITH hits AS ({hits}) SELECT id FROM hits ORDER BY {order} LIMIT 20 OFFSET {one.start}"
        self.db.execute(page, values).fetchall()
        self.db.execute(f"WITH hits AS ({hits}) SELECT count(*) FROM hits", values).fetchone()
        for name in COUNTED if one.counted else ():
            hits, values = self._hits(one, besides=name)
            self.db.execute(
                f"WITH hits AS MATERIALIZED ({hits}) SELECT f.value, count(*) n FROM hits CROSS JOIN facet f "
                f"ON f.edition=hits.id AND f.name=? GROUP BY 1 ORDER BY 2 DESC LIMIT {MOST}",
                (*values, name),
            ).fetchall()
        return time.perf_counter() - began

    @staticmethod
    def _hits(one: Question, besides: str = "") -> tuple[str, tuple[str, ...]]:
        within = {name: values for name, values in one.within.items() if name != besides}
        if not one.tokens:
            if not within:
                return "SELECT rowid id, -rowid rank FROM text", ()
            name, values = next(iter(within.items()))
            marks = ",".join("?" * len(values))
            asked = (
                f"SELECT DISTINCT edition id, -edition rank FROM facet WHERE name=? AND value IN ({marks})"
            )
            return asked, (name, *values)
        asked = "SELECT rowid id, bm25(text,3,1.5,1,.3) rank FROM text WHERE text MATCH ?"
        told = [" ".join(f'"{token}"' for token in one.tokens)]
        for name, values in within.items():
            marks = ",".join("?" * len(values))
            asked += (
                f" AND EXISTS (SELECT 1 FROM facet h WHERE h.name=? AND h.value IN ({marks}) "
                "AND h.edition=text.rowid)"
            )
            told += [name, *values]
        return asked, tuple(told)

    def close(self) -> None:
        self.db.close()


def server() -> Path | None:
    """Where PostgreSQL's programs are; None: not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


class Postgres:
    """A server of its own in the folder, on a socket there, run by somebody without rights."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self.user = "postgres" if os.getuid() == 0 else None  # it refuses to run as root
        if self.user:
            shutil.chown(folder, self.user, self.user)
            folder.parent.chmod(0o755)
        self._run(
            "initdb", "-D", "data", "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        options = (
            f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c shared_buffers=1GB "
            "-c work_mem=128MB -c maintenance_work_mem=256MB -c max_wal_size=4GB -c jit=off"
        )
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")
        columns = ", ".join(f"{name} text[]" for name in (*COUNTED, "places"))
        self._sql(f"CREATE TABLE edition (id int PRIMARY KEY, words tsvector, {columns})")
        self._rows = (folder / "rows.tsv").open("w", encoding="utf-8")

    def write(self, documents: Iterable[Document]) -> None:
        for document in documents:
            lists = [document.facets.get(name, ()) for name in (*COUNTED, fields.PLACES)]
            told = (str(document.id), _vector(document), *map(_array, lists))
            self._rows.write("\t".join(text.replace("\\", "\\\\") for text in told) + "\n")

    def finish(self) -> None:
        self._rows.close()
        self._sql(f"\\copy edition FROM '{self.folder / 'rows.tsv'}'")
        (self.folder / "rows.tsv").unlink()
        self._sql("CREATE INDEX ON edition USING gin (words); CREATE INDEX ON edition USING gin (library)")
        self._sql("VACUUM ANALYZE edition")

    def ask(self, questions: Sequence[Question]) -> list[float]:
        """Seconds for each, by the client's own clock; one client, one connection."""
        asked = [list(self._statements(one)) for one in questions]
        script = "\\timing on\n" + "\n".join(line for lines in asked for line in lines) + "\n"
        told = self._psql("-o", os.devnull, text=script)
        times = iter(re.findall(r"^Time: ([0-9.]+) ms", told, re.MULTILINE))
        return [sum(float(next(times)) for _ in lines) / 1000 for lines in asked]

    def _statements(self, one: Question) -> Iterator[str]:
        where, rank = self._where(one), "-id"
        if one.tokens:
            rank = f"-ts_rank('{{.1,.3,.5,1}}', words, {_query(one)})"
        if one.places:
            places = f"ARRAY[{','.join(map(_quoted, one.places))}]"
            rank = f"coalesce((SELECT min(array_position({places}, p)) FROM unnest(places) p), 999), {rank}"
        yield f"SELECT id FROM edition WHERE {where} ORDER BY {rank} LIMIT 20 OFFSET {one.start};"
        yield f"SELECT count(*) FROM edition WHERE {where};"
        for name in COUNTED if one.counted else ():
            yield (
                f"SELECT v, count(*) FROM edition, unnest({name}) v WHERE {self._where(one, besides=name)} "
                f"GROUP BY v ORDER BY 2 DESC LIMIT {MOST};"
            )

    @staticmethod
    def _where(one: Question, besides: str = "") -> str:
        parts = [f"words @@ {_query(one)}"] if one.tokens else []
        for name, values in one.within.items():
            if name != besides:
                parts.append(f"{name} && ARRAY[{','.join(map(_quoted, values))}]")
        return " AND ".join(parts) or "true"

    def close(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.programs / program), *arguments],
            cwd=self.folder, user=self.user, group=self.user, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"PostgreSQL's {program}: {done.stderr}")

    def _sql(self, text: str) -> None:
        self._psql(text=text)

    def _psql(self, *more: str, text: str) -> str:
        how = ("-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", "bench", "-d", "postgres")
        done = subprocess.run(
            [str(self.programs / "psql"), *how, *more],
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"PostgreSQL: {done.stderr}")
        return done.stdout


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _lexeme(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _query(one: Question) -> str:
    return _quoted(" & ".join(map(_lexeme, one.tokens))) + "::tsquery"


def _vector(document: Document) -> str:
    weights: dict[str, str] = {}
    for name, weight in zip(TEXTS, "ABCD", strict=True):
        for token in said(document, name).split():
            weights.setdefault(token, weight)
    return " ".join(f"{_lexeme(token)}:1{weight}" for token, weight in weights.items())


def _array(values: Sequence[str]) -> str:
    return (
        "{" + ",".join('"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' for value in values) + "}"
    )
