"""Acts on the alliance, its libraries, their managing agencies and yearly figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import directory
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import LibraryCard
from commonshelf.members.domain import checks
from commonshelf.members.models import Agency, AgencyKind, Alliance, Indicator, Library, LibraryAlias

FIELDS = frozenset(
    {"name_zh", "name_en", "short_zh", "short_en", "kind", "region_zh", "region_en", "website"}
)
"""What of a library may be changed afterwards; its symbol never, records hang on it."""


def row_of(symbol: str) -> Library:
    found = Library.objects.filter(symbol=symbol).first()
    if found is None:
        raise Absent
    return found


def web_address(text: str) -> str:
    """As it is, or refused."""
    if text:
        try:
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError:
            raise Refusal("members.bad-website", {"website": text[:200]}) from None
    return text


def set_alliance(*, actor: Actor, name_zh: str = "", name_en: str = "", key: str = "") -> None:
    """Found the alliance with its general agency, or rename it."""

    def do() -> Done[None]:
        checks.a_name(name_zh, name_en)
        alliance = Alliance.objects.first() or Alliance(pk=1, created_at=timezone.now())
        alliance.name_zh, alliance.name_en = name_zh.strip(), name_en.strip()
        alliance.save()
        office = {
            "name_zh": f"{alliance.name_zh or alliance.name_en}办公室",
            "name_en": f"Office of {alliance.name_en or alliance.name_zh}",
        }
        general, _new = Agency.objects.get_or_create(kind=AgencyKind.GENERAL, defaults=office)
        # Members may have been there before the alliance had a name (`load --create`).
        Agency.objects.filter(parent=None).exclude(pk=general.pk).update(parent=general)
        directory.changed()
        return Done(None, {"name_zh": alliance.name_zh, "name_en": alliance.name_en})

    act(actor=actor, action="members.set-alliance", object=Ref("alliance", "1"), do=do, key=key)


def add_library(
    *,
    actor: Actor,
    symbol: str,
    name_zh: str = "",
    name_en: str = "",
    kind: str = "vocational",
    short_zh: str = "",
    short_en: str = "",
    region_zh: str = "",
    region_en: str = "",
    website: str = "",
    aliases: Iterable[str] = (),
    active_from: date | None = None,
    key: str = "",
) -> LibraryCard:
    """A new member with its managing agency. kind: vocational, university, public, special, guest."""

    def do() -> Done[LibraryCard]:
        checks.symbol(symbol)
        checks.kind(kind)
        checks.a_name(name_zh, name_en)
        if Library.objects.filter(symbol__iexact=symbol).exists():
            raise Refusal("members.symbol-taken", {"symbol": symbol}, 409)
        row = Library.objects.create(
            symbol=symbol,
            name_zh=name_zh,
            name_en=name_en,
            short_zh=short_zh,
            short_en=short_en,
            kind=kind,
            region_zh=region_zh,
            region_en=region_en,
            website=web_address(website),
            active_from=active_from or timezone.localdate(),
        )
        _set_aliases(row, aliases)
        give_agency(row)
        directory.changed()
        facts = {"name_zh": name_zh, "name_en": name_en, "kind": kind}
        return Done(directory.card_of(row), facts, stored=symbol)

    return act(
        actor=actor,
        action="members.add-library",
        object=Ref("library", symbol[:80], symbol[:40]),
        do=do,
        key=key,
        again=lambda _: directory.card_of(row_of(symbol)),
    )


def give_agency(row: Library) -> None:
    """A member has exactly one managing office from its first day (A76)."""
    zh, en = row.name_zh or row.name_en, row.name_en or row.name_zh
    Agency.objects.create(
        kind=AgencyKind.MEMBER,
        library=row,
        parent=Agency.objects.filter(kind=AgencyKind.GENERAL).first(),
        name_zh=f"{zh}管理处",
        name_en=f"Office of {en}",
    )


def _set_aliases(row: Library, aliases: Iterable[str]) -> None:
    wanted = dict.fromkeys(name.strip() for name in aliases if name.strip())
    row.aliases.all().delete()
    LibraryAlias.objects.bulk_create(LibraryAlias(library=row, name=name) for name in wanted)


def set_library(
    *,
    actor: Actor,
    symbol: str,
    fields: dict[str, str],
    aliases: Sequence[str] | None = None,
    version: int | None = None,
    key: str = "",
) -> None:
    """Change what FIELDS names. version: the one the form was made from; an outdated one is refused."""
    if unknown := fields.keys() - FIELDS:
        raise ValueError(f"not a field of a library: {', '.join(sorted(unknown))}")

    def do() -> Done[None]:
        row = row_of(symbol)
        if version is not None and version != row.version:
            raise Refusal("members.changed-meanwhile", {"symbol": symbol}, 409)
        before = {name: getattr(row, name) for name in fields}
        for name, value in fields.items():
            setattr(row, name, value)
        checks.a_name(row.name_zh, row.name_en)
        checks.kind(row.kind)
        web_address(row.website)
        row.version += 1
        row.save()
        if aliases is not None:
            _set_aliases(row, aliases)
        directory.changed()
        return Done(None, {"before": before, "after": fields})

    act(actor=actor, action="members.set-library", object=Ref("library", symbol, symbol), do=do, key=key)


def add_agency(
    *,
    actor: Actor,
    library: str = "",
    name_zh: str = "",
    name_en: str = "",
    phone: str = "",
    email: str = "",
    key: str = "",
) -> None:
    """Say who the managing office is: of a library, or (library "") of the whole alliance. One each."""

    def do() -> Done[None]:
        checks.a_name(name_zh, name_en)
        told = {"name_zh": name_zh, "name_en": name_en, "phone": phone, "email": email}
        kind = AgencyKind.MEMBER if library else AgencyKind.GENERAL
        whose = row_of(library) if library else None
        above = Agency.objects.filter(kind=AgencyKind.GENERAL).first() if library else None
        Agency.objects.update_or_create(
            kind=kind, library=whose, defaults=told, create_defaults={**told, "parent": above}
        )
        directory.changed()
        return Done(None, reached(told))

    object = Ref("agency", library or "general", library)
    act(actor=actor, action="members.add-agency", object=object, do=do, key=key)


def reached(told: Mapping[str, str]) -> dict[str, str | bool]:
    """For the event of an agency: its names, and that it can be reached; how is often one person's own."""
    return {name: bool(said) if name in {"phone", "email"} else said for name, said in told.items()}


