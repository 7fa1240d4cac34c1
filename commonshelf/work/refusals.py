"""The sentence of every refusal of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: Final[dict[str, str | _StrPromise]] = {
    # what is true instead
    "work.already-offered": _(
        "This is offered to somebody and nobody has it in hand (last step: {who}, {at}). Take it first."
    ),
    "work.already-accepted": _("{who} took this on {at} and has it in hand. Nothing of yours was lost."),
    "work.already-waiting": _(
        "{who} put this on hold on {at}: it waits for somebody else. Go on with it first."
    ),
    "work.already-returned": _(
        "This came back on {at} ({who}): nobody has it. Whoever asked can offer it to somebody again."
    ),
    "work.already-done": _("{who} finished this on {at}. There is nothing left to do here."),
    "work.already-withdrawn": _("{who} withdrew this on {at}: it is no longer needed."),
    "work.opened-again": _("Meanwhile it has come up again as another item. Go on with that one."),
    "work.changed": _(
        "{who} changed this on {at}, while you had it open. Look at what stands now, then press again."
    ),
    "work.too-many-hands": _(
        "This has been handed on {limit} times. Ask the library's manager or the alliance office to decide"
        " who does it, so that it does not go round."
    ),
    "work.stays": _(
        "This is about something that belongs to the library itself, so only its own people can do it."
    ),
    # to whom
    "work.no-library": _("“{said}” is no member today. Choose a library from the list."),
    "work.not-there": _(
        "This person does not work there today and could not even open it. Choose somebody from the list,"
        " or offer it to whoever is there."
    ),
    "work.has-it-already": _("This person has it already. Choose somebody else."),
    # when
    "work.due-past": _("{day} is over. Choose today or a later day, or leave it empty: then it has time."),
    "work.due-far": _("{day} is more than three years away. Choose an earlier day, or leave it empty."),
    # words
    "work.no-title": _("Say in a few words what is to be done."),
    "work.no-words": _("Write a sentence, so that whoever reads it knows why."),
    "work.too-long": _("These are {length} characters; at most {limit} fit here."),
    "work.unknown-choice": _("“{said}” cannot be chosen here."),
    "work.too-late-to-undo": _("This cannot be taken back any more: somebody has gone on with it since."),
}
