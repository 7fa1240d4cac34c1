"""The command line's contract: one JSON object or plain lines; refusals in one sentence; exits 0, 1, 2."""

from __future__ import annotations

import codecs
import json
import os
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from commonshelf.kernel.refusal import Refusal
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

    def misused(self, sentence: str) -> NoReturn:
        """End as argparse does where it cannot see the mistake by itself: exit 2."""
        raise CommandError(sentence, returncode=MISUSED)

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
                sentence = say(refusal)
                self.stderr.write(sentence)
                if self.as_json:
                    self.print_json(
                        {"refused": refusal.code, "sentence": sentence, "facts": dict(refusal.facts)}
                    )
                raise SystemExit(REFUSED) from refusal
            if answer is None:
                return
            if self.as_json:
                self.print_json(answer)
            else:
                self.tell(answer)


def _is_utf8(encoding: str | None) -> bool:
    return encoding is None or codecs.lookup(encoding).name == "utf-8"
