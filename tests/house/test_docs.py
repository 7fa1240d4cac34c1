"""The documents tell what the code does: commands, settings, permissions, refusals, rooms, links."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path

import pytest

from commonshelf.site import env, manual
from commonshelf.site.version import version
from commonshelf.ui import sentences
from tests.house.reading import PACKAGE, ROOT, Source, planted, product, text_files

REFERENCE = ROOT / "docs" / "reference"
READ = (ROOT / "README.md", ROOT / "CONTRIBUTING.md")


@pytest.mark.parametrize("name", sorted(manual.pages()))
def test_reference_pages_are_as_the_code_writes_them(name):
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == manual.pages()[name], "run: .venv/bin/commonshelf docs"


def test_every_start_command_is_told():
    commands = runpy.run_path(str(ROOT / "start"), run_name="read")["COMMANDS"]
    told = " ".join(path.read_text(encoding="utf-8") for path in READ)
    assert [name for name in commands if f"./start {name}".strip() not in told] == []


def variables(sources: list[Source]) -> set[str]:
    """Environment variables of ours that the code reads."""
    return {
        node.value
        for one in sources
        for node in ast.walk(one.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"COMMONSHELF_[A-Z_]+", node.value)
    }


def test_every_variable_is_a_setting_with_an_explanation():
    told = {one.name for one in env.SETTINGS}
    assert variables(product()) == told
    assert variables(planted("os.environ['COMMONSHELF_SECRET_SWITCH']")) - told


def refusals(sources: list[Source]) -> dict[str, str]:
    """Code -> where it is raised. A code that is not written out is a fault of its own."""
    found = {}
    for one in sources:
        for node in ast.walk(one.tree):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in {"Refusal", "Unreadable"}
                and node.args
            ):
                first = node.args[0]
                for part in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    if isinstance(part, ast.Constant):
                        found[str(part.value)] = f"{one.path}:{node.lineno}"
    return found


def test_every_refusal_has_its_sentence():
    missing = {code: where for code, where in refusals(product()).items() if code not in sentences.SENTENCES}
    assert {code: where for code, where in missing.items() if "." in code} == {}
    assert refusals(planted("raise Refusal('search.planted')")).keys() - sentences.SENTENCES.keys()


def test_architecture_names_every_room():
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = [path.parent.name for path in PACKAGE.glob("*/__init__.py")]
    assert [room for room in rooms if f"`{room}`" not in told and f"{room}/" not in told] == []
    assert len(told.splitlines()) <= 120


def dead_links(files) -> list[str]:
    found = []
    for name, text in files:
        if name.endswith(".md"):
            for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
                outside = "://" in target or target.startswith("mailto:")
                if not outside and not (ROOT / Path(name).parent / target).exists():
                    found.append(f"{name}: {target}")
    return found


def test_links_between_documents_lead_somewhere():
    assert dead_links(text_files()) == []
    assert dead_links([("README.md", "[gone](docs/gone.md)")])


def test_decisions_have_their_form():
    for path in sorted((ROOT / "docs" / "adr").glob("0*.md")):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 80, path.name
        for part in ("## Context", "## Decision", "## Consequences", "## Rejected"):
            assert part in text, f"{path.name} lacks {part}"


def test_the_version_is_that_of_the_change_log():
    assert re.fullmatch(r"\d+\.\d+\.\d+", version())
    assert f"## {version()}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
