"""Ready-made resources for tests: one of everything that a library can keep here."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from commonshelf.kernel.actor import Actor
from commonshelf.members.cards import Said
from commonshelf.news import api as news
from commonshelf.resources import api

HEAD = (
    "publication_title\tprint_identifier\ttitle_url\ttitle_id\tdate_first_issue_online\taccess_type"
    "\tfirst_author"
)
TEA = "Tea quarterly\t0306-4573\thttps://host.example/tea\tT1\t1990\tP\tLu Yu"
BAD = "\t\t\tT9\t\t\t"


def listed(*lines: str) -> bytes:
    """A KBART file of these lines."""
    return "\n".join((HEAD, *lines)).encode() + b"\n"


def package(actor: Actor, owner: str, **more: Any) -> int:
    """A package its owner's readers read from anywhere."""
    terms = api.Terms(remote=True, note=more.pop("note", ""))
    given = api.ResourceGiven(
        "package", Said("期刊库", "Journals"), "https://host.example/", terms=terms, **more
    )
    return api.set_resource(actor=actor, owner=owner, given=given)


def worked() -> None:
    """The worker reads and takes over what waits."""
    news.work_once(now=timezone.now(), include=["resources.reader", "resources.taker"], turns=False)


def furnished(actor: Actor, owner: str, note: str = "") -> dict[str, dict[str, Any]]:
    """Everything a library can own here: name of an address -> what it takes."""
    made = package(actor, owner, note=note, about=Said("茶学", "About tea"), provider="Host")
    first = api.bring_titles(actor=actor, resource=made, chunks=[listed(TEA)], name="first.txt")
    worked()
    api.take_titles(actor=actor, arrival=first)
    worked()
    second = api.bring_titles(actor=actor, resource=made, chunks=[listed(TEA, BAD)], name="second.txt")
    worked()
    (title,) = api.titles(resource=made).rows
    given = api.LevelGiven("print", "Copy", "owner", note=Said("请先询问", "Please ask first"), article="1")
    level = api.set_level(actor=actor, owner=owner, given=given)
    of_resource = ("one", "edit", "check", "titles", "export", "lists")
    return {
        **{f"resources:{name}": {"id": made} for name in of_resource},
        "resources:list": {"id": second},
        "resources:title": {"id": title.id},
        "resources:level": {"id": level},
    }
