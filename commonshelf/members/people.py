"""Acts on people: who can sign in, where they belong and in which role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from commonshelf.kernel.actor import Actor, Agent, Ref, Role, Standing
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import delegating
from commonshelf.members.acting import Done, act, allowed
from commonshelf.members.cards import AffiliationCard, PersonCard, Said
from commonshelf.members.domain import checks, membership
from commonshelf.members.models import Affiliation, Person
from commonshelf.members.vouching import forget_vouching, vouch

CONFLICT: Final = 409


def standings(person: Person, day: date) -> tuple[Standing, ...]:
    """The affiliations in force on the day, at libraries that are members on it."""
    found = in_force(day).filter(person=person).order_by("pk").values_list("role", "library__symbol")
    return tuple(Standing(Role(role), symbol or "") for role, symbol in found)


def in_force(day: date) -> QuerySet[Affiliation]:
    """Begun, not over, and not of a library that is suspended (or does not take part yet)."""
    takes_part = Q(library=None) | Q(library__status__in=membership.TAKES_PART)
    return _not_over(day).filter(takes_part, active_from__lte=day)


def _not_over(day: date) -> QuerySet[Affiliation]:
    """In force, or to begin."""
    return Affiliation.objects.filter(
        Q(active_to=None) | Q(active_to__gt=day),
        Q(library=None) | Q(library__active_to=None) | Q(library__active_to__gt=day),
    )


def actor_for(person: Person, agent: Agent) -> Actor:
    name = Said(person.name_zh, person.name_en).in_language(get_language() or "")
    today = timezone.localdate()
    held, given = standings(person, today), delegating.in_force(person)
    if given and not held and person.affiliations.filter(active_from__lte=today).exists():
        given = ()  # whose last tie has ended, or is suspended, acts in nobody's place
    return Actor(
        key=person.key,
        name=name or person.username,
        agent=agent,
        standings=held,
        delegations=given,
    )


def said_of(person: Person) -> Said:
    """The name in the other language, then the user name, where one is not known."""
    zh, en = person.name_zh, person.name_en
    return Said(zh or en or person.username, en or zh or person.username)


def card(person: Person) -> PersonCard:
    # In Python, so that a list of people prefetched with their affiliations asks nothing more.
    ties = sorted(person.affiliations.all(), key=lambda tie: (-tie.active_from.toordinal(), tie.pk))
    return PersonCard(
        key=person.key,
        username=person.username,
        name=said_of(person),
        demo=person.demo,
        affiliations=tuple(
            AffiliationCard(
                id=tie.pk,
                role=tie.role,
                library=tie.library.symbol if tie.library else "",
                active_from=tie.active_from,
                active_to=tie.active_to,
                library_to=tie.library.active_to if tie.library else None,
                library_name=Said(tie.library.name_zh, tie.library.name_en) if tie.library else None,
            )
            for tie in ties
        ),
        reader_only=person.reader_only and not ties,
    )


def find(name: str) -> Person:
    """By username or key."""
    known = Person.objects.prefetch_related("affiliations__library")
    found = known.filter(Q(username=name) | Q(key=name)).first()
    if found is None:
        raise Absent
    return found


def add_person(
    *,
    actor: Actor,
    username: str,
    password: str | None = None,
    name_zh: str = "",
    name_en: str = "",
    email: str = "",
    library: str = "",
    demo: bool = False,
    key: str = "",
) -> PersonCard:
    """Somebody who can sign in (password None: not with one). library: who vouches for them."""

    def do() -> Done[PersonCard]:
        person = Person(
            username=username,
            name_zh=name_zh,
            name_en=name_en,
            email=email,
            demo=demo,
            created_at=timezone.now(),
        )
        name_and_password(person, password, easy=demo)
        person.save()
        vouch(person)
        made = Ref("person", person.key, library)
        return Done(card(person), object=made, stored=person.key)

    return act(
        actor=actor,
        action="members.add-person",
        object=Ref("person", "", library),
        do=do,
        key=key,
        again=lambda stored: card(find(str(stored))),
    )


def name_and_password(person: Person, password: str | None, *, easy: bool = False) -> None:
    """Refuses a user name that is none or is taken, and a password that is easy to guess (but for `easy`)."""
    checks.username(person.username)
    if Person.objects.filter(username__iexact=person.username).exists():
        raise Refusal("members.username-taken", {"username": person.username}, CONFLICT)
    if password is not None and not easy:
        check_password(password, person)
    person.set_password(password)


def check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refusal("members.weak-password", {"why": " ".join(error.messages)}) from None


def set_profile(
    *,
    actor: Actor,
    name_zh: str = "",
    name_en: str = "",
    email: str = "",
    work_letters: bool | None = None,
    key: str = "",
) -> None:
    """One's own names and address, and whether to be written to about work; None: as it is."""

    def do() -> Done[None]:
        checks.a_name(name_zh, name_en)
        person = find(actor.key)
        if person.reader_only and (name_zh.strip(), name_en.strip()) != (person.name_zh, person.name_en):
            raise Refusal("members.name-by-document", {"field": "name_zh"})
        person.name_zh, person.name_en, person.email = name_zh.strip(), name_en.strip(), email.strip()
        person.work_letters = person.work_letters if work_letters is None else work_letters
        person.save(update_fields=["name_zh", "name_en", "email", "work_letters"])
        forget_vouching(person)
        return Done(None)

    act(actor=actor, action="members.set-profile", object=Ref("person", actor.key), do=do, key=key)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who can be written to. language "": as their library has it."""

    key: str
    name: Said
    email: str
    language: str


def writes_to(keys: Iterable[str]) -> list[Addressee]:
    """Those of them who have a mail address and wish to hear of work by letter, by user name."""
    found = Person.objects.filter(key__in=set(keys), is_active=True, work_letters=True).exclude(email="")
    return [Addressee(one.key, said_of(one), one.email, one.language) for one in found.order_by("username")]


def demo_people() -> list[PersonCard]:
    found = Person.objects.filter(demo=True, is_active=True).prefetch_related("affiliations__library")
    return [card(person) for person in found.order_by("pk")]


def keys_named(words: str) -> list[str]:
    found = Person.objects.filter(
        Q(username__icontains=words) | Q(name_zh__icontains=words) | Q(name_en__icontains=words)
    )
    return list(found.filter(on_the_roll()).values_list("key", flat=True).distinct()[:500])


def names(keys: Iterable[str]) -> dict[str, Said]:
    found = Person.objects.filter(key__in=set(keys))
    return {one.key: Said(one.username, one.username) if one.reader_only else said_of(one) for one in found}


def on_the_roll() -> Q:
    """Everybody but those who are readers and nothing else, unless they were given a role since."""
    return Q(reader_only=False) | Q(affiliations__isnull=False)


def places_of(person: Person) -> set[str]:
    """Where the person stands, or will from a day already set; {""} (the alliance) when nowhere.

    Where they act for an agency, too: at its library, or for the alliance.
    """
    ties = _not_over(timezone.localdate()).filter(person=person)
    stands = {symbol or "" for symbol in ties.values_list("library__symbol", flat=True)} or {""}
    return stands | {given.library for given in delegating.of_person(person.key)}


def may_set_password(*, actor: Actor, person: str) -> bool:
    """As `set_password` would decide."""
    target = find(person)
    return all(
        allowed(actor=actor, action="members.set-password", object=Ref("person", target.key, library))
        for library in places_of(target)
    )


def set_password(*, actor: Actor, person: str, password: str, key: str = "") -> None:
    """For somebody who has forgotten theirs. It ends all their sessions.

    Whoever may set it must be allowed at every place the person stands: a library's manager must
    not become the alliance office by giving one of its people a new password.
    """
    target = find(person)
    places = places_of(target)
    if not may_set_password(actor=actor, person=person):
        raise Absent

    def do() -> Done[None]:
        check_password(password, target)
        target.set_password(password)
        target.save(update_fields=["password"])
        return Done(None)

    object = Ref("person", target.key, min(places))
    act(actor=actor, action="members.set-password", object=object, do=do, key=key)
