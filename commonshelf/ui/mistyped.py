"""What was wrong with a command as it was typed, in one sentence; argparse says it in English pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_NAME: Final = r"argument (?P<name>.+?)"
SENTENCES: Final[tuple[tuple[re.Pattern[str], str | _StrPromise], ...]] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"the following arguments are required: (?P<names>.+)", _("This is missing: {names}.")),
        (r"unrecognized arguments: (?P<names>.+)", _("This is not understood: {names}.")),
        (
            rf"{_NAME}: invalid choice: (?P<value>.+?) \(choose from (?P<known>.+)\)",
            _("{name} is one of these, not “{value}”: {known}."),
        ),
        (rf"{_NAME}: invalid int value: (?P<value>.+)", _("{name} is a whole number, not “{value}”.")),
        (
            rf"{_NAME}: invalid fromisoformat value: (?P<value>.+)",
            _("{name} is a day such as 2026-11-22, not “{value}”."),
        ),
        (
            rf"{_NAME}: expected (?:one|at least one) argument",
            _("After {name} something is missing. What begins with a minus is joined to it: {name}=-1."),
        ),
        (rf"{_NAME}: not allowed with argument (?P<other>.+)", _("{name} and {other} exclude each other.")),
    )
)
"""How argparse begins -> how we say it."""


def sentence(message: str, command: str) -> str:
    """message: argparse's. What is wrong, and where it is written how the command goes."""
    told = message.removeprefix("Error: ")
    for pattern, words in SENTENCES:
        if found := pattern.fullmatch(told):
            facts = {name: text.replace("'", "") for name, text in found.groupdict().items()}
            told = str(words).format(**facts)
            break
    help = gettext("How it is written: commonshelf {command} --help").format(command=command)
    return gettext("{one} {other}").format(one=told, other=help)
