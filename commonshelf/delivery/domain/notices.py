"""Copyright notices of libraries: kinds, names and paragraphs stand in `notices.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Notice:
    """name: on forms. texts: paragraphs. marked: whether a copy under it carries whose it is."""

    code: str
    name_zh: str
    name_en: str
    texts_zh: tuple[str, ...]
    texts_en: tuple[str, ...]
    marked: bool

    def name(self, language: str) -> str:
        return self.name_zh if language.startswith("zh") else self.name_en

    def texts(self, language: str) -> tuple[str, ...]:
        return self.texts_zh if language.startswith("zh") else self.texts_en


def _read() -> Mapping[str, Notice]:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            code: Notice(
                code=code,
                name_zh=one["name_zh"],
                name_en=one["name_en"],
                texts_zh=tuple(one["texts_zh"]),
                texts_en=tuple(one["texts_en"]),
                marked=one["marked"],
            )
            for code, one in told.items()
        }
    )


NOTICES: Final = _read()


def notice(*, code: str) -> Notice:
    """The usual one where a code is not known any more."""
    return NOTICES.get(code, NOTICES["study"])
