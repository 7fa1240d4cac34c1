"""The words of the letters this room writes, in the language of whoever gets them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonshelf.members.action_words import ROLES
from commonshelf.members.cards import InvitationCard, Said


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    text: str


def invitation(card: InvitationCard, *, inviter: Said | None, alliance: Said | None) -> Words:
    """Who invites to what, until when, and what to do; the link stands on a line of its own."""
    with translation.override(card.language):
        named = alliance.in_language(card.language) if alliance else _("the alliance")
        name = card.name.in_language(card.language)
        place = card.library_name.in_language(card.language) if card.library_name else named
        who = inviter.in_language(card.language) if inviter else named
        until = date_format(timezone.localtime(card.expires_at), "DATE_FORMAT")
        hello = _("Dear {name},").format(name=name) if name else _("Good day,")
        if card.kind == "library":
            subject = _("Your library is invited to join {alliance}").format(alliance=named)
            said = _("{who} invites your library to join {alliance}: one catalogue for all its members.")
            lines = [hello, said.format(who=who, alliance=named),
                     _("Please open this address and apply; it takes a few minutes:")]  # fmt: skip
        else:
            role = str(ROLES.get(card.role, card.role))
            subject = _("Invitation to {place}").format(place=place)
            said = _("{who} invites you to work at {place} as {role}, on the shared shelf of {alliance}.")
            lines = [hello, said.format(who=who, place=place, role=role, alliance=named), *_dates(card),
                     _("Please open this address and choose a user name and a password:")]  # fmt: skip
        end = _("It holds until {day} and can be used once. If it was not meant for you, leave it.")
        return Words(subject, "\n\n".join([*lines, card.link, end.format(day=until), named]))


def _dates(card: InvitationCard) -> list[str]:
    told = []
    if card.active_from:
        told.append(_("The role begins on {day}.").format(day=date_format(card.active_from, "DATE_FORMAT")))
    if card.active_to:
        told.append(_("It ends on {day}.").format(day=date_format(card.active_to, "DATE_FORMAT")))
    return [" ".join(told)] if told else []


def test_letter(*, language: str, name: str, alliance: Said | None) -> Words:
    with translation.override(language):
        named = alliance.in_language(language) if alliance else _("the alliance")
        hello = _("Dear {name},").format(name=name) if name else _("Good day,")
        said = _("This is a test letter of {alliance}. You have it, so letters from there arrive.")
        return Words(_("Test letter"), "\n\n".join([hello, said.format(alliance=named)]))
