"""Builds readings.txt from pypinyin (MIT), which is needed for this only and is in no lock file.

Run `python -m commonshelf.demo.make_readings` in an environment that has it, after adding works or
words. One reading a character, and whole titles and names where the characters alone would mislead.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from commonshelf.demo.alliance import texts as alliance_texts
from commonshelf.demo.romanise import FILE
from commonshelf.demo.tables import FOLDER
from commonshelf.demo.work import works

FIRST, LAST = "\u3400", "\u9fff"


def texts() -> Iterator[str]:
    """Every text of ours that a record may romanise."""
    for work in works():
        yield from (work.title, work.subtitle)
        yield from (maker.name for maker in (*work.makers, *work.translators))
    for path in sorted(FOLDER.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            yield from (cell.replace("{}", "") for cell in line.split("\t"))
    yield from alliance_texts()


def lines(pypinyin: Any) -> list[str]:
    single: dict[str, str] = {}
    whole: dict[str, str] = {}
    found = [text for text in texts() if any(FIRST <= char <= LAST for char in text)]
    for char in sorted({char for text in found for char in text if FIRST <= char <= LAST}):
        single[char] = pypinyin.lazy_pinyin(char)[0].replace("ü", "v")
    for text in found:
        if all(FIRST <= char <= LAST for char in text):
            said = " ".join(pypinyin.lazy_pinyin(text)).replace("ü", "v")
            if len(text) > 1 and said != " ".join(single[char] for char in text):
                whole[text] = said
    return [f"{text}\t{said}" for text, said in [*sorted(single.items()), *sorted(whole.items())]]


if __name__ == "__main__":
    made = lines(importlib.import_module("pypinyin"))
    FILE.write_text("\n".join(made) + "\n", encoding="utf-8")
