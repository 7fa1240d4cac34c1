"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.ui.api import register_refusals
from commonshelf.work import kinds
from commonshelf.work.items import TASK
from commonshelf.work.refusals import SENTENCES


def register() -> None:
    register_refusals(SENTENCES)
    kinds.register_kind(name=TASK, label=_("Tasks"))
