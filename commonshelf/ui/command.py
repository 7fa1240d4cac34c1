"""The command line's contract: one JSON object or plain lines; refusals in one sentence; exits 0, 1, 2."""

from __future__ import annotations

import json
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from commonshelf.kernel.refusal import Refusal
from commonshelf.ui.sentences import say

REFUSED = 1


def terminal_language() -> str:
    """zh-hans or en, as the terminal's locale asks; English where it says neither."""
    for name in ("COMMONSHELF_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if given := os.environ.get(name, "").lower():
            return "zh-hans" if given.startswith("zh") else "en"
    return "en"


class Command(BaseCommand):
    """Base of all our commands: write `run`, and `tell` for people; `--json` is there by itself."""

    requires_system_checks: list[str] = []

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

    def handle(self, *_args: Any, **options: Any) -> None:
        as_json = options.pop("json")
        with translation.override(terminal_language()):
            try:
                answer = self.run(**options)
            except Refusal as refusal:
                self.stderr.write(say(refusal))
                raise SystemExit(REFUSED) from refusal
            if answer is None:
                return
            if as_json:
                self.stdout.write(json.dumps(answer, ensure_ascii=False, default=str))
            else:
                self.tell(answer)
