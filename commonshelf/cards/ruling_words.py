"""What a rule of rights says, and what a change would do, as people read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from commonshelf.cards import rights_words as words
from commonshelf.cards.domain.cells import Ruled, Touched
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.rights import Line
from commonshelf.cards.models import ReaderGroup
from commonshelf.cards.ruling_cards import RuleCard
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.ui.templatetags.shelf import listed

LIBRARY_KINDS: Final[words.Words] = {
    "vocational": _("vocational college libraries"),
    "university": _("university libraries"),
    "public": _("public libraries"),
    "special": _("special libraries"),
    "guest": _("guest libraries"),
}
FEW: Final = 3


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule for the eye."""

    card: RuleCard
    service: str
    who: str
    where: str
    what: str


def row_of(card: RuleCard) -> RuleRow:
    line = card.line
    return RuleRow(card, str(words.SERVICES[line.service]), who(line, card.group), where(line), what(line))


def what(line: Line) -> str:
    """ "Allowed: 20 items at a time, for 30 days", "Not allowed"."""
    return said(Ruled(line.allowed, line.limits, None), line.service)


def said(ruled: Ruled, service: str) -> str:
    if not ruled.allowed:
        return pgettext("right", "Not allowed")
    told = words.conditions(ruled.limits, service)
    if not told:
        return pgettext("right", "Allowed")
    return gettext("Allowed: {conditions}").format(conditions=listed(told))


def who(line: Line, group: Said | None = None) -> str:
    """ "students of university libraries, at other members"."""
    readers = _readers(line.group_kind, group)
    if line.home:
        readers = gettext("{readers} of {home}").format(readers=readers, home=words.name_of(line.home))
    elif line.home_kind:
        kind = LIBRARY_KINDS.get(line.home_kind, line.home_kind)
        readers = gettext("{readers} of {home}").format(readers=readers, home=kind)
    elif not line.relation and not line.group_kind and group is None:
        readers = gettext("everybody with a card")
    if not line.relation:
        return readers
    return gettext("{readers}, {where}").format(readers=readers, where=words.RELATIONS[line.relation])


def _readers(kind: str, group: Said | None) -> str:
    if group is not None:
        return group.in_language(get_language() or "")
    return str(words.KINDS[kind]) if kind else gettext("readers")


def where(line: Line) -> str:
    if line.library:
        return words.name_of(line.library)
    return (
        str(LIBRARY_KINDS.get(line.library_kind, line.library_kind))
        if line.library_kind
        else gettext("all members")
    )


def touched(found: Iterable[Touched], service: str) -> list[dict[str, Any]]:
    """Rows of what a change would do. few: the libraries' names, where they are few."""
    rows = list(found)
    names = _group_names({one for row in rows for one in row.groups})
    return [
        {
            "where": _places(one.libraries),
            "all": [words.name_of(symbol) for symbol in one.libraries] if len(one.libraries) > FEW else [],
            "who": _whom(one, names),
            "before": said(one.before, service),
            "after": said(one.after, service),
            "more": one.after.allowed and not one.before.allowed,
            "less": one.before.allowed and not one.after.allowed,
        }
        for one in rows
    ]


def _places(symbols: tuple[str, ...]) -> str:
    if len(symbols) == len(members.libraries()) > 1:
        return gettext("all members")
    if len(symbols) > FEW:
        return ngettext("{n} library", "{n} libraries", len(symbols)).format(n=len(symbols))
    return listed(words.name_of(symbol) for symbol in symbols)


def _whom(one: Touched, names: Mapping[int, str]) -> str:
    if set(one.kinds) == set(GROUP_KINDS):
        readers = gettext("readers")
    else:
        readers = listed([*(str(words.KINDS[kind]) for kind in one.kinds), *(names[id] for id in one.groups)])
    if one.own or one.others:
        place = words.RELATIONS["own" if one.own else "guest"]
        return gettext("{readers}, {where}").format(readers=readers, where=place)
    return gettext("{readers} of {home}").format(readers=readers, home=_places(one.homes))


def _group_names(ids: set[int]) -> dict[int, str]:
    language = get_language() or ""
    rows = ReaderGroup.objects.filter(pk__in=ids) if ids else ()
    return {row.pk: Said(row.name_zh, row.name_en).in_language(language) for row in rows}
