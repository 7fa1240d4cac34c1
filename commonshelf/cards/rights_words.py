"""What a right says, in the reader's language: why, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from commonshelf.cards.domain.rights import Limits, Right
from commonshelf.kernel.refusal import Absent, Fact
from commonshelf.members import api as members
from commonshelf.ui.templatetags.shelf import clock, day, listed, opens

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Words = Mapping[str, "str | _StrPromise"]
FEN: Final = 100

SERVICES: Final[Words] = {
    "enter": _("Enter"),
    "read": _("Read on site"),
    "borrow": _("Borrow"),
    "request": _("Request"),
    "print": _("Print and copy"),
    "remote": _("Databases from outside"),
}
KINDS: Final[Words] = {
    "child": _("children"),
    "student": _("students"),
    "graduate": _("graduate students"),
    "teacher": _("teachers"),
    "staff": _("other staff"),
    "citizen": _("citizens"),
    "guest": _("guests"),
}
"""Of readers, as rules speak of them."""
RELATIONS: Final[Words] = {"own": _("at their own library"), "guest": _("at other members")}
BLOCKED: Final[Words] = {
    "overdue": _("something is overdue"),
    "fees": _("fees are open"),
    "lost": _("something is lost"),
    "damage": _("something was damaged"),
    "conduct": _("the house rules were broken"),
    "address": _("the address is no longer right"),
    "proof": _("a document has to be shown again"),
    "other": _("the library has to talk with you"),
}
_WHY: Final[Words] = {
    "no-card": _("This needs a reader's card."),
    "card-unknown": _("No card has this number."),
    "card-lost": _("This card was reported lost."),
    "card-replaced": _("This card was replaced by a newer one."),
    "card-ended": _("This card has ended."),
    "reader-closed": _("This registration is closed."),
    "not-begun": _("This registration begins on {from}."),
    "expired": _("This registration has not held since {to}."),
    "guardian-missing": _("For a child under 14 a parent or guardian has to agree first."),
    "library-not-member": _("{library} does not take part in the alliance at present."),
    "home-not-member": _("{home}, which issued this card, does not take part in the alliance at present."),
    "no-rule": _("No rule of the alliance or of this library allows it."),
    "rule-says-no": _("The rules of this library do not allow it."),
    "overdue": _(
        "Something has been overdue for {days} days; from {from_days} days on nothing more is lent."
    ),
    "owes": _("{owed} yuan are open; from {from_owed} yuan on nothing more is lent."),
    "deposit-needed": _("A deposit of {deposit} yuan is needed; {has} yuan has been paid so far."),
}
_HELP: Final[Words] = {
    "get-card": _("A card is issued at the desk of every member, for any valid document."),
    "show-card": _("Compare the number with the card, or show a document at the desk."),
    "get-new-card": _("Every member issues a new one at its desk."),
    "use-new-card": _("Use the newer card."),
    "renew-card": _("It can be renewed at the desk of {home}."),
    "register-again": _("Registering again is possible at every member."),
    "bring-guardian": _("A parent or guardian can agree at any desk."),
    "another-library": _("All other members can be used as before."),
    "register-elsewhere": _("A card of another member can be had at its desk."),
    "ask-library": _("The people at the desk can tell more."),
    "use-home": _("At {home}, where the card is from, more may be possible."),
    "bring-back": _("Bring something back, and it goes on."),
    "bring-back-overdue": _("Bring back what is overdue, and it goes on."),
    "pay": _("Pay at the desk of any member, or ask there."),
    "pay-deposit": _("It can be paid at the desk and is given back."),
}


def name_of(symbol: str) -> str:
    """A library's name in the current language; its Symbol where it is no member."""
    try:
        return members.library(symbol=symbol).name.in_language(get_language() or "")
    except Absent:
        return symbol


def yuan(fen: int) -> str:
    return f"{fen // FEN:,}.{fen % FEN:02}"


def sentence(right: Right, home: str = "") -> str:
    """Why, and what would help. home: the Symbol of the reader's library, where it is known."""
    told = why(right)
    helps = help_of(right, home)
    return gettext("{why} {help}").format(why=told, help=helps) if helps else told


