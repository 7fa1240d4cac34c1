"""Every event that names a person: the log is never changed, so it keeps of people their keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps

from commonshelf.cards.api import GROUP_KINDS
from commonshelf.kernel.actor import Role
from commonshelf.members.domain import membership

OF_PEOPLE: Final = {
    "members.Person": ("username", "name_zh", "name_en", "email"),
    "members.Invitation": ("email",),
    "members.Application": ("contact", "email", "phone"),
    "members.Agency": ("email", "phone"),
    "office.Signature": ("signer",),
    "cards.Reader": ("alias", "local_number", "phone", "guardian_name", "guardian_phone"),
    "cards.Card": ("number",),
    "mail.Letter": ("to",),
}
"""Where people are named. What a letter of a library says of its name is the library's own."""
CODES: Final = frozenset({*Role, *membership.STATES, *GROUP_KINDS})
"""Words of the program, too: a person of the demo is called "office", one of the wall "citizen"."""
SHORT: Final = 2
"""Characters; a name of one stands in every other word."""


def named() -> list[str]:
    """A line for each event and each person named in its object, reason, reply or facts."""
    people = set(_people())
    found = []
    for event in apps.get_model("news.Event")._default_manager.order_by("pk"):
        words = [event.object_id, event.reason, *_words(event.reply), *_words(event.facts)]
        whole = set(words)
        found += [
            f"{event.kind} {event.pk}: {said} ({column})"
            for column, said in sorted(people)
            # A user name is found where it stands alone: "student" is a word of many a title.
            if (said in whole if column == "username" else any(said in one for one in words))
        ]
    return found


def _people() -> Iterator[tuple[str, str]]:
    for label, columns in OF_PEOPLE.items():
        for row in apps.get_model(label)._default_manager.values(*columns):
            for column, said in row.items():
                if len(said) >= SHORT and said not in CODES:
                    yield column, said


def _words(told: Any) -> Iterator[str]:
    """Every string in it, of names of facts too."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield str(name)
            yield from _words(value)
    elif isinstance(told, (list, tuple)):
        for one in told:
            yield from _words(one)
    elif told is not None:
        yield str(told)
