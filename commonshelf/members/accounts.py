"""How allauth behaves here: nobody signs up, guesses are counted per account, names are not given away."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest

GUESSES: Final = {"account": "10/h/key", "account_and_network": "5/15m/key"}
"""Failed sign-ins allowed for one account, and for one account from one network. Never for a network
alone: a whole campus sits behind one address (trust.md 10)."""


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    _guesses: tuple[Any, ...] = ()

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        """Accounts are made by the office or a member's manager."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Behind our own HTTPS proxy the address it named last, else who is connected.

        Taken for the proxy's, all the world would be one network: five wrong guesses anywhere would
        keep the right person out. Lied about, it still cannot pass the account's own limit.
        """
        told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.TLS else ""
        return str(told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess before the password is looked at; it is given back when it was right.

        Known and unknown names are counted alike, so that the counting tells nothing either.
        """
        account = str(credentials.get("username", "")).strip().lower()
        network = ratelimit.get_ip(request)
        keys = {"account": account, "account_and_network": f"{account} {network}"}
        counted: list[Any] = []
        for action, key in keys.items():
            usage = ratelimit.consume(request, app="allauth.account", action=action, config=GUESSES, key=key)
            if usage is None:
                for earlier in counted:
                    earlier.rollback()
                raise self.validation_error("too_many_login_attempts")
            counted.append(usage)
        self._guesses = tuple(counted)

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._guesses:
            usage.rollback()
