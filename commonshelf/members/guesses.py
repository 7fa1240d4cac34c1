"""Wrong guesses are counted for each account: passwords, codes of an app and recovery codes together."""

from __future__ import annotations

from typing import Any, Final

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

GUESSES: Final = {"account": "10/h/key", "account_and_network": "5/15m/key"}
"""Wrong guesses allowed for one account, and for one account from one network. Never for a network
alone: a whole campus sits behind one address (trust.md 10)."""
CODES: Final = {"codes": "30/d/key"}
"""Of codes alone, by somebody who knows the password already: six digits, three of which are right at any
time, withstand 30 guesses a day for a lifetime, and 240 a day for three years."""
USED: Final = 180
"""Seconds for which a code that was used is refused. It is good for 90: its own 30, and 30 to either side."""

Counted = tuple[Any, ...]


def count(request: HttpRequest, account: str, *, codes: bool = False) -> Counted | None:
    """Count one guess before it is looked at; None: there were too many. account: a user name, known or not.

    What is counted is given back by `give_back` when the guess was right.
    """
    account = account.strip().lower()
    keys = {"account": account, "account_and_network": f"{account} {ratelimit.get_ip(request)}"}
    if codes:
        keys["codes"] = account
    counted: list[Any] = []
    for action, key in keys.items():
        usage = ratelimit.consume(
            request, app="allauth.account", action=action, config={**GUESSES, **CODES}, key=key
        )
        if usage is None:
            give_back(tuple(counted))
            return None
        counted.append(usage)
    return tuple(counted)


def give_back(counted: Counted) -> None:
    for usage in counted:
        usage.rollback()


def first_use(account: str, code: str) -> bool:
    """Whether this code of the account was not used a moment ago, as by somebody who looked on."""
    digits = "".join(sign for sign in code if sign.isalnum()).lower()
    return bool(cache.add(f"members.used-code:{account.lower()}:{digits}", 1, timeout=USED))
