"""The get-it sheet and a request's timeline on the page of all parts; every word is invented."""

from __future__ import annotations

from datetime import timedelta

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext

from commonshelf.sharing import reader_words as words
from commonshelf.sharing.planning.cards import Plan
from commonshelf.sharing.views.getting_rows import OutRow, Sheet, WayRow
from commonshelf.sharing.views.mine_rows import Entry
from commonshelf.ui.api import Request


def parts(request: Request) -> str:
    told = {
        "sheet": _sheet(),
        "entries": _entries(),
        "next": gettext("a sample library answers, by tomorrow"),
    }
    return render_to_string("sharing/reader/parts/house.html", told, request=request)


def _sheet() -> Sheet:
    place, now = gettext("Sample Library"), timezone.now()
    walk = WayRow(
        kind="shelf-elsewhere",
        when=words.when(now, 0.5),
        about=words.about(now, 0.5),
        surely="",
        title=str(words.PLACE["shelf-elsewhere"]).format(place=place),
        lines=("I242.4/5", words.cost(0)),
        needs=(),
        cost=words.cost(0),
        measured=False,
        url="#top",
        button=str(words.BUTTON["shelf-elsewhere"]),
        keep="#top",
    )
    courier = WayRow(
        kind="courier",
        when=words.when(now, 30),
        about=words.about(now, 30),
        surely=words.surely(now, 30, 50),
        title=str(words.PLACE["courier"]).format(pickup=place),
        lines=(words.cost(0),),
        needs=(),
        cost=words.cost(0),
        measured=True,
        url="#top",
        button=str(words.BUTTON["courier"]),
        reasons=(gettext("A reason in one sentence."),),
        parts=((gettext("on the way"), "20", gettext("measured here")),),
    )
    out = OutRow(place, gettext("Why this way is none now, in one sentence."))
    plan = Plan((), (), now)
    return Sheet(0, (walk, courier), (), (out,), (gettext("A reason in one sentence."),), "", plan)


def _entries() -> list[Entry]:
    now = timezone.now()
    place = gettext("Sample Library")
    said = (gettext("You asked for it"), gettext("{supplier} said yes").format(supplier=place))
    return [
        Entry(now - timedelta(hours=9 - n), what, "", last=n == len(said) - 1) for n, what in enumerate(said)
    ]