def why(right: Right) -> str:
    """Whether it may be done, and under which conditions, or why not."""
    if right.reason in _SPECIAL:
        return _SPECIAL[right.reason](right)
    return str(_WHY[right.reason]).format_map(_said(right.facts))


def help_of(right: Right, home: str = "") -> str:
    """What would help; "" where nothing is wanted or only waiting helps."""
    where = str(right.facts.get("home") or home)
    known = name_of(where) if where else gettext("the library it is from")
    return str(_HELP.get(right.help, "")).format(home=known)


def _said(facts: Mapping[str, Fact]) -> dict[str, object]:
    """Facts as people read them: days, names, yuan."""
    told: dict[str, object] = dict(facts)
    for name in {"from", "to"} & told.keys():
        told[name] = day(date.fromisoformat(str(told[name])))
    for name in {"library", "home"} & told.keys():
        told[name] = name_of(str(told[name]))
    for name in {"owed", "from_owed", "deposit"} & told.keys():
        told[name] = yuan(int(str(told[name])))
    if "deposit" in told and "has" in told:
        told["has"] = yuan(int(str(told["has"])))
    return told


def _allowed(right: Right) -> str:
    until = right.facts.get("until")
    if until:
        return gettext("Allowed; open until {time}.").format(time=clock(datetime.fromisoformat(str(until))))
    told = conditions(right.limits, right.service)
    return gettext("Allowed: {conditions}.").format(conditions=listed(told)) if told else gettext("Allowed.")


def conditions(limits: Limits, service: str) -> list[str]:
    """What limits say, in few words each; [] where they say nothing."""
    told = []
    if limits.items is not None:
        told.append(
            ngettext("{n} item at a time", "{n} items at a time", limits.items).format(n=limits.items)
        )
    if limits.days is not None:
        told.append(ngettext("for {n} day", "for {n} days", limits.days).format(n=limits.days))
    if service == "borrow" and limits.renewals is not None:
        told.append(_renewals(limits.renewals))
    if limits.fee:
        told.append(gettext("{yuan} yuan each time").format(yuan=yuan(limits.fee)))
    if limits.deposit:
        told.append(gettext("with a deposit of {yuan} yuan").format(yuan=yuan(limits.deposit)))
    return told


def _renewals(times: int) -> str:
    if not times:
        return gettext("not renewed")
    return ngettext("renewed once", "renewed up to {n} times", times).format(n=times)


def _closed(right: Right) -> str:
    following = right.facts.get("next")
    if not following:
        return gettext("It is closed, and for two weeks no opening is known.")
    when = opens(datetime.fromisoformat(str(following)))
    return gettext("It is closed now and opens {when}.").format(when=when)


def _items(right: Right) -> str:
    where = (
        gettext("At all members together {n} items may be had at a time, and {has} are.")
        if right.facts.get("everywhere")
        else gettext("Here {n} items may be had at a time, and {has} are.")
    )
    return where.format(n=right.facts.get("items"), has=right.facts.get("has"))


def _blocked(right: Right) -> str:
    facts = right.facts
    place = name_of(str(facts["library"])) if facts.get("library") else gettext("The alliance as a whole")
    reason = BLOCKED.get(str(facts.get("block")), BLOCKED["other"])
    told = gettext("{library} has blocked this: {reason}.").format(library=place, reason=reason)
    if facts.get("words"):
        told = gettext("{why} {help}").format(why=told, help=facts["words"])
    if not facts.get("until"):
        return told
    end = gettext("From {day} on it is possible again.").format(
        day=day(date.fromisoformat(str(facts["until"])))
    )
    return gettext("{why} {help}").format(why=told, help=end)


_SPECIAL: Final[Mapping[str, Callable[[Right], str]]] = {
    "ok": _allowed,
    "closed-now": _closed,
    "items-reached": _items,
    "blocked": _blocked,
}


def as_json(rights: Mapping[str, Right], home: str = "") -> dict[str, dict[str, object]]:
    """Service -> answer, for programs and the command. limits: null where it is not allowed; money in fen."""
    return {
        service: {
            "allowed": one.allowed,
            "reason": one.reason,
            "help": one.help,
            "sentence": sentence(one, home),
            "limits": asdict(one.limits) if one.allowed else None,
            "facts": dict(one.facts),
        }
        for service, one in rights.items()
    }
