"""Whose a mail address is, as somebody has said who may: only such a one opens an account from a campus."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from commonshelf.members.models import Person


def vouch(person: Person) -> None:
    """Somebody who may has said that this mail address is this person's, or a letter to it was answered.

    Of an address only one person is vouched for; whoever shares theirs links their campus account themselves.
    """
    EmailAddress.objects.filter(user=person).delete()
    mail = person.email.strip().lower()
    if mail and not EmailAddress.objects.filter(email=mail, verified=True).exists():
        EmailAddress.objects.create(user=person, email=mail, verified=True, primary=True)


def forget_vouching(person: Person) -> None:
    """The person gave themselves another address: whose it is, nobody has said."""
    EmailAddress.objects.filter(user=person).exclude(email=person.email.strip().lower()).delete()


def known_by(mail: str) -> Person | None:
    """The one person vouched for with this address; None too where a second one claims it."""
    vouched = EmailAddress.objects.filter(email=mail.lower(), verified=True).select_related("user").first()
    claims = list(Person.objects.filter(email__iexact=mail, demo=False)[:2])
    return claims[0] if vouched and len(claims) == 1 and claims[0] == vouched.user else None
