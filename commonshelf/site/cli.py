"""The `commonshelf` command: a data folder of the right shape first, then Django's commands and ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from io import TextIOWrapper
from typing import Final

import django
from django.conf import settings
from django.core.management import call_command, execute_from_command_line, get_commands
from django.db import DatabaseError

from commonshelf.catalogue import child
from commonshelf.kernel.refusal import Refusal
from commonshelf.site import home
from commonshelf.site.sparing import lazily, without_looking_for_cycles
from commonshelf.site.version import version

# These need no database of ours, or make their own, and must not wait for one.
WITHOUT_DATABASE: Final = frozenset(
    {"check", "collectstatic", "diffsettings", "help", "makemigrations", "migrate", "restore", "settings"}
)
HELP: Final = frozenset({"-h", "--help"})
MISUSED: Final = 2
INTERRUPTED: Final = 130
UNREAD: Final = 141
"""As a shell counts a program whose reader has gone."""
SPARING: Final = frozenset({"clusters", "fsck", "load", "search", "settings"})
"""Run often, one after the other, in one thread."""


def main(arguments: list[str] | None = None) -> None:
    """Run one command line. Exits: 0 done, 1 refused with one sentence, 2 not understood."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] in (["--version"], ["version"]):
        sys.stdout.write(f"commonshelf {version()}\n")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonshelf.site.settings")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Han characters is no reason to die
    command = given[0] if given else "help"
    if command == "load" and not HELP & set(given):
        # Two cores start at once. Not through the room's door, which needs Django, and that takes as long.
        child.begin()
    try:
        with read_to_its_end(), lazily() if command in SPARING else nullcontext():
            run(command, given)
    finally:
        child.give_up()


@contextmanager
def read_to_its_end() -> Iterator[None]:
    """Whoever reads our answer may have read enough, as `head` has: no fault, and nothing to say."""
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more at its end
        raise SystemExit(UNREAD) from None


def run(command: str, given: list[str]) -> None:
    """One command on a data folder of the right shape."""
    _kept = None if command == "restore" else use_home()  # until the process ends
    try:
        if not known(command):
            sys.stderr.write(
                f"There is no command “{command}”; `commonshelf help` names them all. "
                f"· 没有命令“{command}”，全部命令见 commonshelf help。\n"
            )
            raise SystemExit(MISUSED)
        if command not in WITHOUT_DATABASE and not HELP & set(given):
            migrate()
        set_up()
        execute_from_command_line(["commonshelf", *given])
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None


def known(command: str) -> bool:
    """Whether Django or one of our rooms has this command; options and help are Django's to answer."""
    if command.startswith("-") or command == "help":
        return True
    set_up()
    return command in get_commands()


def set_up() -> None:
    """Django with all rooms; asked for again, it is there already."""
    with without_looking_for_cycles():
        django.setup()


def use_home() -> home.Use:
    """Our share of the data folder, which `restore` waits for in vain; or one sentence and exit 1."""
    try:
        return home.Use(settings.HOME)
    except Refusal:
        raise SystemExit(
            f"{settings.HOME} is being restored by another command; try again when it is done. "
            "· 另一条命令正在恢复此数据目录，请稍后再试。"
        ) from None


def migrate() -> None:
    """Bring an empty or older data folder to our shape; a look of a millisecond when it already is."""
    folder = settings.HOME
    if home.shape_of(folder) == home.shape():
        return
    with home.locked(folder, "migrate"):
        if home.shape_of(folder) == home.shape():  # somebody else did it while we waited
            return
        set_up()
        try:
            call_command("migrate", interactive=False, verbosity=0)
        except DatabaseError as error:
            raise SystemExit(
                f"The database in {folder} cannot be used: {error}. To put it aside and a backup in its "
                "place: commonshelf restore DIR --replace · 数据库无法使用；可用上述命令恢复备份。"
            ) from error
        home.set_shape(folder)
