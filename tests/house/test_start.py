"""`./start` on machines that lack something: one clear line each, and nothing half-made left behind."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
import time

import pytest

from tests.house.reading import ROOT

pytestmark = pytest.mark.processes

PRETEND = (
    "import runpy, sys; {change}; "
    "sys.argv = ['start', *sys.argv[1:]]; runpy.run_path('start', run_name='__main__')"
)
OLD = "sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'"
NO_VENV = (
    "import importlib.util as u; real = u.find_spec; "
    "u.find_spec = lambda name, *more: None if name == 'ensurepip' else real(name, *more)"
)


@pytest.fixture
def clone(tmp_path):
    """What `./start` looks at, in a folder of its own."""
    for name in ("start", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "commonshelf" / "site", tmp_path / "commonshelf" / "site")
    (tmp_path / "commonshelf" / "__init__.py").touch()
    for po in (tmp_path / "commonshelf").glob("*/locale/*/*/*.po"):
        po.with_suffix(".mo").touch()
    return tmp_path


def start(folder, *arguments, change="pass", **more):
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PRETEND.format(change=change), *arguments],
        cwd=folder, env={**os.environ, **more}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    done.seconds = time.monotonic() - began
    return done


def one_line(done) -> str:
    (line,) = [one for one in done.stderr.strip().splitlines() if not one.endswith("…")]
    return line


def test_an_old_python_is_told_what_is_needed(clone):
    done = start(clone, change=OLD, PATH="")
    assert done.returncode == 1
    assert "3.11" in one_line(done)
    assert "3.9.2" in one_line(done)


def test_an_old_python_gives_way_to_a_newer_one_on_the_path(clone, tmp_path):
    newer = tmp_path / "bin"
    newer.mkdir()
    (newer / "python3.12").symlink_to(sys.executable)
    done = start(clone, "help", change=OLD, PATH=str(newer))
    assert done.returncode == 0
    assert "./start test" in done.stdout


def test_a_missing_venv_module_is_one_line_with_the_command_to_type(clone):
    (clone / ".venv" / "lib").mkdir(parents=True)  # half-made, as Debian's venv leaves it
    done = start(clone, "setup", change=NO_VENV)
    assert done.returncode == 1
    assert "sudo apt install python3." in one_line(done)
    assert not (clone / ".venv").exists()


def test_an_unreachable_package_index_is_one_line(clone):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    done = start(clone, "setup", **nowhere)
    assert done.returncode == 1
    assert "PIP_INDEX_URL" in one_line(done)
    assert not (clone / ".venv" / "commonshelf-stamp.json").exists()


def test_when_nothing_changed_nothing_is_done(clone):
    """A stamp that fits is believed: no pip, no venv, a fraction of a second."""
    read = runpy.run_path(str(clone / "start"), run_name="read")
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / "bin" / "python").symlink_to(sys.executable)
    digest = {
        name: read["hashlib"].sha256((clone / name).read_bytes()).hexdigest() for name in (read["RUN"],)
    }
    stamp = {"root": str(clone), "python": read["VERSION"], **digest}
    (clone / ".venv" / "commonshelf-stamp.json").write_text(json.dumps(stamp))
    done = start(clone, "setup")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.seconds < 1
    # planted: another lock file makes it work again
    with (clone / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    assert "Installing" in start(clone, "setup", PIP_INDEX_URL="http://127.0.0.1:9/").stderr


@pytest.mark.parametrize("arguments", [["nonsense"], ["setup", "--nonsense"], ["--port", "many"]])
def test_what_is_not_understood_exits_2(clone, arguments):
    assert start(clone, *arguments).returncode == 2
