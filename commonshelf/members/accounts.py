"""How allauth behaves here: nobody signs up, guesses are counted per account, names are not given away."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Accounts are made by the office or a member's manager."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        return super().pre_login(request, user, **more)
