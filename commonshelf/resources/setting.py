"""Entering, changing and ending electronic resources."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from commonshelf.cards.api import GROUP_KINDS
from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.resources.domain import terms as domain
from commonshelf.resources.domain.terms import Terms
from commonshelf.resources.models import Resource

CONFLICT: Final = 409
KINDS: Final = ("database", "package", "title")
LONGEST: Final = {"name_zh": 200, "name_en": 200, "about_zh": 1000, "about_en": 1000, "provider": 160}
_URL: Final = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class ResourceGiven:
    """What somebody writes. active_to: exclusive. classes: marks of the Chinese Library Classification."""

    kind: str
    name: Said
    url: str
    about: Said = field(default_factory=lambda: Said("", ""))
    provider: str = ""
    classes: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    open_access: bool = False
    active_from: date | None = None
    active_to: date | None = None


def ref(owner: str, id: int | None = None) -> Ref:
    """The object of an act on a resource; owner "": the alliance's."""
    return Ref("resource", str(id or "new"), owner)


def owner_of(row: Resource) -> str:
    return members.symbols_by_id()[row.owner_id] if row.owner_id else ""


def row_of(id: int) -> Resource:
    row = Resource.objects.filter(pk=id).first()
    if row is None:
        raise Absent
    return row


def set_resource(
    *,
    actor: Actor,
    owner: str,
    given: ResourceGiven,
    resource: int | None = None,
    version: int = 0,
    key: str = "",
) -> int:
    """A new resource (resource None) or other words for one; its id. version: of the one looked at.

    Refusals resources.no-name, -bad-url, -too-long, -days-crossed, -kind, -group, -library, -limit, -changed,
    -ended.
    """

    def do() -> members.Done[int]:
        checked = _checked(given, owner)
        before: dict[str, Any] | None = None
        if resource is None:
            row = Resource(owner_id=members.library_id(symbol=owner) if owner else None, version=0)
        else:
            row = _current(resource, owner, version)
            before = _facts(row)
        _write(row, checked)
        return members.Done(row.pk, {"before": before, "after": _facts(row)}, ref(owner, row.pk))

    return members.act(
        actor=actor, action="resources.set-resource", object=ref(owner, resource), do=do, key=key
    )


def end_resource(*, actor: Actor, resource: int, version: int = 0, reason: str = "", key: str = "") -> None:
    """From now on nobody is led to it; its titles and files stay. Refuses one that ended."""
    owner = owner_of(row_of(resource))

    def do() -> members.Done[None]:
        row = _current(resource, owner, version)
        row.closed_at, row.check_at, row.version = timezone.now(), None, row.version + 1
        row.save(update_fields=["closed_at", "check_at", "version"])
        return members.Done(None, {"kind": row.kind})

    members.act(
        actor=actor,
        action="resources.end-resource",
        object=ref(owner, resource),
        do=do,
        key=key,
        reason=reason,
    )


def _current(resource: int, owner: str, version: int) -> Resource:
    row = row_of(resource)
    if owner_of(row) != owner:
        raise Absent
    if row.closed_at is not None:
        raise Refusal("resources.ended", {"resource": resource}, CONFLICT)
    if version and row.version != version:
        raise Refusal("resources.changed", {"resource": resource}, CONFLICT)
    return row


def _checked(given: ResourceGiven, owner: str) -> ResourceGiven:
    if given.kind not in KINDS:
        raise Refusal("resources.kind", {"field": "kind"})
    if not (given.name.zh.strip() or given.name.en.strip()):
        raise Refusal("resources.no-name", {"field": "name_zh"})
    words = {
        "name_zh": given.name.zh,
        "name_en": given.name.en,
        "about_zh": given.about.zh,
        "about_en": given.about.en,
        "provider": given.provider,
    }
    for name, text in words.items():
        if len(text.strip()) > LONGEST[name]:
            raise Refusal("resources.too-long", {"field": name, "most": LONGEST[name]})
    try:
        _URL(given.url.strip())
    except ValidationError:
        raise Refusal("resources.bad-url", {"field": "url", "url": given.url[:80]}) from None
    if given.active_from and given.active_to and given.active_to <= given.active_from:
        raise Refusal("resources.days-crossed", {"field": "active_to"})
    _check_terms(given.terms, owner)
    return given


def _check_terms(told: Terms, owner: str) -> None:
    if set(told.groups) - set(GROUP_KINDS):
        raise Refusal("resources.group", {"field": "groups"})
    known = {card.symbol for card in members.libraries()}
    if set(told.libraries) - known or (owner and told.libraries):
        raise Refusal("resources.library", {"field": "libraries"})
    for name, most in domain.MOST.items():
        value = getattr(told, name)
        if value is not None and not 1 <= value <= most:
            raise Refusal("resources.limit", {"field": name, "most": most})
    if len(told.note) > domain.LONGEST_NOTE:
        raise Refusal("resources.too-long", {"field": "note", "most": domain.LONGEST_NOTE})


def _write(row: Resource, given: ResourceGiven) -> None:
    url = given.url.strip()
    if row.url != url:  # what was found out of another address says nothing of this one
        row.link_state, row.link_status, row.link_why, row.strikes, row.moved_to = "unknown", None, "", 0, ""
        row.check_at = timezone.now()
    row.kind, row.url, row.provider = given.kind, url, given.provider.strip()
    row.name_zh, row.name_en = given.name.zh.strip(), given.name.en.strip()
    row.about_zh, row.about_en = given.about.zh.strip(), given.about.en.strip()
    row.classes = list(dict.fromkeys(mark.strip().upper() for mark in given.classes if mark.strip()))
    row.terms, row.open_access = domain.kept(given.terms), given.open_access
    row.active_from, row.active_to = given.active_from, given.active_to
    row.version += 1
    row.save()


def _facts(row: Resource) -> dict[str, Any]:
    """For the event: what decides who may read."""
    told = {name: value for name, value in row.terms.items() if name != "note"}
    return {
        "kind": row.kind,
        "url": row.url,
        "open_access": row.open_access,
        "from": row.active_from.isoformat() if row.active_from else None,
        "to": row.active_to.isoformat() if row.active_to else None,
        **told,
    }
