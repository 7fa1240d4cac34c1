"""One request of a terminal, with all that answering it takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import override
from pysip2.models import SIPRequest, SIPResponse

from commonshelf.kernel.actor import Actor
from commonshelf.kernel.refusal import Refusal
from commonshelf.loans.terminals import TerminalCard
from commonshelf.members.cards import Said
from commonshelf.ui import api as ui
from commonshelf.wire.sip2 import dates
from commonshelf.wire.sip2.denials import deny
from commonshelf.wire.sip2.values import can_say

CHINESE: Final = frozenset({"019", "027"})
"""Codes of languages, as the standard counts them: 019 Chinese, 027 Taiwanese."""
UNSAID: Final = "000"
_SAMPLE: Final = "图书馆"


@dataclass(frozen=True, slots=True)
class Asked:
    """at: our own time, which decides. mark: of this one request, the same when it is sent again.

    shown: readers whose password this line has seen, key -> until when it is remembered.
    """

    message: SIPRequest
    terminal: TerminalCard
    at: datetime
    mark: str
    peer: str = ""
    shown: dict[str, datetime] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return self.terminal.actor

    @property
    def library(self) -> str:
        return self.terminal.library

    @property
    def now(self) -> str:
        return dates.write_moment(self.at, timezone.get_current_timezone())

    @property
    def language(self) -> str:
        """Of the message, else of the terminal; English where its charset has no Chinese."""
        if not can_say(_SAMPLE, self.terminal.charset):
            return "en"
        said = getattr(self.message, "language", UNSAID)
        if said == UNSAID:
            return self.terminal.language
        return "zh-hans" if said in CHINESE else "en"

    def name(self, said: Said) -> str:
        return said.in_language(self.language)

    def words(self, refusal: Refusal) -> str:
        with override(self.language):
            return ui.sentence(refusal)

    def no(self, words: str) -> SIPResponse:
        return deny(self.message, words=words, now=self.now, institution=self.library)

    def refused(self, refusal: Refusal) -> SIPResponse:
        return self.no(self.words(refusal))
