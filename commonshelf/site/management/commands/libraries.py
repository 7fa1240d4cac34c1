"""`libraries`: every library the alliance knows, with its kind, status and branches."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from commonshelf.members import api as members
from commonshelf.ui.command import Command as Base

STATUSES = ("applied", "trial", "voted", "active", "suspended", "left", "refused")


class Command(Base):
    """With --json one array: [{"symbol", "name": {"zh", "en"}, "kind", "status", "branches": [code]}]."""

    help = "List the libraries of the alliance: members, applicants and those that have left."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--status", choices=STATUSES, default="", help="only those that stand so")

    def run(self, **options: Any) -> None:
        branches = {card.symbol: [branch.code for branch in card.branches] for card in members.libraries()}
        rows: list[dict[str, Any]] = [
            {
                "symbol": one.symbol,
                "name": {"zh": one.name.zh, "en": one.name.en},
                "kind": one.kind,
                "status": one.status,
                "branches": branches.get(one.symbol, []),
            }
            for one in members.memberships(actor=members.operator(), status=options["status"])
        ]
        if self.as_json:
            self.print_json(rows)
            return
        for row in rows:
            name = row["name"]["zh"] or row["name"]["en"]
            self.stdout.write(
                f"{row['symbol']:<16} {row['status']:<10} {row['kind']:<11} {len(row['branches']):>3}  {name}"
            )
