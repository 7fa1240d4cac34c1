"""`privacy export|erase`: all that is kept of one person, to take along or to be deleted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from commonshelf.cards import api as cards
from commonshelf.kernel.refusal import Absent, Refusal
from commonshelf.members import api as members
from commonshelf.privacy import api
from commonshelf.ui.command import Command as Base

DOING = ("export", "erase")


class Command(Base):
    help = "Take along (export) or delete (erase) all that is kept of one person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("doing", choices=DOING, help="export, or erase")
        parser.add_argument("--card", default="", metavar="NUMBER", help="a card's number")
        parser.add_argument("--person", default="", metavar="KEY", help="a person's key or user name")
        parser.add_argument(
            "--to", type=Path, metavar="FILE", help="export: the ZIP to write (default: person-KEY.zip here)"
        )
        parser.add_argument("--language", default="", choices=["", "zh-hans", "en"], help="export: in which")
        parser.add_argument("--yes", action="store_true", help="erase: do it; without this it only tells")

    def run(self, **options: Any) -> dict[str, Any]:
        key = self._person(options["card"], options["person"])
        if options["doing"] == "export":
            return self._export(key, options["to"], options["language"])
        return self._erase(key, sure=options["yes"])

    def _person(self, card: str, person: str) -> str:
        if bool(card) == bool(person):
            self.misused(_("Say whom: --card with a card number, or --person with a key or user name."))
        if card:
            return cards.find_reader(number=card).key
        try:
            return members.person(name=person).key
        except Absent:
            raise Refusal("privacy.no-such-person", {"name": person[:60]}) from None

    def _export(self, key: str, to: Path | None, language: str) -> dict[str, Any]:
        path = to or Path(f"person-{key}.zip")
        if path.exists():
            raise Refusal("privacy.file-there", {"file": str(path)})
        packed = api.export(actor=members.operator(), person=key, language=language)
        with path.open("xb") as file:
            file.write(packed)
        path.chmod(0o600)
        return {"file": str(path), "bytes": len(packed)}

    def _erase(self, key: str, *, sure: bool) -> dict[str, Any]:
        actor = members.operator()
        prospect = api.prospect(actor=actor, person=key)
        answer: dict[str, Any] = {
            "erased": False,
            "rows": dict(prospect.rows),
            "open": [held.title.zh or held.title.en for held in prospect.open],
            "works_at": list(prospect.works_at),
        }
        if sure:
            done = api.erase(actor=actor, person=key)
            swept = api.sweep(now=timezone.now())
            answer |= {"erased": True, "rows": dict(done.counts), "swept": swept}
            answer["in_backups_until"] = done.in_backups_until
            answer["set_aside"] = api.set_aside()
        return answer

    def tell(self, answer: dict[str, Any]) -> None:
        if "file" in answer:
            self.stdout.write(_("Written: {file}, {bytes} bytes.").format(**answer))
            return
        for name, rows in answer["rows"].items():
            self.stdout.write(f"{name}: {rows}")
        if not answer["erased"]:
            for one in answer["open"]:
                self.stdout.write(_("still open: {thing}").format(thing=one))
            self.stdout.write(_("Nothing was deleted. Add --yes to do it."))
            return
        self.stdout.write(_("Deleted.") if answer["swept"] else _("Deleted; traces in files go tonight."))
        self.stdout.write(api.backups_said(timezone.now()))
        for folder in answer["set_aside"]:
            self.stdout.write(_("{folder} still holds what a restore put aside.").format(folder=folder))
