"""A terminal before a data folder of its own: real commands, their answers and what they leave behind."""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from commonshelf.site.tests.processes import COMMONSHELF, run, run_from_nothing, surroundings

Answer = dict[str, Any]
Partition = frozenset[frozenset[tuple[str, str]]]


@dataclass(frozen=True)
class Terminal:
    """home: the data folder; language of the sentences as the locale says; fresh: each command in an
    interpreter of its own from its first byte, not in one that has begun before.
    """

    home: Path
    language: str = "en_US.UTF-8"
    fresh: bool = False

    def said(self, *arguments: object, status: int = 0, **more: str) -> tuple[str, str]:
        """What one command wrote to its two outputs; never a traceback, always the expected exit."""
        how = run_from_nothing if self.fresh or "PYTHONIOENCODING" in more else run
        done = how(self.home, *arguments, **{"LANG": self.language, **more})
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout, done.stderr

    def ask(self, *arguments: object) -> Answer:
        """The one object of a command that went well; it warns of nothing."""
        out, err = self.said(*arguments, "--json")
        assert err == ""
        return one_object(out)

    def refused(self, *arguments: object) -> Answer:
        """Exit 1: one sentence for people, and the same with its code for programs."""
        out, err = self.said(*arguments, "--json", status=1)
        answer = one_object(out)
        assert err.strip() == answer["sentence"]
        assert "\n" not in answer["sentence"]
        return answer

    def load(self, library: str, *given: object) -> Answer:
        """given: files and options. The counts add up whatever came."""
        answer, _warned = self.load_warned(library, *given)
        return answer

    def load_warned(self, library: str, *given: object) -> tuple[Answer, str]:
        out, err = self.said("load", *given, "--library", library, "--create", "--json")
        answer = one_object(out)
        assert answer["read"] == answer["loaded"] + answer["unchanged"] + answer["rejected"]
        assert answer["rejected"] == len(answer["rejects"])
        return answer, err

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """A command that runs on beside us."""
        return subprocess.Popen(
            [*COMMONSHELF, *map(str, arguments)],
            env=surroundings(self.home),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def found(self, *words: object) -> list[list[str]]:
        """Local ids of each edition found, in order."""
        return [result["local_ids"] for result in self.ask("search", *words)["results"]]

    def rows(self) -> list[tuple[str, str, int, int]]:
        """What `clusters` writes, below its heading."""
        out = self.home.parent / f"{self.home.name}.tsv"
        self.said("clusters", "--out", out)
        heading, *lines = out.read_text(encoding="utf-8").removesuffix("\n").split("\n")
        assert heading == "library\tlocal_id\tedition\twork"
        cells = [line.split("\t") for line in lines]
        return [(library, local_id, int(edition), int(work)) for library, local_id, edition, work in cells]

    def editions(self) -> dict[tuple[str, str], int]:
        return {(library, local_id): edition for library, local_id, edition, _ in self.rows()}

    def partition(self) -> Partition:
        """Which records are one edition, whatever its number."""
        groups: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for record, edition in self.editions().items():
            groups[edition].add(record)
        return frozenset(map(frozenset, groups.values()))

    def sound(self) -> bool:
        return self.ask("fsck")["problems"] == []


def one_object(out: str) -> Answer:
    """Exactly one JSON object and nothing else."""
    answer = json.loads(out)
    assert isinstance(answer, dict)
    return answer


def counts(answer: Answer) -> tuple[int, int, int, int, int]:
    """read, loaded, unchanged, rejected, deleted."""
    return tuple(answer[name] for name in ("read", "loaded", "unchanged", "rejected", "deleted"))


def reasons(answer: Answer) -> list[str]:
    return [reject["reason"] for reject in answer["rejects"]]