def add_indicator(
    *,
    actor: Actor,
    library: str,
    measure: str,
    value: int,
    unit_zh: str = "",
    unit_en: str = "",
    definition_zh: str = "",
    definition_en: str = "",
    source: str = "",
    year: int | None = None,
    doubt_zh: str = "",
    doubt_en: str = "",
    key: str = "",
) -> None:
    """Record a yearly figure, or correct it. Refused without unit, definition and source (A35)."""

    def do() -> Done[None]:
        explained = measure and source and (unit_zh or unit_en) and (definition_zh or definition_en)
        if not explained:
            raise Refusal("members.figure-unexplained", {"measure": measure[:40]})
        told = {
            "value": value,
            "unit_zh": unit_zh,
            "unit_en": unit_en,
            "definition_zh": definition_zh,
            "definition_en": definition_en,
            "source": source,
            "doubt_zh": doubt_zh,
            "doubt_en": doubt_en,
        }
        Indicator.objects.update_or_create(library=row_of(library), measure=measure, year=year, defaults=told)
        return Done(None, {"measure": measure, "year": year, "value": value, "source": source})

    object = Ref("indicator", f"{library}/{measure}/{year or ''}"[:80], library)
    act(actor=actor, action="members.add-indicator", object=object, do=do, key=key)
