"""A command as it is typed: what is wrong with it is one sentence, and one object for programs; exit 2."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.command import Command


class Count(Command):
    def add_arguments(self, parser):
        parser.add_argument("--to", type=int, required=True)
        parser.add_argument("--on", type=date.fromisoformat)
        parser.add_argument("--way", choices=("up", "down"))
        parser.add_subparsers(dest="step").add_parser("go").add_argument("where")

    def run(self, **options):
        if options["to"] == 7:
            self.misused("Not to seven.")
        if options["to"] == 8:
            raise Refusal("absent", {"to": 8})
        return {"counted": options["to"]}


def typed(*words: str, status: int, capsys, monkeypatch, language="en"):
    """(what a person reads, the object) of one command line."""
    monkeypatch.setenv("COMMONSHELF_LANG", language)
    told = 0
    try:
        Count().run_from_argv(["commonshelf", "count", *words])
    except SystemExit as ended:
        told = ended.code
    assert told == status
    out, err = capsys.readouterr()
    assert "usage" not in err
    return err.strip(), json.loads(out) if out else None


HELP = "How it is written: commonshelf count --help"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "x"], "--to is a whole number, not “x”."),
        ([], "This is missing: --to."),
        (["--to"], "After --to something is missing. What begins with a minus is joined to it: --to=-1."),
        (["--to", "1", "--on", "2026-1"], "--on is a day such as 2026-11-22, not “2026-1”."),
        (["--to", "1", "--way", "left"], "--way is one of these, not “left”: up, down."),
        (["--to", "1", "--left"], "This is not understood: --left."),
        (["--to", "1", "go"], "This is missing: where."),
    ],
)
def test_what_is_mistyped_is_said_in_one_sentence(words, said, capsys, monkeypatch):
    told, _none = typed(*words, status=2, capsys=capsys, monkeypatch=monkeypatch)
    assert told == f"{said} {HELP}"
    told, answer = typed(*words, "--json", status=2, capsys=capsys, monkeypatch=monkeypatch)
    assert answer == {"refused": "misused", "sentence": told, "facts": {}}


def test_in_chinese(capsys, monkeypatch):
    told, _none = typed("--to", "x", status=2, capsys=capsys, monkeypatch=monkeypatch, language="zh_CN.UTF-8")
    assert told == "--to 应是整数，“x”不是。写法见 commonshelf count --help"


def test_done_refused_and_not_understood(capsys, monkeypatch):
    both = {"capsys": capsys, "monkeypatch": monkeypatch}
    assert typed("--to", "3", "--json", status=0, **both) == ("", {"counted": 3})
    assert typed("--to", "7", status=2, **both) == ("Not to seven.", None)
    assert typed("--to", "7", "--json", status=2, **both)[1]["refused"] == "misused"
    told, answer = typed("--to", "8", "--json", status=1, **both)
    assert answer == {"refused": "absent", "sentence": told, "facts": {"to": 8}}


def test_called_from_a_program_it_raises():
    for words in (["--to", "x"], ["--to", "7"]):
        with pytest.raises(CommandError):
            call_command(Count(), *words)
