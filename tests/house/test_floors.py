"""The floors hold: nothing imports upward, and each contract turns red when its fault is planted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.house.reading import PACKAGE, ROOT

LINT = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as lint; lint()",
    "--no-cache",
]
PLANTED = {
    "Floors: down only": ("news/planted.py", "from commonshelf.members import api\n"),
    "Inside a room": ("members/domain/planted.py", "from commonshelf.members import api\n"),
    "Plain: no Django": ("catalogue/domain/planted.py", "from django.db import models\n"),
    "Doors: a room's rows": ("search/planted.py", "from commonshelf.members import models\n"),
    "Doors: catalogue rows": ("search/planted2.py", "from commonshelf.catalogue import models\n"),
    "Doors: news rows": ("site/planted.py", "from commonshelf.news import models\n"),
    "Doors: browse rows": ("search/planted4.py", "from commonshelf.browse import models\n"),
    "Doors: cataloguing rows": ("search/planted5.py", "from commonshelf.cataloguing import models\n"),
    "Doors: lists rows": ("site/planted2.py", "from commonshelf.lists import models\n"),
    "Doors: mail rows": ("site/planted3.py", "from commonshelf.mail import models\n"),
    "Doors: votes rows": ("site/planted4.py", "from commonshelf.votes import models\n"),
    "Doors: work rows": ("site/planted5.py", "from commonshelf.work import models\n"),
    "Doors: office rows": ("site/planted6.py", "from commonshelf.office import models\n"),
    "Doors: ledger rows": ("site/planted7.py", "from commonshelf.ledger import models\n"),
    "Doors: cards rows": ("site/planted8.py", "from commonshelf.cards import models\n"),
    "Doors: loans rows": ("site/planted9.py", "from commonshelf.loans import models\n"),
    "Doors: visits rows": ("site/planted10.py", "from commonshelf.visits import models\n"),
    "Doors: privacy rows": ("site/planted11.py", "from commonshelf.privacy import models\n"),
    "Doors: resources rows": ("site/planted12.py", "from commonshelf.resources import models\n"),
    "Doors: delivery rows": ("site/planted13.py", "from commonshelf.delivery import models\n"),
    "Doors: sharing rows": ("site/planted14.py", "from commonshelf.sharing import models\n"),
    "Engines stay behind": ("search/planted3.py", "import tantivy\n"),
    "No circles": ("wire/planted.py", "import commonshelf.engine.planted\n"),
}
MORE = {"engine/planted.py": "import commonshelf.wire.planted\n"}


def lint(folder) -> dict[str, bool]:
    """Contract -> kept."""
    wide = {**os.environ, "COLUMNS": "240"}
    told = subprocess.run(LINT, cwd=folder, env=wide, capture_output=True, text=True, check=False)
    return {
        name: word == "KEPT" for name, word in re.findall(r"^(.+?) (KEPT|BROKEN)", told.stdout, re.MULTILINE)
    }


def test_the_floors_hold():
    kept = lint(ROOT)
    assert len(kept) == len(PLANTED)
    assert [name for name, well in kept.items() if not well] == []


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faulty")
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copytree(
        PACKAGE,
        folder / "commonshelf",
        ignore=lambda _where, names: [n for n in names if "." in n and not n.endswith(".py")],
    )
    for path, text in [*PLANTED.values(), *MORE.items()]:
        (folder / "commonshelf" / path).write_text(f'"""Planted."""\n{text}')
    return lint(folder)


@pytest.mark.parametrize("name", PLANTED)
def test_each_contract_sees_its_fault(faulty, name):
    (found,) = [kept for contract, kept in faulty.items() if contract.startswith(name)]
    assert not found
