"""The command line's contract: one JSON object or plain lines; refusals in one sentence; exits 0, 1, 2."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Mapping
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from commonshelf.kernel.refusal import Fact, Refusal
from commonshelf.ui import mistyped
from commonshelf.ui.sentences import say

REFUSED = 1
MISUSED = 2


def terminal_language() -> str:
    """zh-hans or en, as the terminal's locale asks; English where it says neither."""
    for name in ("COMMONSHELF_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if given := os.environ.get(name, "").lower():
            return "zh-hans" if given.startswith("zh") else "en"
    return "en"


class Command(BaseCommand):
    """Base of all our commands: write `run`, and `tell` for people; `--json` is there by itself."""

    requires_system_checks: list[str] = []
    as_json = False
    """Whether the answer is for a program."""
    typed = False
    """Whether somebody typed it; called from a program it raises."""

    def run_from_argv(self, argv: list[str]) -> None:
        """As Django does it, but what is wrong with what was typed is said in one sentence."""
        self.typed = True
        with translation.override(terminal_language()):
            try:
                self.create_parser(argv[0], argv[1]).parse_args(argv[2:])
            except CommandError as wrong:
                self.as_json = "--json" in argv
                self._end_misused(mistyped.sentence(str(wrong), argv[1]))
            super().run_from_argv(argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
        return parser

    def run(self, **options: Any) -> dict[str, Any] | None:
        """Do the work. The returned object is what `--json` prints; None prints nothing."""
        raise NotImplementedError

    def tell(self, answer: dict[str, Any]) -> None:
        """Print the answer for people; commands with something nicer to say override this."""
        for name, value in answer.items():
            told = (
                json.dumps(value, ensure_ascii=False, default=str)
                if isinstance(value, (dict, list))
                else value
            )
            self.stdout.write(f"{name}: {told}")

    def sentence(self, refusal: Refusal) -> str:
        """What a person is told of it; commands that know what would go instead override this."""
        return say(refusal)

    def misused(self, sentence: str) -> NoReturn:
        """End as argparse does where it cannot see the mistake by itself: exit 2."""
        if self.typed:
            self._end_misused(sentence)
        raise CommandError(sentence, returncode=MISUSED)

    def _end_misused(self, sentence: str) -> NoReturn:
        self._say_no("misused", sentence, {})
        raise SystemExit(MISUSED)

    def _say_no(self, code: str, sentence: str, facts: Mapping[str, Fact]) -> None:
        self.stderr.write(sentence)
        if self.as_json:
            self.print_json({"refused": code, "sentence": sentence, "facts": dict(facts)})

    def print_json(self, answer: object) -> None:
        """One line; beyond ASCII only where the terminal or file can bear it."""
        plain = not _is_utf8(getattr(self.stdout, "encoding", None))
        self.stdout.write(json.dumps(answer, ensure_ascii=plain, default=str))

    def handle(self, *_args: Any, **options: Any) -> None:
        self.as_json = options.pop("json")
        with translation.override(terminal_language()):
            try:
                answer = self.run(**options)
            except Refusal as refusal:
                self._say_no(refusal.code, self.sentence(refusal), refusal.facts)
                raise SystemExit(REFUSED) from refusal
            if answer is None:
                return
            if self.as_json:
                self.print_json(answer)
            else:
                self.tell(answer)


def _is_utf8(encoding: str | None) -> bool:
    return encoding is None or codecs.lookup(encoding).name == "utf-8"
