"""What a plan says to people: each way as a sentence, every reason and need, why one stands first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Absent, Fact
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.sharing.domain.ways import Plan, RuledOut, Way
from commonshelf.ui.templatetags.shelf import clock, day, listed

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "str | _StrPromise"]
FEN: Final = 100
DAY: Final = 24
LONG: Final = 36
"""Hours from which days are easier to grasp."""
KINDS: Final[Words] = {
    "online": _("Read it online"),
    "shelf": _("Take it off the shelf at {place}"),
    "shelf-elsewhere": _("Borrow it at {place}"),
    "courier": _("Have it brought from {place}"),
    "scan": _("A copy from {place}, sent as a file"),
    "licensed-copy": _("A copy from {place}, once the licence is granted"),
    "partner": _("Have it fetched from {place}, outside the alliance"),
    "buy": _("Ask {place} to buy it"),
    # of a service, where the kind does not tell enough
    "Hold": _("Wait at {place} until a copy comes back"),
    "Read": _("Read it there, at {place}"),
    "partner Copy": _("A copy from {place}, outside the alliance"),
}
NEEDS: Final[Words] = {
    "card": _("your reader's card"),
    "sign-in": _("signing in as a reader"),
    "approval-owner": _("the owner's consent"),
    "approval-agency": _("a licence decision of the alliance agency"),
    "copyright": _("agreeing to the copyright notice"),
    "pages": _("which pages"),
    "read-there": _("reading it there: it is not lent to you"),
    "go-there": _("going there"),
    "hold": _("a place in the queue"),
    "ask-first": _("asking first whether it is on the shelf"),
    "pay": _("paying the fee"),
    "own-turn": _("waiting until one of your other requests is done"),
    "suggest": _("a suggestion to your library"),
    "desk-asks": _("your library's word: it asks there for you"),
}
REASONS: Final[Words] = {
    "measured": _("The time is what this library took before."),
    "estimated": _("The time is estimated: too little was seen of this library yet."),
    "approved-by-rule": _("The licence is granted at once, by the rule “{rule}”."),
    "limited-to-pages": _(
        "The licence is granted at once, by the rule “{rule}”: {pages} pages at most may be copied."
    ),
    "limited-by-rule": _("The licence is granted at once and with limits, by the rule “{rule}”."),
    "measured-outside": _("The time is what this partner took before."),
    "estimated-outside": _("The time is estimated: it is what your library was told."),
    "shelf-unknown": _("Whether it is on the shelf is not known."),
    "distance-unknown": _("How far it is from you is not known."),
    "may-be-late": _("One time in five it may come after the day you need it by."),
    "due-back": _("A copy is due back on {due}."),
    "gave-more": _(
        "This library gave more than it took over the last 90 days: it stands {hours} further back."
    ),
    "took-more": _(
        "This library took more than it gave over the last 90 days: it stands {hours} further ahead."
    ),
    "often-no": _("It can fill only {percent} of 100 requests: the time until its no is counted in."),
    "last-resort": _("It is asked only when all others cannot."),
    "open-access": _("Open to everybody."),
    "licensed": _("Licensed: {resource}."),
    "home-decides": _("Your library decides whether it buys it."),
}
OUT: Final[Words] = {
    "suspended": _("It does not take part in the alliance at present."),
    "does-not-supply": _("It does not do this for other libraries."),
    "level-closed": _("It gives this to nobody."),
    "on-site-only": _("It may be used in its rooms only."),
    "embargo": _("It may not be given before {until}."),
    "not-your-group": _("It is for another kind of reader."),
    "level-home": _("It is for its own readers, and those of libraries that do the same for its readers."),
    "sign-in": _("Sign in first."),
    "on-loan": _("On loan until {due}."),
    "on-order": _("It is on order and not there yet."),
    "reference": _("It is for reading in the house only."),
    "missing": _("It is not in its place."),
    "closed": _("Closed until {until}."),
    "doors-closed": _("For two weeks no opening is known."),
    "capacity-full": _(
        "It takes {a_day} requests a day, and today's are taken. Tomorrow it can be asked again."
    ),
    "over-ceiling": _("It asks {cost} yuan; the alliance allows at most {most}."),
    "month-full": _("Your library has reached what it may spend on supplies this month."),
    "not-reciprocal": _("Your library does not do this for others, and is given it only for a fee."),
    "over-cost": _("It costs {cost} yuan; you wanted to pay at most {most}."),
    "too-many-pages": _("You ask for {pages} pages; at most {most} may be copied."),
    "too-late": _("It would be there on {at}, after the day you need it by."),
    "too-far": _("It is {km} km away; you wanted to go at most {most}."),
    "no-road": _("Nothing goes from there to where you would fetch it."),
    "nobody-decides": _("Nobody who could decide on the licence is at work."),
    "link-broken": _("Its address does not answer at present."),
    "no-partner": _("Your library has no partner outside the alliance for that."),
    "alliance-sooner": _("{partner} could be asked, outside the alliance; within it, it is had sooner."),
    "not-begun": _("The licence has not begun."),
    "over": _("The licence is over."),
}
"""Why a way is none. `no-right` has the words of the right itself."""
PARTS: Final[Words] = {
    "handling": _("until the library has sent it off"),
    "transit": _("on the way"),
    "shelving": _("until it lies ready at the desk"),
    "decision": _("until the licence is decided"),
    "travel": _("your way there"),
    "opening": _("until it opens"),
    "search": _("finding it on the shelf"),
    "queue": _("until a copy is back"),
    "buying": _("until it is bought"),
    "asking": _("until your library has asked"),
    "partner": _("until it comes from there"),
    "opening-page": _("until the page is open"),
    "chance": _("added, as it cannot always be found there"),
    "spread": _("added, as it does not always take the same time"),
    "cost": _("added for what it costs the libraries"),
    "fairness": _("added or taken off for fairness between libraries"),
}
SOURCES: Final[Words] = {
    "measured": _("measured here"),
    "alliance": _("measured in the whole alliance"),
    "timetable": _("by the courier's timetable"),
    "distance": _("estimated by the distance"),
    "hours": _("by the opening hours"),
    "due": _("by the due date"),
    "rules": _("by the alliance's rules"),
    "by-rule": _("approved by a rule"),
    "answers": _("by its answers so far; where there are few, estimated"),
    "wrlc-2018": _("estimated by what eleven American libraries published in 2018"),
    "house": _("estimated by us"),
    "typed": _("as your library was told"),
    "prior": _("estimated by us"),
}


# -- parts


def library(symbol: str) -> str:
    """Its short name in the current language; "" the alliance, a Symbol where it is no member (any more)."""
    if not symbol:
        return gettext("the alliance")
    try:
        return members.library(symbol=symbol).short.in_language(get_language() or "")
    except Absent:
        return symbol


def place(symbol: str, branch: str = "") -> str:
    """The library, and which of its branches where it has several."""
    name = library(symbol)
    try:
        branches = members.library(symbol=symbol).branches
    except Absent:
        return name
    found = next((one for one in branches if one.code == branch), None)
    if found is None or len(branches) == 1:
        return name
    return gettext("{library}, {branch}").format(
        library=name, branch=found.name.in_language(get_language() or "")
    )


def need(code: str, way: Way) -> str:
    if code == "approval-owner":
        return gettext("the consent of {library}").format(library=library(way.supplier))
    return str(NEEDS.get(code, code))


def reason(code: str, facts: Mapping[str, Fact]) -> str:
    return str(REASONS.get(code, code)).format_map(_told(facts))


def part(name: str) -> str:
    return str(PARTS.get(name, name))


def source(name: str) -> str:
    return str(SOURCES.get(name, name))


def ruled_out(out: RuledOut) -> str:
    """The reason in one or two sentences, with what would help."""
    if special := _SPECIAL.get(out.reason):
        return special(out)
    return str(OUT.get(out.reason, out.reason)).format_map(_told(out.facts))


def _no_right(out: RuledOut) -> str:
    kept = {name: value for name, value in out.facts.items() if name not in {"why", "help"}}
    service = "read" if out.kind.startswith("shelf") else "request"
    told = cards.Right(
        service, allowed=False, reason=str(out.facts["why"]), facts=kept, help=str(out.facts["help"])
    )
    return cards.sentence(told)


def _on_loan(out: RuledOut) -> str:
    waiting = int(out.facts.get("waiting") or 0)
    told = str(OUT["on-loan"]).format_map(_told(out.facts)) if out.facts.get("due") else gettext("On loan.")
    if not waiting:
        return told
    more = ngettext("{n} reader waits for it.", "{n} readers wait for it.", waiting).format(n=waiting)
    return gettext("{one} {other}").format(one=told, other=more)


def _closed(out: RuledOut) -> str:
    if out.facts.get("until"):
        return str(OUT["closed"]).format_map(_told(out.facts))
    return gettext("It is closed, and no day is known on which it opens.")


_SPECIAL: Final[Mapping[str, Callable[[RuledOut], str]]] = {
    "no-right": _no_right,
    "on-loan": _on_loan,
    "closed": _closed,
}


def _told(facts: Mapping[str, Fact]) -> dict[str, object]:
    """Facts as people read them: days, yuan."""
    told: dict[str, object] = dict(facts)
    for name in {"due", "until"} & told.keys():
        told[name] = day(_date(str(told[name]))) if told[name] else ""
    if told.get("at"):
        at = timezone.localtime(datetime.fromisoformat(str(told["at"])))
        told["at"] = gettext("{day}, {time}").format(day=day(at.date()), time=clock(at))
    if "partner_zh" in told:
        told["partner"] = partner(facts)
    for name in {"cost", "most"} & told.keys() if "cost" in told else ():
        told[name] = yuan(int(str(told[name])))
    for name in {"hours"} & told.keys():
        told[name] = span(float(str(told[name])))
    return told


def _date(text: str) -> date:
    return (
        timezone.localtime(datetime.fromisoformat(text)).date() if "T" in text else date.fromisoformat(text)
    )


def yuan(fen: int) -> str:
    return f"{fen // FEN:,}.{fen % FEN:02}"


# -- sentences


def span(hours: float) -> str:
    """Roughly: minutes, hours or days."""
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if hours < LONG:
        whole = round(hours)
        return ngettext("{n} hour", "{n} hours", whole).format(n=whole)
    days = round(hours / DAY, 1) if hours < 4 * DAY else round(hours / DAY)
    return ngettext("{n} day", "{n} days", 1 if days == 1 else 2).format(n=f"{days:g}")


def partner(facts: Mapping[str, Fact]) -> str:
    """The name of a partner outside."""
    found = Said(str(facts.get("partner_zh") or ""), str(facts.get("partner_en") or ""))
    return found.in_language(get_language() or "")


def title(way: Way) -> str:
    if way.kind == "partner":
        code = "partner Copy" if way.service == "Copy" else "partner"
        return str(KINDS[code]).format(place=partner(way.facts))
    code = (
        way.service if way.service == "Hold" or (way.kind != "online" and way.service == "Read") else way.kind
    )
    return str(KINDS[code]).format(place=place(way.supplier, way.branch))


def sentence(way: Way) -> str:
    """What, how long, how surely, for how much, what is needed."""
    told = gettext("{way}: about {expected}, four times in five within {late}.").format(
        way=title(way), expected=span(way.expected_hours), late=span(way.p80_hours)
    )
    more = []
    if not way.measured and way.kind != "online":
        more.append(gettext("Estimated."))
    if way.cost:
        more.append(gettext("It costs {yuan} yuan.").format(yuan=yuan(way.cost)))
    if way.needs:
        needs = listed(need(code, way) for code in way.needs)
        more.append(gettext("Needed: {needs}.").format(needs=needs))
    for one in more:
        told = gettext("{one} {other}").format(one=told, other=one)
    return told


def why_order(plan: Plan) -> list[str]:
    """Why the ways stand as they stand: general first, then what moved the first ones."""
    if not plan.ways:
        return []
    told = [gettext("The soonest stands first: by the time until you have it, not by who has most books.")]
    if len(plan.ways) > 1:
        told += _before(plan.ways)
    if any(one.partial for one in plan.ways) and not all(one.partial for one in plan.ways):
        told.append(gettext("What brings only a part stands behind what brings all of it."))
    told += [
        gettext("{library}: {why}").format(library=library(way.supplier), why=reason(*one))
        for way in plan.ways
        for one in way.reasons
        if one[0] in {"gave-more", "took-more", "often-no", "last-resort"}
    ]
    number = plan.policy
    told.append(
        gettext("So the alliance's rules say, version {number}.").format(number=number)
        if number
        else gettext("So the alliance's usual rules say.")
    )
    return list(dict.fromkeys(told))


def _before(ways: Sequence[Way]) -> list[str]:
    """The first two: what makes the difference."""
    first, second = ways[0], ways[1]
    if first.partial != second.partial:
        return []
    if first.expected_hours <= second.expected_hours:
        text = gettext("“{first}” is about {hours} sooner than “{second}”.")
    else:
        text = gettext(
            "“{first}” comes about {hours} later than “{second}”, and stands before it for fairness."
        )
    apart = abs(first.expected_hours - second.expected_hours)
    return [text.format(first=title(first), second=title(second), hours=span(apart))]


def lines(plan: Plan) -> list[str]:
    """The whole plan as plain lines, for a terminal."""
    told = [
        gettext("{number}. {way}").format(number=number, way=sentence(way))
        for number, way in enumerate(plan.ways, start=1)
    ]
    if not told:
        told = [gettext("There is no way to get it now. A desk of your library can ask further, or buy it.")]
    told += why_order(plan)
    if plan.ruled_out:
        told.append(gettext("Not possible:"))
        told += [
            gettext("{library}: {why}").format(library=library(one.supplier), why=ruled_out(one))
            for one in plan.ruled_out
        ]
    return told
