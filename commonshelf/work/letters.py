"""Letters about work that was offered: to the person, or those in the role, who wish to have them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from commonshelf.kernel.actor import Ref
from commonshelf.kernel.number import whole
from commonshelf.mail import api as mail
from commonshelf.members import api as members
from commonshelf.members.cards import Said
from commonshelf.news.api import Happening
from commonshelf.work import kinds
from commonshelf.work.domain.states import State
from commonshelf.work.models import WorkItem
from commonshelf.work.refs import symbol

KINDS: Final = tuple(
    f"work.{one}" for one in ("open", "ask", "hand-on", "offer", "reassign", "hand-over", "decline", "expire")
)
"""After these an item may be offered to somebody who was not asked before."""
MOST: Final = 20
"""Letters about one offer; with more people in a role, the desk tells them."""
HOLDS: Final = timedelta(days=3)
"""An offer without an end is news for so long."""


def offered(happening: Happening) -> None:
    """Told of a step: writes to whom the item is offered now. Stands being told twice."""
    if mail.server() is None:
        return
    with members.together():
        row = WorkItem.objects.filter(pk=whole(happening.object.id), state=State.OFFERED).first()
        if row is None or row.moved_at > happening.at:  # somebody went on since; that step is told of, too
            return
        library = symbol(row.library_id)
        found = [one for one in members.writes_to(keys=_whom(row, library)) if one.key != row.moved_by]
        for one in found[:MOST]:
            about = Ref("work", f"{row.pk}-{row.version}-{one.key}", library)
            if mail.latest_about(about=about) is None:
                _write(row, one, about)


def _whom(row: WorkItem, library: str) -> list[str]:
    if row.to_person:
        return [row.to_person]
    staff = members.staff_of(day=timezone.localdate(), libraries=[library])
    return [one.key for one in staff if row.to_role in one.roles]


def _write(row: WorkItem, to: members.Addressee, about: Ref) -> None:
    now = timezone.now()
    language = to.language or str(members.setting(library=about.library, name="members.language"))
    with translation.override(language):
        title = Said(row.title_zh, row.title_en).in_language(language)
        name, place = to.name.in_language(language), _place(about.library, language)
        link = urljoin(settings.SITE_ADDRESS, reverse("work:item", args=[row.pk]))
        lines = [
            _("Dear {name},").format(name=name),
            _("“{title}” is offered to you at {place}. ({kind})").format(
                title=title, place=place, kind=kinds.kind(name=row.kind).label
            ),
            *_until(row),
            _("Look at it, take it or decline it here:"),
            link,
            _("You can switch these letters off under “My account”."),
        ]
        mail.send(
            to=to.email,
            name=name,
            language=language,
            subject=_("For you: {title}").format(title=title)[:200],
            text="\n\n".join(lines),
            kind="work",
            about=about,
            link=link,
            at=now,
            until=row.answer_by_at or now + HOLDS,
        )


def _until(row: WorkItem) -> list[str]:
    if row.due_at is None:
        return []
    return [
        _("It is wanted by {day}.").format(day=date_format(timezone.localtime(row.due_at), "DATE_FORMAT"))
    ]


def _place(library: str, language: str) -> str:
    if not library:
        return _("the alliance office")
    return members.library(symbol=library).name.in_language(language)
