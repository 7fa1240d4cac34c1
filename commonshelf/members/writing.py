"""Acts on letters: a test letter to oneself, another try for one that failed, one handed over on paper."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Refusal
from commonshelf.mail import api as mail
from commonshelf.members import directory, letters, people
from commonshelf.members.acting import Done, act


def address_of(key: str) -> str:
    """A person's own mail address; "" when they gave none."""
    return people.find(key).email


def send_test(*, actor: Actor, library: str, language: str, key: str = "") -> int:
    """To whoever asks for it; the letter's id. Refuses when they have given no address."""

    def do() -> Done[int]:
        person = people.find(actor.key)
        if not person.email:
            raise Refusal("members.no-own-address")
        told = letters.test_letter(language=language, name=actor.name, alliance=directory.alliance())
        about = Ref("person", person.key, library)
        now = timezone.now()
        id = mail.send(
            to=person.email,
            name=actor.name,
            language=language,
            subject=told.subject,
            text=told.text,
            kind="test",
            about=about,
            at=now,
        )
        return Done(id)

    return act(actor=actor, action="members.test-mail", object=Ref("letter", "", library), do=do, key=key)


def again(*, actor: Actor, letter: int, key: str = "") -> None:
    found = mail.letter(id=letter)

    def do() -> Done[None]:
        mail.again(letter=letter, at=timezone.now())
        return Done(None)

    object = Ref("letter", str(letter), found.library)
    act(actor=actor, action="members.send-letter", object=object, do=do, key=key)


def handed(*, actor: Actor, letter: int, on: date, key: str = "") -> None:
    """A letter on paper was handed over that day; the actor says so."""
    found = mail.letter(id=letter)

    def do() -> Done[None]:
        now = timezone.now()
        written = timezone.localdate(found.written_at)
        if on > timezone.localdate(now):
            raise Refusal("mail.handed-tomorrow", {"field": "on"})
        if on < written:
            raise Refusal("mail.handed-before", {"field": "on", "written": str(written)})
        mail.handed(letter=letter, on=on, by=actor.key, at=now)
        return Done(None, {"on": str(on)})

    object = Ref("letter", str(letter), found.library)
    act(actor=actor, action="members.hand-letter", object=object, do=do, key=key)


def not_handed(*, actor: Actor, letter: int, key: str = "") -> None:
    """It was not, after all."""
    found = mail.letter(id=letter)

    def do() -> Done[None]:
        mail.not_handed(letter=letter, at=timezone.now())
        return Done(None)

    object = Ref("letter", str(letter), found.library)
    act(actor=actor, action="members.take-letter-back", object=object, do=do, key=key)
