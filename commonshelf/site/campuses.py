"""The campuses people sign in from: read from the operator's file at start; nonsense ends the program."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any, Final

from commonshelf.members.domain.campuses import Campus, read
from commonshelf.site.env import BadSetting

FILE: Final = "campuses.toml"
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def known(home: Path) -> tuple[Campus, ...]:
    """From COMMONSHELF_CAMPUSES, else from `campuses.toml` in the data folder; no file: no campus."""
    given = os.environ.get("COMMONSHELF_CAMPUSES", "").strip()
    path = Path(given) if given else home / FILE
    if not given and not path.exists():
        return ()
    try:
        return read(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSetting(f"COMMONSHELF_CAMPUSES {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BadSetting(f"COMMONSHELF_CAMPUSES {path}: {error}.") from error


def providers(campuses: tuple[Campus, ...], home: Path) -> dict[str, Any]:
    """As allauth wants them. A secret file stands in the data folder, unless it is named by a whole path."""
    apps = [
        {
            "provider_id": campus.name,
            "name": campus.name_en or campus.name_zh,
            "client_id": campus.client_id,
            "secret": _secret(home / campus.secret_file) if campus.secret_file else "",
            "settings": {"server_url": campus.issuer},
        }
        for campus in campuses
    ]
    return {"openid_connect": {"APPS": apps, "OAUTH_PKCE_ENABLED": True}}


def _secret(path: Path) -> str:
    try:
        if path.stat().st_mode & OTHERS:
            raise BadSetting(f"{path} holds a secret and others may read it. Run: chmod 600 {path}")
        kept = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"The secret file {path} cannot be read: {error}.") from error
    if not kept:
        raise BadSetting(f"The secret file {path} is empty.")
    return kept
