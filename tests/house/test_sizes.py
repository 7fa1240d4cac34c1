"""Files and functions stay small, modules say what they are, and nothing is called a helper."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.house.reading import Source, functions, planted, product, python_files

FILE_WALL = 400
FUNCTION_WALL = 60
VAGUE = {"utils", "util", "core", "common", "helpers", "helper", "misc", "lib", "manager", "base"}


def long_files(sources: Iterable[Source]) -> list[str]:
    return [
        f"{one.path} has {lines} lines" for one in sources if (lines := one.text.count("\n")) >= FILE_WALL
    ]


def long_functions(sources: Iterable[Source]) -> list[str]:
    return [
        f"{one.path}:{node.lineno} {node.name} has {lines} lines"
        for one in sources
        for node in functions(one.tree)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) >= FUNCTION_WALL
    ]


def silent_modules(sources: Iterable[Source]) -> list[str]:
    return [
        one.path
        for one in sources
        if one.text.strip() and "migrations" not in one.parts and not ast.get_docstring(one.tree)
    ]


def vague_names(sources: Iterable[Source]) -> list[str]:
    return [one.path for one in sources if VAGUE & {part.removesuffix(".py") for part in one.parts}]


def late_imports(sources: Iterable[Source]) -> list[str]:
    """Imports inside functions whose line, or the one above, gives no reason in a comment."""
    found = []
    for one in sources:
        lines = one.text.splitlines()
        for function in functions(one.tree):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    near = [lines[node.lineno - 2], *lines[node.lineno - 1 : node.end_lineno]]
                    if not any("#" in line for line in near):
                        found.append(f"{one.path}:{node.lineno}")
    return sorted(set(found))


def unreasoned_waivers(sources: Iterable[Source]) -> list[str]:
    """`noqa` and `type: ignore` name the rule they waive."""
    return [
        f"{one.path}:{number}"
        for one in sources
        for number, line in enumerate(one.text.splitlines(), 1)
        if line.rstrip().endswith(("# noqa", "# type: ignore"))
    ]


def test_files_stay_below_the_wall():
    assert long_files(product()) == []
    assert long_files(planted("x = 1\n" * FILE_WALL))


def test_functions_stay_below_the_wall():
    assert long_functions(product()) == []
    assert long_functions(planted("def f():\n" + "    x = 1\n" * FUNCTION_WALL))


def test_every_module_says_in_one_line_what_it_is():
    assert silent_modules(python_files()) == []
    assert silent_modules(planted("x = 1\n"))


def test_modules_have_names_that_say_something():
    assert vague_names(python_files()) == []
    assert vague_names(planted("", "commonshelf/search/utils.py"))
    assert vague_names(planted("", "commonshelf/core/thing.py"))


def test_late_imports_carry_their_reason():
    assert late_imports(product()) == []
    assert late_imports(planted("def f():\n    import json\n"))
    assert not late_imports(planted("def f():\n    import json  # only when asked: it is slow\n"))


def test_waivers_name_their_rule():
    assert unreasoned_waivers(python_files()) == []
    assert unreasoned_waivers(planted("x = 1  # noqa\n"))
