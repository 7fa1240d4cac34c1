"""Campuses whose people sign in with their campus account: what the operator's file says of each.

The file is TOML; each table is a campus, its name the last part of the address at which the campus
sends people back (/accounts/oidc/NAME/login/callback/).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
DOMAIN: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z0-9-]{2,}")
WORDS: Final = ("name_zh", "name_en", "issuer", "client_id", "secret", "secret_file")
KEYS: Final = {*WORDS, "domains"}
LOOPBACK: Final = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Campus:
    """One identity provider (OpenID Connect).

    issuer: its address; below it lies .well-known/openid-configuration. secret_file: where the client
    secret stands; "" for a client without one. domains: mail domains whose addresses this campus may
    vouch for; without any, only accounts linked by their owners sign in.
    """

    name: str
    name_zh: str
    name_en: str
    issuer: str
    client_id: str
    secret_file: str = ""
    domains: tuple[str, ...] = ()

    def in_language(self, language: str) -> str:
        first, second = (
            (self.name_en, self.name_zh) if language.startswith("en") else (self.name_zh, self.name_en)
        )
        return first or second

    def vouches_for(self, mail: str) -> bool:
        person, _, domain = mail.rpartition("@")
        return bool(person) and domain.lower() in self.domains


def read(text: str) -> tuple[Campus, ...]:
    """ValueError with one English sentence, for the operator, where the file cannot be meant."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"it is not TOML: {error}") from None
    return tuple(_campus(name, table) for name, table in told.items())


def _campus(name: str, table: Any) -> Campus:
    if not isinstance(table, dict):
        raise ValueError(f"{name} stands outside any [campus]")  # noqa: TRY004  # one kind of error for a file
    if not NAME.fullmatch(name):
        raise ValueError(f"[{name}] must be named by up to 30 small letters, digits and hyphens")
    if "secret" in table:
        raise ValueError(f"[{name}] must name a secret_file instead of holding its secret")
    if unknown := sorted(table.keys() - KEYS):
        raise ValueError(f"[{name}] has {unknown[0]!r}, which means nothing here")
    words = {key: _word(name, table, key) for key in WORDS if key != "secret"}
    for key in ("issuer", "client_id"):
        if not words[key]:
            raise ValueError(f"[{name}] needs {key}")
    if not (words["name_zh"] or words["name_en"]):
        raise ValueError(f"[{name}] needs name_zh, name_en or both")
    _check_issuer(name, words["issuer"])
    return Campus(
        name=name, **{**words, "issuer": words["issuer"].rstrip("/")}, domains=_domains(name, table)
    )


def _word(name: str, table: Mapping[str, Any], key: str) -> str:
    given = table.get(key, "")
    if not isinstance(given, str):
        raise ValueError(f"[{name}] {key} must be text in quotation marks")  # noqa: TRY004  # as above
    return given.strip()


def _check_issuer(name: str, issuer: str) -> None:
    """Without HTTPS whoever listens on the way could sign in as anybody; at this very machine nobody does."""
    parts = urlsplit(issuer)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not safe or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(f"[{name}] issuer must be an https:// address, not {issuer!r}")


def _domains(name: str, table: Mapping[str, Any]) -> tuple[str, ...]:
    given = table.get("domains", [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise ValueError(f"[{name}] domains must be a list of texts")
    found = tuple(one.strip().lower().removeprefix("@") for one in given)
    for domain in found:
        if not DOMAIN.fullmatch(domain):
            raise ValueError(f"[{name}] {domain!r} is not a mail domain")
    return found
