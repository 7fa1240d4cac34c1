"""`reindex`: build the search index anew from the database while the old one answers."""

from __future__ import annotations

import time
from typing import Any

from django.utils.translation import ngettext

from commonshelf.search import api as search
from commonshelf.ui.command import Command as Base


class Command(Base):
    help = "Build the search index anew from the database; nothing is lost and searching goes on."

    def run(self, **_options: Any) -> dict[str, Any]:
        began = time.monotonic()
        editions = search.reindex()
        return {"editions": editions, "seconds": round(time.monotonic() - began, 2)}

    def tell(self, answer: dict[str, Any]) -> None:
        said = ngettext(
            "{editions} edition indexed in {seconds} s.",
            "{editions} editions indexed in {seconds} s.",
            answer["editions"],
        )
        self.stdout.write(said.format(**answer))
