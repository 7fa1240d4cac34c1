"""`rematch`: joins the records into editions anew by today's rules, or tells what that would change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from commonshelf.catalogue import api as catalogue
from commonshelf.catalogue.cards import Moving, Rematched
from commonshelf.members import api as members
from commonshelf.search import api as search
from commonshelf.ui.command import Command as Base

LONGEST_TITLE: Final = 60


class Command(Base):
    """An act of the operator. Cut short, it goes on where it was; so does the worker of a running server."""

    help = "Recompute all editions by today's rules of matching, from the facts of the records."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--preview",
            action="store_true",
            help="tell what would change, tried on a copy",
        )
        parser.add_argument(
            "--rows",
            type=int,
            default=20,
            metavar="N",
            help="examples of a preview (default: 20)",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        actor = members.operator()
        self.preview = bool(options["preview"])
        if self.preview:
            self.done = catalogue.rematch_preview(actor=actor, rows=max(0, options["rows"]))
        else:
            with search.following() as index:
                self.done = catalogue.rematch(actor=actor)
                index()
            search.wait_until_searchable(stamp=catalogue.latest_stamp())
        return {**_plain(self.done), "preview": self.preview}

    def tell(self, answer: dict[str, Any]) -> None:
        told = (
            _("Would look at {records} records: {editions_before} editions would become {editions_after}.")
            if self.preview
            else _("Looked at {records} records: {editions_before} editions became {editions_after}.")
        )
        self.stdout.write(told.format(**answer))
        self.stdout.write(_("Joined into others: {joined}. Parted from others: {parted}.").format(**answer))
        self.stdout.write(_("Doubtful pairs: {queued} new, {settled} settled.").format(**answer))
        for one in self.done.examples:
            self._example(one)

    def _example(self, one: Moving) -> None:
        joins = one.what == "join"
        told = _("Edition {edition} would take in:") if joins else _("Edition {edition} would part into:")
        self.stdout.write("")
        self.stdout.write(told.format(edition=one.edition))
        for records in one.records:
            first, *more = records
            rest = f" (+{len(more)})" if more else ""
            self.stdout.write(f"  {first.library} {first.local_id}  {first.title[:LONGEST_TITLE]}{rest}")


def _plain(done: Rematched) -> dict[str, Any]:
    return {
        **asdict(done),
        "examples": [
            {
                "what": one.what,
                "edition": one.edition,
                "records": [[record._asdict() for record in records] for records in one.records],
            }
            for one in done.examples
        ],
    }
