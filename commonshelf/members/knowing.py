"""Whether somebody at a machine of a library knows the password of the reader whose card it has read."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from commonshelf.kernel.refusal import FORBIDDEN, Refusal
from commonshelf.members import guesses
from commonshelf.members.models import Person

LONGEST: Final = 200


def password_holds(*, key: str, password: str, address: str) -> bool:
    """As signing in would say, in as much time whoever it is, and counted with the guesses made there.

    key: of the person, "" for nobody. address: where the guess comes from. Refusal members.too-many-guesses.
    """
    person = Person.objects.filter(key=key, is_active=True).first() if key else None
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = address
    counted = guesses.count(request, person.username if person else f"unknown {address}")
    if counted is None:
        raise Refusal("members.too-many-guesses", status=FORBIDDEN)
    if person is None or len(password) > LONGEST:
        make_password(password[:LONGEST])
        return False
    right = person.check_password(password)
    if right:
        guesses.give_back(counted)
    return right
