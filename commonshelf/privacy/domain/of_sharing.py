"""The table: requests, the libraries asked for them, copies promised, messages, what a desk just did."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Link, Table, Timer, act, columns, whose

_LOANS: Final = "privacy.loan-days"
_KEEPS: Final = (("reader__keeps_history", True),)
_KEEPS_OF: Final = (("request__reader__keeps_history", True),)

SHARING: Final[Table] = {
    "sharing.Message": columns(
        Link(
            "request__reader",
            erase="keep",
            blank=("text",),
            when=(("supply", None),),
            why="that a reader and their library wrote to one another stays with the request; the words go",
        ),
        Link(
            "request__reader",
            act=True,
            erase="keep",
            blank=("text",),
            when=(("supply__isnull", False),),
            why="what two desks said to one another is theirs; that they did stays, the words go",
        ),
        *act("person"),
        Timer(
            "at",
            "blank",
            setting=_LOANS,
            library="request__requester",
            path="request__reader",
            blank=("text",),
            when=(("request__closed_at__isnull", False),),
            unless=_KEEPS_OF,
        ),
        activity="request text at side",
        operational="id supply library person read_at",
        section="holds",
    ),
    "sharing.Glance": columns(
        whose("request__reader", why="what was looked at is of no use without who looked"),
        activity="request version",
        operational="id",
        section="holds",
    ),
    "sharing.PatronRequest": columns(
        whose(
            "reader",
            erase="unlink",
            stamp="unlinked_at",
            blank="citation title_zh title_en",
            why="home and kind of group stay for the figures of supply; what was written in the form goes",
        ),
        Timer(
            "closed_at",
            "unlink",
            setting=_LOANS,
            library="requester",
            path="reader",
            blank=("citation",),
            stamp="unlinked_at",
            unless=_KEEPS,
        ),
        activity="number reader requester pickup pickup_branch service kind level edition any_edition"
        " citation title_zh title_en needed_date most_cost fee farthest wanted agreed_at state why due_date"
        " placed_at closed_at helped",
        operational="id home group_kind before_cancel next_at agent version unlinked_at",
        section="holds",
    ),
    "sharing.Supply": columns(
        operational="id request supplier partner reference reader_fee service attempt state score policy"
        " reason conditions cost item_library barcode branch shelf condition_out condition_in document"
        " asked_at answer_by_at answered_at shipped_at received_at returned_at home_at closed_at"
        " printed_at version",
    ),
    "sharing.Promise": columns(operational="id supply library barcode hold promised_at released_at"),
    "sharing.Slip": columns(
        # How the rows stood before a step, for taking it back within minutes: the form's words with them.
        Link("request__reader", act=True, why="what a desk just did is of no use once its reader is gone"),
        *act("person"),
        Timer("at", "delete", days=1, done_by="sharing.tidy"),
        operational="id request act library person at version before undone_at",
    ),
}
