"""What the reader's side lends to pages and rooms around it: places, an entry in the menu, letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonshelf.kernel.actor import Actor
from commonshelf.mail import api as mail
from commonshelf.news import api as news
from commonshelf.sharing import reader_letters, reader_parts, reader_places, rest_docs
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_place("page.head", reader_places.head)
    ui.register_place("api.below", rest_docs.docs)
    ui.register_place("edition.get", reader_places.ways)
    ui.register_place("result.get", reader_places.beside)
    ui.register_place("search.empty", reader_places.nothing_found)
    ui.register_place("card.below", reader_places.my_requests)
    ui.register_place("house.parts", reader_parts.parts)
    ui.register_place("loans.mine", reader_places.my_requests)
    ui.register_nav(
        name="requests", label=_("My requests"), url="sharing:mine", area="person", order=4, shown=_reader
    )
    mail.keep_private(kind=reader_letters.KIND)
    news.subscribe(kinds=reader_letters.KINDS, subscriber="sharing.letters", handler=reader_letters.told)


def _reader(actor: Actor) -> bool:
    return bool(actor.key)
