"""`docs`: writes the pages of docs/reference anew from the code."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from commonshelf.site import manual
from commonshelf.ui.command import Command as Base

REFERENCE: Final = Path(__file__).resolve().parents[4] / "docs" / "reference"


class Command(Base):
    help = "Write the pages of docs/reference from the code (for developers; a test compares them)."

    def run(self, **_options: Any) -> dict[str, Any]:
        REFERENCE.mkdir(parents=True, exist_ok=True)
        pages = manual.pages()
        for name, text in pages.items():
            (REFERENCE / name).write_text(text, encoding="utf-8")
        return {"written": sorted(pages)}
