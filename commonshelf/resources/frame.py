"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor
from commonshelf.members import api as members
from commonshelf.news import api as news
from commonshelf.resources import bringing, matching, places_out, taking, turns, words
from commonshelf.resources.refusals import SENTENCES
from commonshelf.resources.setting import ref
from commonshelf.ui import api as ui
from commonshelf.work import api as work


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_words("level", words.LEVELS)
    _menu()
    _settings()
    work.register_kind(
        name=turns.ENDING,
        label=_("Licences that end"),
        opens_with=_("Look at the resource"),
        stays=True,
    )
    brought, taken = ["resources.bring-titles"], ["resources.take-titles"]
    news.subscribe(kinds=brought, subscriber="resources.reader", handler=bringing.on_brought)
    news.subscribe(kinds=taken, subscriber="resources.taker", handler=bringing.on_take)
    news.subscribe(kinds=["members.leave"], subscriber="resources.left", handler=taking.on_left)
    news.schedule(name="resources.follow", cron="*/5 * * * *", handler=matching.on_turn)
    news.schedule(name="resources.nightly", cron="50 2 * * *", handler=turns.nightly)
    members.register_export("resources", taking.write_own)
    places_out.register()


def _menu() -> None:
    ui.register_nav(name="resources", label=_("Read online"), url="resources:all", area="foot", order=15)
    ui.register_nav(
        name="resources-own",
        label=_("Electronic resources"),
        url="resources:own",
        area="staff",
        group="catalogue",
        order=60,
        shown=keeps,
        also=("resources:edit", "resources:titles", "resources:lists", "resources:list", "resources:links"),
    )
    ui.register_nav(
        name="levels",
        label=_("Access levels"),
        url="resources:levels",
        area="staff",
        group="libraries",
        order=70,
        shown=reads_levels,
        also=("resources:level", "resources:new-level", "resources:meaning"),
    )


def keeps(actor: Actor) -> bool:
    """Whether they may look at what some library, or the alliance, licensed."""
    return any(
        members.allowed(actor=actor, action="resources.read-own", object=ref(one.library))
        for one in actor.standings
    )


def reads_levels(actor: Actor) -> bool:
    return members.allowed(actor=actor, action="resources.read-levels", object=ref(""))


def _settings() -> None:
    members.register_setting(
        name="resources.networks",
        kind="text",
        default="",
        most=500,
        label=_("Networks of the library's rooms"),
        help=_("Addresses or networks, with blanks between: whoever comes from there reads on site."),
    )
    members.register_setting(
        name="resources.warn-days",
        kind="number",
        default=60,
        least=1,
        most=365,
        unit=_("days"),
        label=_("Warned before a licence ends"),
    )
