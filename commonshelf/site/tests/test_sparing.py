"""Modules are executed when they are used, and nothing stays hooked into Python's imports."""

from __future__ import annotations

import importlib
import sys

import pytest

from commonshelf.site.sparing import lazily

NAMES = (
    "commonshelf.wire.marc.mend",
    "commonshelf.wire.marc.xmlform",
    "commonshelf.site.management.commands.docs",
)


@pytest.fixture
def unknown(monkeypatch):
    """As in a process that has not heard of these modules yet."""
    for name in NAMES:
        package, _, last = name.rpartition(".")
        monkeypatch.delattr(importlib.import_module(package), last, raising=False)
        monkeypatch.delitem(sys.modules, name, raising=False)


def executed(name):
    return type(sys.modules[name]).__name__ == "module"


@pytest.mark.usefixtures("unknown")
def test_a_module_is_executed_when_it_is_used():
    mend, xmlform, _docs = NAMES
    before = list(sys.meta_path)
    with lazily():
        for name in NAMES:
            importlib.import_module(name)
        assert [executed(name) for name in NAMES] == [False, False, True], (
            "what Django looks for is there at once"
        )
        assert sys.modules[xmlform].__doc__
        assert sys.modules[xmlform].read
    assert [executed(mend), executed(xmlform)] == [False, True]
    assert sys.meta_path == before
