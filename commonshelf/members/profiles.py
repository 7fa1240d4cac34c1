"""Profiles of staff: what they studied, know and speak; written by themselves, read by colleagues (S36)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from commonshelf.kernel.actor import Actor, Ref
from commonshelf.members import colleagues, directory
from commonshelf.members.acting import Done, act
from commonshelf.members.cards import PersonCard, Said
from commonshelf.members.domain import skills
from commonshelf.members.domain.skills import Told
from commonshelf.members.models import Affiliation, Person, Skill
from commonshelf.members.people import card, find, in_force, said_of

MOST_ABOUT: Final = (300, 500)
"""Characters of what somebody says of themselves, in Chinese and in English."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A colleague as colleagues see them."""

    person: PersonCard
    about: Said
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Page:
    profiles: tuple[Profile, ...]
    total: int
    after: str


def profile(key: str) -> Profile:
    return _profile(find(key))


def _profile(person: Person) -> Profile:
    told = [Told(cast("skills.Kind", one.kind), one.code, one.text, one.level) for one in person.skills.all()]
    order = {kind: at for at, kind in enumerate(skills.KINDS)}
    told.sort(key=lambda one: order.get(one.kind, 9))  # as they were written within a kind
    return Profile(card(person), Said(person.about_zh, person.about_en), tuple(told))


def set_skills(
    *,
    actor: Actor,
    told: Iterable[Told],
    person: str = "",
    about_zh: str = "",
    about_en: str = "",
    key: str = "",
) -> None:
    """A profile, anew: one's own, or that of a person (user name or key) the actor may write for."""
    owner = find(person or actor.key)

    def do() -> Done[None]:
        lines = skills.checked(told)
        row = find(owner.key)
        row.about_zh, row.about_en = (
            about_zh.strip()[: MOST_ABOUT[0]],
            about_en.strip()[: MOST_ABOUT[1]],
        )
        row.save(update_fields=["about_zh", "about_en"])
        Skill.objects.filter(person=row).delete()
        Skill.objects.bulk_create(
            Skill(person=row, kind=one.kind, code=one.code, text=one.text, level=one.level, place=place)
            for place, one in enumerate(lines)
        )
        return Done(None, {"lines": len(lines)})

    act(actor=actor, action="members.set-skills", object=Ref("person", owner.key), do=do, key=key)


def staff(*, words: str = "", library: str = "", code: str = "", after: str = "", rows: int = 50) -> Page:
    """Who works at a member today, by user name. code: "language:ja", "discipline:R"; library "-": the
    alliance office. The words may stand in a name or in what somebody wrote of themselves.
    """
    ties = in_force(timezone.localdate()).filter(person=OuterRef("pk"), role__in=colleagues.STAFF)
    if library:
        ties = ties.filter(Q(library=None) if library == "-" else Q(library__symbol=library))
    found = Person.objects.filter(Exists(ties), is_active=True)
    for word in words.split():
        said = Skill.objects.filter(person=OuterRef("pk"), text__icontains=word)
        found = found.filter(
            Q(username__icontains=word)
            | Q(name_zh__icontains=word)
            | Q(name_en__icontains=word)
            | Exists(said)
        )
    if code:
        kind, _, mark = code.partition(":")
        found = found.filter(Exists(Skill.objects.filter(person=OuterRef("pk"), kind=kind, code=mark)))
    total = found.count()
    if after:
        found = found.filter(username__gt=after)
    some = list(found.prefetch_related("affiliations__library", "skills").order_by("username")[: rows + 1])
    further = some[rows - 1].username if len(some) > rows else ""
    return Page(tuple(_profile(one) for one in some[:rows]), total, further)


def coverage(*, kind: str, library: str = "") -> tuple[skills.Matrix, dict[str, Said]]:
    """Who knows which discipline or language: libraries × codes, or one library's people × codes.

    The second: row -> how it is called. library "-": the alliance office.
    """
    columns: Sequence[str] = skills.DISCIPLINES if kind == "discipline" else skills.LANGUAGES
    today = timezone.localdate()
    ties = in_force(today).filter(role__in=colleagues.STAFF, person__is_active=True)
    if library:
        ties = ties.filter(Q(library=None) if library == "-" else Q(library__symbol=library))
    people = list(ties.values_list("person__key", "library__symbol").distinct())
    names = _names(ties) if library else _places({symbol or "-" for _key, symbol in people})
    at: dict[str, set[str]] = {}
    for key, symbol in people:
        at.setdefault(key, set()).add(key if library else symbol or "-")
    known: dict[tuple[str, str], frozenset[str]] = {}
    told = Skill.objects.filter(kind=kind).exclude(code="").values_list("person__key", "code").distinct()
    for key, code in told:
        for row in at.get(key, ()):
            known[row, code] = known.get((row, code), frozenset()) | {key}
    return skills.matrix(columns=columns, rows=list(names), known=known), names


def _names(ties: QuerySet[Affiliation]) -> dict[str, Said]:
    people = {
        tie.person.key: tie.person for tie in ties.select_related("person").order_by("person__username")
    }
    return {key: said_of(one) for key, one in people.items()}


def _places(having: set[str]) -> dict[str, Said]:
    """Every member, also one without anybody: that is a gap too; the office last."""
    found = {one.symbol: one.name for one in directory.libraries()}
    named = directory.alliance()
    if "-" in having and named:
        found["-"] = named
    return found
