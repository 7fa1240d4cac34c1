"""What must not stand in any file: unfinished work, machines' paths, addresses of registries, secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.house.reading import text_files

HERE = "tests/house/"
FORBIDDEN = {
    "unfinished work": r"\b(TODO|FIXME|XXX|HACK)\b|待办",
    "a machine's path": r"(?<![\w.])/(?:work|root|home/[a-z]\w*|tmp/brief|Users/\w+)(?:/|\b(?!\w))",
    "a registry's address": r"(?i)pypi\.org|"
    r"files\.pythonhosted|registry\.npmjs|index-url|proxy\.golang|/simple/",
    "a secret": r"-----BEGIN [A-Z ]*PRIVATE KEY|(?i:secret_key\s*=\s*[\"'])|\bghp_\w{20}|\bAKIA[0-9A-Z]{12}",
}
PLANTED = {
    "unfinished work": "# TODO: later",
    "a machine's path": "see /home/li/start",
    "a registry's address": "pip install --index-url http://x",
    "a secret": "SECRET_KEY = 'abc'",
}


def found(files: Iterable[tuple[str, str]]) -> list[str]:
    return [
        f"{name}:{number} {what}"
        for name, text in files
        if not name.startswith(HERE)
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FORBIDDEN.items()
        if re.search(pattern, line)
    ]


def test_nothing_forbidden_stands_in_any_file():
    assert found(text_files()) == []


def test_each_kind_is_seen_when_planted():
    for what, text in PLANTED.items():
        assert found([("planted.md", text)]) == [f"planted.md:1 {what}"]
