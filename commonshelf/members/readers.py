"""Accounts of people whom libraries know as readers only: opened by the room of cards inside its acts.

They hold no role, stand on no roll of people, and whoever meets their key elsewhere reads their user name,
never their name.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from commonshelf.kernel.refusal import Absent
from commonshelf.members import people, sessions
from commonshelf.members.cards import Said
from commonshelf.members.models import Person
from commonshelf.members.models.people import random_key

_LOOKUPS: Final[list[Callable[[str], str | None]]] = []


@dataclass(frozen=True, slots=True)
class NewPerson:
    """username "": a random one. language "": the alliance's."""

    name_zh: str = ""
    name_en: str = ""
    email: str = ""
    language: str = ""
    username: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of a reader's person. signs_in: has a password of their own."""

    key: str
    username: str
    name: Said
    email: str
    language: str
    signs_in: bool


def open_reader_accounts(*, people: Sequence[NewPerson], at: datetime) -> list[str]:
    """Their keys, in the same order. They cannot sign in until they have set a password."""
    unusable = make_password(None)
    rows = [
        Person(
            key=random_key(),
            username=one.username or f"r-{secrets.token_hex(8)}",
            name_zh=one.name_zh,
            name_en=one.name_en,
            email=one.email,
            language=one.language,
            password=unusable,
            demo=one.demo,
            reader_only=True,
            created_at=at,
        )
        for one in people
    ]
    Person.objects.bulk_create(rows, batch_size=500)
    return [row.key for row in rows]


def set_names(
    *,
    person: str,
    name_zh: str | None = None,
    name_en: str | None = None,
    email: str | None = None,
    language: str | None = None,
) -> None:
    """By key. None leaves as it is. Called inside an act of the cards room."""
    told = {"name_zh": name_zh, "name_en": name_en, "email": email, "language": language}
    changed = {name: value for name, value in told.items() if value is not None}
    if not Person.objects.filter(key=person).update(**changed):
        raise Absent


def particulars(*, keys: Collection[str]) -> dict[str, Particulars]:
    """Key -> what is known, of those who are."""
    found = Person.objects.filter(key__in=set(keys))
    return {
        one.key: Particulars(
            key=one.key,
            username=one.username,
            name=Said(one.name_zh or one.name_en, one.name_en or one.name_zh),
            email=one.email,
            language=one.language,
            signs_in=one.has_usable_password(),
        )
        for one in found
    }


def person_ids(*, keys: Collection[str]) -> dict[str, int]:
    """Key -> row id, for foreign keys of the rooms above."""
    return dict(Person.objects.filter(key__in=set(keys)).values_list("key", "pk"))


def set_reader_password(*, person: str, password: str) -> None:
    """By key, of somebody who showed who they are. Their sessions end, and so does a second factor that may
    be lost. Refusal members.weak-password.
    """
    found = Person.objects.filter(key=person, is_active=True).first()
    if found is None:
        raise Absent
    people.check_password(password, found)
    Authenticator.objects.filter(user=found).delete()
    sessions.end_all(found)
    found.set_password(password)
    found.save(update_fields=["password"])


def close_reader_account(*, person: str) -> None:
    """For good, of a registration that went into another one."""
    found = Person.objects.filter(key=person, reader_only=True).first()
    if found is not None:
        sessions.end_all(found)
        found.is_active = False
        found.set_unusable_password()
        found.save(update_fields=["is_active", "password"])


def register_sign_in_name(lookup: Callable[[str], str | None]) -> None:
    """What else people type where a user name is asked; lookup: what was typed -> the user name, or None."""
    if lookup not in _LOOKUPS:
        _LOOKUPS.append(lookup)


def sign_in_name(typed: str) -> str:
    """The user name meant by what was typed; itself where no room knows better."""
    if Person.objects.filter(username__iexact=typed.strip()).exists():
        return typed
    for lookup in _LOOKUPS:
        if found := lookup(typed):
            return found
    return typed
