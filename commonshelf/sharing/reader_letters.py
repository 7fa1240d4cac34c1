"""Letters to readers about their requests: ready to fetch, the copy is here, a licence was decided, cannot be
had, wanted back, a word from the library. In the reader's language, once each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonshelf.delivery import api as delivery
from commonshelf.kernel.actor import Ref
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.news.api import Happening
from commonshelf.sharing import delivering, reader_words
from commonshelf.sharing.models import PatronRequest
from commonshelf.sharing.request_words import GONE
from commonshelf.ui.templatetags.shelf import day

KIND: Final = "sharing"
HOLDS: Final = timedelta(days=3)
"""So long a letter is news: later it is not sent any more."""
KINDS: Final = tuple(
    f"sharing.{action}"
    for action in (
        *("receive", "deliver", "recall", "approve", "limit", "refuse", "decided-by-rule", "message"),
        *("refuse-review", "close", "cannot-supply", "time-out", "expire", "fill-locally", "condition"),
    )
)
Words = Callable[["_About"], tuple[str, list[str]]]


class _About:
    """A request as its letter tells of it. title: in the reader's language."""

    def __init__(self, row: PatronRequest, language: str) -> None:
        self.row = row
        self.title = reader_words.title(row.title_zh, row.title_en, language)
        symbols = members.symbols_by_id()
        self.home = reader_words.library(symbols[row.requester_id])
        self.place = reader_words.place(symbols[row.pickup_id], row.pickup_branch)


def told(happening: Happening) -> None:
    """Told of a step: writes to the reader where it means something to them. Stands being told twice."""
    if mail.server() is None:
        return
    with members.together():
        rows = PatronRequest.objects.select_related("reader__person")
        row = rows.filter(number=happening.object.id).first()
        if row is None or row.reader is None:
            return
        found = _words(row, happening)
        person = members.particulars(keys=[row.reader.person.key]).get(row.reader.person.key)
        if found is None or person is None or not person.email:
            return
        # The last no and the end that follows it are one piece of news.
        which = "gone" if found is _gone else str(happening.id)
        about = Ref("request", f"{row.number}-{which}", members.symbols_by_id()[row.requester_id])
        if mail.latest_about(about=about) is None:
            _send(row, person, about, found)


def _words(row: PatronRequest, happening: Happening) -> Words | None:
    """What this step means for the reader; None: nothing they wait for, or they did it themselves."""
    action = happening.kind.removeprefix("sharing.")
    by_hand: Mapping[str, tuple[str, Words]] = {
        "receive": ("received", _ready),
        "deliver": ("delivered", _delivered),
        "recall": ("recalled", _recalled),
        "approve": ("", _granted),
        "limit": ("", _granted),
        "refuse": ("", _not_granted),
        "fill-locally": ("filled-locally", _at_home),
    }
    if action == "message":
        return _message if happening.facts.get("to") == "reader" else None
    if action in by_hand:
        state, words = by_hand[action]
        return words if state in {"", row.state} else None
    return _gone if row.state in GONE else None


# -- what they say


def _ready(about: _About) -> tuple[str, list[str]]:
    until = about.row.next_at
    line = (
        _("“{title}” lies ready for you at {place} until {day}. Bring your card.").format(
            title=about.title, place=about.place, day=day(until)
        )
        if until
        else _("“{title}” lies ready for you at {place}. Bring your card.").format(
            title=about.title, place=about.place
        )
    )
    return _("Ready to fetch: {title}").format(title=about.title), [
        line,
        _("If you no longer need it, cancel it here:"),
    ]


def _delivered(about: _About) -> tuple[str, list[str]]:
    return _("Your copy is here: {title}").format(title=about.title), [
        _("The copy of “{title}” you asked for can be opened now.").format(title=about.title),
        *_opened(about.row),
        _("Open it here:"),
    ]


def _opened(row: PatronRequest) -> Iterator[str]:
    """How often and until when: of the link that was made for it."""
    key = row.reader.person.key if row.reader else ""
    mine = (
        one for one in delivery.links_for(reader=key) if one.document.about == delivering.about(row.number)
    )
    if link := next(mine, None):
        yield ngettext(
            "It can be opened {n} time, until {day}; then it is deleted.",
            "It can be opened {n} times, until {day}; then it is deleted.",
            link.most_opens,
        ).format(n=link.most_opens, day=day(link.expires_at))


def _recalled(about: _About) -> tuple[str, list[str]]:
    return _("Wanted back: {title}").format(title=about.title), [
        _(
            "The library that lent “{title}” needs it back by {day}. Bring it back to any member, please."
        ).format(title=about.title, day=day(about.row.due_date)),
        _("Here you see your request:"),
    ]


def _granted(about: _About) -> tuple[str, list[str]]:
    return _("Granted: {title}").format(title=about.title), [
        _("The licence allows what you asked for: “{title}”. It goes on by itself now.").format(
            title=about.title
        ),
        _("Here you see how, and what limits there are:"),
    ]


def _not_granted(about: _About) -> tuple[str, list[str]]:
    lines = [_("The licence does not allow what you asked for: “{title}”.").format(title=about.title)]
    if about.row.state == "review":
        lines.append(
            _("You can object to that, and it is decided once more. The reason, and the way to object:")
        )
    else:
        lines.append(_("Here you read why, and what else you can do:"))
    return _("Not granted: {title}").format(title=about.title), lines


def _at_home(about: _About) -> tuple[str, list[str]]:
    return _("From your library: {title}").format(title=about.title), [
        _("{library} has “{title}” itself and gives it to you there.").format(
            library=about.home, title=about.title
        ),
        _("Here you see your request:"),
    ]


def _gone(about: _About) -> tuple[str, list[str]]:
    said = {
        "unfilled": _("No library could supply “{title}”."),
        "refused": _("“{title}” could not be granted."),
        "expired": _("“{title}” did not come in time, so the search for it has ended."),
    }
    return _("Could not be had: {title}").format(title=about.title), [
        said[about.row.state].format(title=about.title),
        _("Here you read why, and what you can do now: another way, another edition, or a word to us."),
    ]


def _message(about: _About) -> tuple[str, list[str]]:
    return _("Your library writes: {title}").format(title=about.title), [
        _("{library} has written to you about “{title}”. Read it and answer here:").format(
            library=about.home, title=about.title
        )
    ]


def _send(row: PatronRequest, person: members.Particulars, about: Ref, words: Words) -> None:
    now = timezone.now()
    language = person.language or str(members.setting(library=about.library, name="members.language"))
    link = urljoin(settings.SITE_ADDRESS, reverse("sharing:request", args=[row.number]))
    with translation.override(language):
        name = person.name.in_language(language)
        facts = _About(row, language)
        subject, lines = words(facts)
        hello = _("Dear {name},").format(name=name) if name else _("Good day,")
        mail.send(
            to=person.email,
            name=name,
            language=language,
            subject=subject[:200],
            text="\n\n".join([hello, *lines, link, facts.home]),
            kind=KIND,
            about=about,
            link=link,
            at=now,
            until=now + HOLDS,
        )
