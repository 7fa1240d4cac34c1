"""Whom it is about: one human being, under every key and address the system knows them by."""

from __future__ import annotations

from dataclasses import dataclass

from commonshelf.kernel.refusal import Absent
from commonshelf.privacy.registry import all_of


@dataclass(frozen=True, slots=True)
class Subject:
    """key: the person asked for; keys: theirs and those of registrations that were merged into it.

    words: names, numbers and addresses by which a file can be searched for them; languages: theirs, or "".
    """

    key: str
    keys: tuple[str, ...]
    ids: tuple[int, ...]
    mails: tuple[str, ...]
    words: tuple[str, ...]
    language: str
    reader: bool


def subject(key: str) -> Subject:
    """Absent: nobody has this key (any more)."""
    person, reader = all_of("members.Person"), all_of("cards.Reader")
    keys, newest = {key}, {key}
    while newest:
        merged = reader.filter(into__person__key__in=newest).values_list("person__key", flat=True)
        newest = set(merged) - keys
        keys |= newest
    people = list(person.filter(key__in=keys))
    mine = next((one for one in people if one.key == key), None)
    if mine is None:
        raise Absent
    readers = list(reader.filter(person__key__in=keys))
    known = all_of("account.EmailAddress").filter(user__in=people)
    mails = {one.email.lower() for one in people if one.email} | {one.email.lower() for one in known}
    cards = all_of("cards.Card").filter(reader__in=readers).values_list("number", flat=True)
    said = [one for row in people for one in (row.name_zh, row.name_en, row.username)]
    said += [one for row in readers for one in (row.local_number, row.phone)]
    words = {one.strip() for one in [*said, *cards, *mails] if len(one.strip()) > 1}
    return Subject(
        key=key,
        keys=tuple(sorted(keys)),
        ids=tuple(sorted(one.pk for one in people)),
        mails=tuple(sorted(mails)),
        words=tuple(sorted(words)),
        language=mine.language,
        reader=bool(readers),
    )
