"""From a line of the table to rows: which of a model's rows are a person's.

The one place that reads other rooms' rows without their doors: it knows them by the table alone
(docs/adr/0019-privacy-engine.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from commonshelf.privacy.domain.vocabulary import Columns, Link
from commonshelf.privacy.registry import model_of
from commonshelf.privacy.subjects import Subject

PERSON: Final = "members.Person"
READER: Final = "cards.Reader"
_TO_KEY: Final = {PERSON: "key__in", READER: "person__key__in"}


def target_of(model: type[Model], path: str) -> str | None:
    """Label of the model the path ends in; "" for a plain column; None: there is no such path."""
    at: type[Model] | None = model
    for step in path.split("__"):
        if at is None:
            return None
        try:
            field = at._meta.get_field(step)  # noqa: SLF001  # Django's own way to ask a model what it is
        except FieldDoesNotExist:
            return None
        related = field.related_model
        at = related if isinstance(related, type) else None
    return at._meta.label if at else ""  # noqa: SLF001  # as above


def condition(model: type[Model], link: Link, who: Subject) -> Q:
    """Which rows this link makes the person's."""
    told = dict(link.when)
    if link.how == "row":
        end = _TO_KEY[str(target_of(model, link.path))]
        return Q(**{f"{link.path}__{end}": who.keys}, **told)
    if link.how == "about":
        return Q(**{f"{link.path}__in": who.keys, _kind(link): link.kinds}, **told)
    if link.how == "address":
        return _addressed(model, link, who) & Q(**told)
    if link.how == "list":
        return _any(Q(**{f"{link.path}__icontains": f'"{key}"'}) for key in who.keys)
    return Q(**{f"{link.path}__in": who.keys}, **told)


def _kind(link: Link) -> str:
    return f"{link.path.removesuffix('_id')}_kind__in"


def _addressed(model: type[Model], link: Link, who: Subject) -> Q:
    """By mail address, but for what is expressly about another person who shares it."""
    found = _any(Q(**{f"{link.path}__iexact": mail}) for mail in who.mails)
    if any(field.name == "about_kind" for field in model._meta.concrete_fields):  # noqa: SLF001  # as above
        another = Q(about_kind__in=("person", "reader")) & ~Q(about_id__in=who.keys)
        return found & ~another
    return found


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for one in conditions:
        found |= one
    return found


def rows_of(model: type[Model], links: Iterable[Link], who: Subject) -> QuerySet[Any]:
    """Rows that hang on the person by any of the links."""
    found = _any(condition(model, link, who) for link in links)
    rows: QuerySet[Any] = model._base_manager.filter(found)  # noqa: SLF001  # all rows, whatever a room's manager hides
    return rows


def own_rows(label: str, line: Columns, who: Subject) -> QuerySet[Any]:
    """All that is the person's own, in the order in which it came."""
    return rows_of(model_of(label), line.owned, who).order_by("pk")
