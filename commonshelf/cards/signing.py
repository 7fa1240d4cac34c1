"""How readers come to sign in: a code from the desk and a password of their own; later the card's number."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import F
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonshelf.cards import activating, proofs
from commonshelf.cards.cards import ReaderCard
from commonshelf.cards.domain import numbers
from commonshelf.cards.models import Activation, Card
from commonshelf.cards.readers import about, reader, row
from commonshelf.kernel.actor import Actor, Agent, Ref
from commonshelf.kernel.refusal import ABSENT, Refusal
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members.api import Done

CONFLICT: Final = 409
LETTER: Final = "cards.code"


def name_typed(typed: str) -> str | None:
    """The user name of whoever's card number was typed; None: no card of anybody who still reads."""
    number = numbers.clean(typed)
    if not numbers.could_be(number):
        return None
    found = Card.objects.filter(number=number).select_related("reader").first()
    return found.reader.alias if found and found.reader.state != "merged" else None


def make_code(*, actor: Actor, reader: str, library: str, by_mail: bool = False, key: str = "") -> str:
    """A new code with which the reader sets a password: printed at a desk where they show who they are, or in
    a letter to the address the home library knows. A repeat of the same key has none.

    Where a password is set already only the home library prints one: whoever scans a card elsewhere could
    take the account over. Refusals cards.reader-closed, cards.no-mail-address, cards.code-at-home.
    """

    def do() -> Done[str]:
        now, found = timezone.now(), row(reader)
        if found.state != "active":
            raise Refusal("cards.reader-closed", status=CONFLICT)
        card = _card(reader)
        if by_mail and not card.email:
            raise Refusal("cards.no-mail-address", status=CONFLICT)
        if not by_mail and card.signs_in and library != card.home:
            raise Refusal("cards.code-at-home", {"home": proofs.name_of(card.home)}, CONFLICT)
        code = activating.make(found, now)
        if by_mail:
            _letter(card, code, now)
        return Done("" if by_mail else code, {"by_mail": by_mail}, stored="")

    return members.act(
        actor=actor,
        action="cards.send-code",
        object=about(reader, library),
        do=do,
        key=key,
        again=lambda _: "",
    )


def _card(key: str) -> ReaderCard:
    return reader(key=key)


def _letter(card: ReaderCard, code: str, now: datetime) -> None:
    """Without the card's number: who reads the letter alone cannot use the code."""
    language = card.language or str(members.setting(library=card.home, name="members.language"))
    until = now + activating.HOLDS
    with translation.override(language):
        named = members.library(symbol=card.home).name.in_language(language)
        lines = [
            _("Dear {name},").format(name=card.name.in_language(language)),
            _("with this code and the number of your card you choose a password for your reader's pages:"),
            activating.shown(code),
            _("Open the page “Set my password” under “Sign in”. The code holds until {day}.").format(
                day=date_format(timezone.localtime(until), "DATE_FORMAT")
            ),
            named,
        ]
        mail.send(
            to=card.email,
            name=card.name.in_language(language),
            language=language,
            subject=_("Your code for setting a password"),
            text="\n\n".join(lines),
            kind=LETTER,
            about=Ref("reader", card.key, card.home),
            at=now,
            until=until,
        )


def activate(*, number: str, code: str, password: str, agent: Agent = Agent.WEB) -> ReaderCard:
    """Set the password. One answer for a wrong number, a wrong code and one that is over (cards.bad-code);
    a wrong code counts, and after a few the right one is dead too. Refusal members.weak-password.
    """
    now = timezone.now()
    in_use = Card.objects.filter(number=numbers.clean(number), state="active", reader__state="active")
    card = in_use.select_related("reader__person").first()
    found = Activation.objects.filter(reader_id=card.reader_id if card else 0).first()
    if card is None or found is None or not activating.right(found, code, now):
        Activation.objects.filter(pk=found.pk if found else 0).update(tries=F("tries") + 1)
        raise Refusal("cards.bad-code", {"field": "code"}, ABSENT)
    person = card.reader.person.key

    def do() -> Done[ReaderCard]:
        gone, _rows = Activation.objects.filter(pk=found.pk, digest=found.digest).delete()
        if not gone:  # used a moment ago in another window
            raise Refusal("cards.bad-code", {"field": "code"}, ABSENT)
        members.set_reader_password(person=person, password=password)
        return Done(_card(person), object=Ref("reader", person, members.symbols_by_id()[card.reader.home_id]))

    return members.act(
        actor=Actor(key=person, agent=agent), action="cards.activate", object=Ref("joining", person), do=do
    )
