"""How the house tests see the house: its tracked files, parsed once."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "commonshelf"
SKIPPED = {"__pycache__", ".venv", "node_modules", "var", "mutants", "static-root", ".git", ".tools"}


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file. path: from the project's root, with slashes."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        return Path(self.path).parts

    @property
    def is_product(self) -> bool:
        """Code that ships and that people read: no tests, no migrations, nothing generated."""
        if {"tests", "migrations", "generated"} & set(self.parts):
            return False
        return self.parts[-1] not in {"conftest.py", "testing.py"}


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def python_files(root: Path = ROOT) -> list[Source]:
    """All Python of the package, the benchmarks and `start`."""
    found = [*(root / "commonshelf").rglob("*.py"), *(root / "benchmarks").rglob("*.py"), root / "start"]
    return [
        Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(found)
        if path.is_file() and not SKIPPED & set(path.parts)
    ]


def product() -> list[Source]:
    return [source for source in python_files() if source.is_product]


def planted(text: str, path: str = "commonshelf/search/planted.py") -> list[Source]:
    """A file that is not there, to see a guard turn red."""
    return [Source(path, text)]


def text_files(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Every text file that belongs to the project: tracked by git, or new and not ignored."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root, capture_output=True, check=True,
    )  # fmt: skip
    for name in sorted(set(told.stdout.decode().split("\0")) - {""}):
        path = root / name
        if path.is_file() and not path.is_symlink():
            raw = path.read_bytes()
            if b"\0" not in raw[:1024]:
                yield name, raw.decode("utf-8", errors="replace")


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
