"""Codes with which readers set a password: on the slip of the desk or in a letter, used once.

Of a code only a keyed digest is kept; a few wrong guesses end it.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from commonshelf.cards.models import Activation, Reader

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that are taken for others when read from paper."""
LENGTH: Final = 8
HOLDS: Final = timedelta(days=30)
TRIES: Final = 10
_SALT: Final = "commonshelf.cards.activation"


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """In two halves, as it is printed and read out."""
    return f"{code[:4]} {code[4:]}"


def clean(code: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", code).upper() if sign.isalnum())


def digest(code: str) -> str:
    return salted_hmac(_SALT, clean(code), algorithm="sha256").hexdigest()


def make(reader: Reader, now: datetime) -> str:
    """A new code; an older one is dead."""
    code = new_code()
    Activation.objects.update_or_create(
        reader=reader,
        defaults={"digest": digest(code), "made_at": now, "expires_at": now + HOLDS, "tries": 0},
    )
    return code


def right(row: Activation, code: str, now: datetime) -> bool:
    return row.tries < TRIES and row.expires_at > now and constant_time_compare(row.digest, digest(code))
