"""What the agency's desk lends to the rooms around it: its kind of work, its turns, its menu entry."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.sharing.agency import previews, verdicts
from commonshelf.sharing.agency.refusals import SENTENCES, WORDS
from commonshelf.sharing.ruling import deciding, policies
from commonshelf.ui import api as ui
from commonshelf.work import api as work


def register() -> None:
    ui.register_refusals(SENTENCES)
    for fact, words in WORDS.items():
        ui.register_words(fact, words)
    work.register_kind(name=deciding.KIND, label=_("Licence decisions"), opens_with=_("Decide"), stays=True)
    news.schedule(name="sharing.rules", cron="* * * * *", handler=_rules)
    news.schedule(name="sharing.decisions", cron="*/5 * * * *", handler=_decisions)
    news.subscribe(kinds=["sharing.try-rules"], subscriber="sharing.previews", handler=previews.run)
    ui.register_nav(
        name="agency",
        label=_("Agency desk"),
        url="sharing:agency",
        area="staff",
        group="today",
        order=7,
        shown=_reads,
        also=(
            "sharing:approval",
            "sharing:decided",
            "sharing:rules",
            "sharing:rules-version",
            "sharing:rules-draft",
            "sharing:simulations",
            "sharing:simulation",
            "sharing:care",
            "sharing:call",
            "sharing:money",
            "sharing:statement",
        ),
    )


def _rules(now: datetime) -> None:
    policies.announce_due(now)


def _decisions(now: datetime) -> None:
    verdicts.lapse_or_rise(now)


def _reads(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="sharing.read-approvals", object=Ref("approval", ""))
