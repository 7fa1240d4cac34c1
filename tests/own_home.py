"""Loaded by pytest before anything else (`-p` in pyproject.toml): tests never touch anybody's data folder.

A conftest would be too late: pytest-django reads the settings before it reads any conftest.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile

import pytest

from commonshelf.site.translations import compile_all

HOME = tempfile.mkdtemp(prefix="commonshelf-test-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["COMMONSHELF_HOME"] = HOME
for name in ("COMMONSHELF_HOSTS", "COMMONSHELF_TLS", "COMMONSHELF_LANG"):
    os.environ.pop(name, None)

if sys.dont_write_bytecode:
    # Hundreds of processes begin here: without what the first one compiled each needs twice as long.
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

compile_all()  # Django keeps the sentences it finds when it starts
gc.disable()  # while modules are loaded and tests collected nothing becomes garbage


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """From here on it is looked for as seldom as in the web server, and never among what was loaded."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()
