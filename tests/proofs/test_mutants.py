"""One fault at a time in the guard and the permissions: each must turn some test of theirs red."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = [pytest.mark.prove, pytest.mark.processes]
ROOT = Path(__file__).resolve().parents[2]
GUARD = "commonshelf/site/tests/test_guard.py"
TURNS = "commonshelf/ui/tests/test_turns.py"
FRESH = "commonshelf/search/tests/test_freshness.py"
RIGHTS = "commonshelf/members/tests/test_permissions.py"
NEAR = "commonshelf/members/tests/test_loopback.py"


class Mutant(NamedTuple):
    """In this file, this text instead of that; tests: what must see it."""

    file: str
    was: str
    now: str
    tests: str


_GUARD = "commonshelf/ui/guard.py"
_TURNS = "commonshelf/ui/domain/turns.py"
_GATE = "commonshelf/ui/gate.py"
_CRAWLS = "commonshelf/ui/domain/crawls.py"
_CALLER = "commonshelf/ui/domain/addresses.py"
_SENT = "commonshelf/ui/sent_away.py"
_FRESH = "commonshelf/search/freshness.py"
_KEPT = "commonshelf/ui/middleware.py"
_RIGHTS = "commonshelf/members/domain/permissions.py"
_PEOPLE = "commonshelf/members/people.py"
_NEAR = "commonshelf/members/loopback.py"
_ANYWHERE = "any(s.role is role for s in actor.standings)"
MUTANTS = (
    Mutant(_GUARD, "if len(filters) > limits.filters:", "if len(filters) > limits.filters + 1:", GUARD),
    Mutant(_GUARD, "constant_time_compare(given, _sign(session))", "True", GUARD),
    Mutant(_GUARD, "        if alone:\n", "        if False:\n", GUARD),
    Mutant(_GUARD, "        if together:\n", "        if False:\n", GUARD),
    Mutant(_GUARD, "self.doors if request.path.startswith(DOORS) else self.pages", "self.pages", GUARD),
    Mutant(_GUARD, "admitted = self._now[who] < self._most", "admitted = True", GUARD),
    Mutant(_GUARD, "response.delete_cookie(KNOWN", "response.delete_cookie('other'", GUARD),
    Mutant(_GUARD, "if not self.limits.on or", "if", GUARD),
    Mutant(_CRAWLS, "sorted((hash(one), hash(other)))", "(hash(one), hash(other))", GUARD),
    Mutant(_CRAWLS, "if now - self._began >= self.span:", "if False:", GUARD),
    Mutant(_CRAWLS, "if len(self._seen) > self.room:", "if False:", GUARD),
    Mutant(_SENT, 'response["Retry-After"] = str(seconds)', "pass", GUARD),
    Mutant(_SENT, 'response["Cache-Control"] = "no-store"', "pass", GUARD),
    Mutant(_SENT, "escape(_onwards(request, refusal))", "_onwards(request, refusal)", GUARD),
    Mutant(_TURNS, "self._at_work.total() < self.working", "self._at_work.total() <= self.working", TURNS),
    Mutant(_TURNS, "if self._waiting < self.waiting:", "if self._waiting <= self.waiting:", TURNS),
    Mutant(_TURNS, "self._held(who) + 1 >= self._held(most)", "True", TURNS),
    Mutant(_TURNS, "follows = min(self._lines", "follows = max(self._lines", TURNS),
    Mutant(_TURNS, "        self._forget(who)\n        return ticket", "        return ticket", TURNS),
    Mutant(_GATE, "self._turns.give_up(who, ticket)", "pass", TURNS),
    Mutant(_GATE, "            if admitted:\n                self._leave(who)", "            pass", TURNS),
    Mutant(_CALLER, "reversed([part", "list([part", GUARD),
    Mutant(_CALLER, "if address.is_loopback:", "if False:", GUARD),
    Mutant(_KEPT, "cache_control(response, private=True,", "cache_control(response, public=True,", FRESH),
    Mutant(_FRESH, "get_language(), here.library", "here.library", FRESH),
    Mutant(_FRESH, "here.library, here.branch, ", "", FRESH),
    Mutant(_FRESH, ", index.engine().cursor())", ")", FRESH),
    Mutant(_FRESH, "members.directory_mark(), now", '"", now', FRESH),
    Mutant(_FRESH, 'and not getattr(request, "actor", VISITOR).known', "", FRESH),
    Mutant(_FRESH, 'and "lang" not in request.GET', "", FRESH),
    Mutant(_RIGHTS, "bool(of.library) and actor.has(role, of.library)", _ANYWHERE, RIGHTS),
    Mutant(
        _RIGHTS,
        "    if object is None:\n        return False\n",
        "    object = object or Ref('', '')\n",
        RIGHTS,
    ),
    Mutant(
        _RIGHTS, '"members.add-library": _OFFICE_ONLY', '"members.add-library": (OPERATOR, AUDITOR)', RIGHTS
    ),
    Mutant(_RIGHTS, '"catalogue.load": _KEEPS_THE_RECORDS', '"catalogue.load": (OFFICE, AUDITOR)', RIGHTS),
    Mutant(_PEOPLE, "if tie.role == Role.OFFICE and", "if False and", RIGHTS),
    Mutant(_PEOPLE, "person__is_active=True", "person__pk__gt=0", RIGHTS),
    Mutant("commonshelf/members/cards.py", "(self.active_to, self.library_to)", "(self.active_to,)", RIGHTS),
    Mutant(_NEAR, "or settings.GUARD.proxies", "", NEAR),
    Mutant(_NEAR, 'request.META.get("SERVER_PROTOCOL") == "HTTP/1.0"', "False", NEAR),
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory) -> Path:
    """The house, to be spoilt."""
    folder = tmp_path_factory.mktemp("mutants") / "house"
    folder.mkdir()
    for name in ("commonshelf", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "proofs"))
    for name in ("conftest.py", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def red(folder: Path, tests: str) -> str:
    """The last line when a test failed; "" when all passed."""
    quiet = ("-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider")
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", *quiet, tests],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout.strip().splitlines()[-1] if done.returncode else ""


def settings_with_the_guard_late(text: str) -> str:
    """The guard behind sessions and accounts, where it would cost queries."""
    guard, people = '    "commonshelf.ui.guard.Guard",\n', '    "commonshelf.members.middleware.Who",\n'
    assert guard in text
    return text.replace(guard, "").replace(people, people + guard)


@pytest.mark.parametrize("tests", [GUARD, TURNS, FRESH, RIGHTS, NEAR])
def test_without_a_fault_they_are_green(copied, tests):
    assert not red(copied, tests)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[f"{one.file}: {one.was.strip()[:60]}" for one in MUTANTS])
def test_a_fault_turns_them_red(copied, mutant):
    path = copied / mutant.file
    sound = path.read_text(encoding="utf-8")
    assert sound.count(mutant.was) == 1, "the code has changed: name its fault anew"
    path.write_text(sound.replace(mutant.was, mutant.now), encoding="utf-8")
    try:
        assert red(copied, mutant.tests), f"{mutant.file} lives on with {mutant.now!r}"
    finally:
        path.write_text(sound, encoding="utf-8")


def test_a_guard_behind_the_accounts_is_seen(copied):
    path = copied / "commonshelf/site/settings.py"
    sound = path.read_text(encoding="utf-8")
    path.write_text(settings_with_the_guard_late(sound), encoding="utf-8")
    try:
        assert red(copied, GUARD)
    finally:
        path.write_text(sound, encoding="utf-8")
