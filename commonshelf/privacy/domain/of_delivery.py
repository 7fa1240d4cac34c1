"""The table: documents made for readers, and the links by which they open them."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Table, Timer, act, columns, whose

DELIVERY: Final[Table] = {
    "delivery.Document": columns(
        *act("brought_by"),
        operational="id about library title kind name file size pages sha256 left_behind notice brought_by"
        " brought_at expires_at withdrawn_at withdrawn_why",
        withheld="file sha256",
    ),
    "delivery.Link": columns(
        whose(
            "reader",
            erase="unlink",
            blank="copy",
            stamp="withdrawn_at",
            why="that a document was opened, and how often, stays for statistics",
        ),
        Timer(
            "expires_at",
            "unlink",
            setting="privacy.loan-days",
            library="library",
            path="reader",
            blank=("copy",),
            stamp="withdrawn_at",
            unless=(("reader__keeps_history", True),),
        ),
        activity="document reader opens made_at first_at latest_at expires_at withdrawn_at",
        operational="id library seed digest marked named copy most_opens",
        withheld="seed digest copy",
        not_keys="seed",
        section="documents",
    ),
}
