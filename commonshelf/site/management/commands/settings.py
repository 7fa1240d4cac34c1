"""`settings`: what an operator may set in the environment, and what is in force."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings

from commonshelf.site.env import SETTINGS
from commonshelf.ui.command import Command as Base


class Command(Base):
    help = "List the variables that can be set, with what is in force now."

    def run(self, **_options: Any) -> dict[str, Any]:
        in_force = {
            "COMMONSHELF_HOME": str(settings.HOME),
            "COMMONSHELF_HOSTS": " ".join(settings.ALLOWED_HOSTS),
            "COMMONSHELF_TLS": "yes" if settings.TLS else "no",
        }
        return {one.name: in_force.get(one.name, os.environ.get(one.name, "")) for one in SETTINGS}

    def tell(self, answer: dict[str, Any]) -> None:
        for one in SETTINGS:
            self.stdout.write(f"{one.name}={answer[one.name]}\n    {one.zh}\n    {one.en}")
