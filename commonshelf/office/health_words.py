"""The sentences of the office's first page, and what to do next: codes of domain/health.py in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.office.domain.health import Finding, Level
from commonshelf.ui.templatetags.shelf import day, moment, size

HEADINGS: Final = {
    "feeds": _("What libraries bring"),
    "work": _("Work"),
    "decisions": _("Decisions and dates"),
    "letters": _("Letters sent out"),
    "machine": _("The machine"),
    "safety": _("Backup"),
}
LEVELS: Final = {
    Level.OK: _("well"),
    Level.WAIT: _("to do"),
    Level.NO: _("needs you"),
    Level.UNKNOWN: _("not measured"),
}
SAID: Final = {
    "feeds-well": _("All {number} sources loaded without failing, the latest on {at}."),
    "no-records": _("{library} has not brought any records yet."),
    "no-records-of-several": _("{number} libraries have not brought any records yet."),
    "load-failed": _("The last load of {library} ({source}) failed on {at}."),
    "load-waits": _("A load of {library} ({source}) waits since {since} and does not begin."),
    "load-long": _("A load of {library} ({source}) has been running since {since}."),
    "feed-late": _("{library} ({source}) brings records about every {days} days; the last came on {at}."),
    "work-late": _("{number} work items are late, most of them at {library} ({most})."),
    "work-unanswered": _("{number} work items have been taken by nobody yet."),
    "work-in-time": _("{number} work items are open, none of them late."),
    "no-work": _("No work item is open."),
    "own-work-late": _("{number} work items of yours are late."),
    "own-work": _("{number} work items are open, none of them late."),
    "doubts": _("{number} pairs of descriptions wait to be decided."),
    "vote-closing": _("A ballot closes on {at}; {voted} of {electors} have voted."),
    "own-vote-closing": _("A ballot closes on {at}, and your library has not voted."),
    "contract-ends": _("Contract {number} ends on {day}."),
    "applications": _("{number} libraries wait for an answer to their application, the first since {since}."),
    "no-holidays": _("No public holiday of {year} is known."),
    "no-make-up-days": _("The make-up days of {year} are not announced, or not filled in yet."),
    "nothing-to-decide": _("Nothing closes, ends or waits for a decision soon."),
    "letters-failed": _("{number} letters could not be sent."),
    "letters-paper": _("{number} letters wait to be printed."),
    "letters-no-server": _(
        "{number} letters wait, and no mail server is set: print them, or pass on their links."
    ),
    "letters-well": _("No letter waits or failed."),
    "given-up": _("{number} deliveries between parts of the system were given up, the latest on {at}."),
    "nothing-waits": _("Nothing waits for the worker."),
    "deliveries-go": _("{waiting} deliveries are just being worked off."),
    "deliveries-wait": _(
        "{waiting} deliveries wait, the first since {since}: the worker stands still or is busy."
    ),
    "task-failed": _("The task {task} did not go well: {why}"),
    "index-current": _("Search knows every change."),
    "index-behind": _("Search has {behind} changes to take in; readers see them in a moment."),
    "index-unknown": _("The search index cannot be read."),
    "disk-free": _("{free_bytes} are free on the disk; the database takes {database_bytes}."),
    "disk-low": _("Only {free_bytes} are free on the disk; the database takes {database_bytes}."),
    "disk-unknown": _("How much room the disk has could not be seen."),
    "no-backup": _("There is no backup."),
    "backup-fresh": _("The last backup was made on {at} ({size_bytes})."),
    "backup-old": _("The last backup is {days} days old ({size_bytes}, made on {at})."),
    "backup-failed": _("The backup of {at} failed: {why}"),
    "backup-problems": _("The backup of {at} was made, but {problems} problems were found in it."),
    "no-drill": _("No backup has ever been tried out."),
    "drill-fresh": _(
        "The backup of {made_at} was restored as a test on {at}, in {seconds} seconds; nothing was missing."
    ),
    "drill-nothing": _("On {at} a backup was to be restored as a test, but there was none."),
    "drill-old": _("A backup was last tried out on {at}, {days} days ago."),
    "drill-failed": _("Restoring a backup as a test failed on {at}: {why}"),
    "drill-problems": _("Restoring a backup as a test on {at} found {problems} problems."),
}
NEXT: Final = {
    "look-at-worker": _("Look whether the service runs: systemctl status commonshelf."),
    "reindex": _("Make it anew: commonshelf reindex."),
    "make-room": _("Make room before it is full: the guide for operators says what may go."),
    "schedule-backup": _("Let it be done every night: set COMMONSHELF_BACKUPS to a folder."),
    "make-backup": _("Make one now: commonshelf backup."),
    "make-drill": _("Try one now: commonshelf drill."),
    "run-fsck": _("Look at the problems: commonshelf fsck."),
    "look-at-journal": _("The journal of the service says more."),
    "look-at-load": _("Look at the load"),
    "ask-library": _("Ask what has become of it"),
    "bring-file": _("Bring a file"),
    "look-at-queues": _("Look at the queues"),
    "look-at-desk": _("To my desk"),
    "decide": _("Decide"),
    "vote": _("Vote"),
    "remind": _("Look who has not voted"),
    "renew": _("Look at the contract"),
    "answer": _("Answer"),
    "fill-in-holidays": _("Fill in the holidays"),
    "look-at-outbox": _("Look at the letters"),
    "print-letters": _("Print them"),
    "try-again": _("Have them tried again"),
}
ONE: Final = {
    "no-records-of-several": _("{number} library has not brought any records yet."),
    "feeds-well": _("The one source loaded without failing, on {at}."),
    "work-late": _("{number} work item is late, at {library}."),
    "work-unanswered": _("{number} work item has been taken by nobody yet."),
    "work-in-time": _("{number} work item is open, and not late."),
    "own-work-late": _("{number} work item of yours is late."),
    "own-work": _("{number} work item is open, and not late."),
    "doubts": _("{number} pair of descriptions waits to be decided."),
    "applications": _("{number} library waits for an answer to its application, since {since}."),
    "letters-failed": _("{number} letter could not be sent."),
    "letters-paper": _("{number} letter waits to be printed."),
    "letters-no-server": _(
        "{number} letter waits, and no mail server is set: print it, or pass on its link."
    ),
}
"""The same where {number} is one."""


def sentence(finding: Finding) -> str:
    words = ONE.get(finding.code) if finding.facts.get("number") == 1 else None
    return str(words or SAID[finding.code]).format(
        **{name: _told(name, fact) for name, fact in finding.facts.items()}
    )


def _told(name: str, fact: object) -> object:
    if isinstance(fact, datetime):
        return moment(fact)
    if isinstance(fact, date):
        return day(fact)
    if name.endswith("_bytes") and isinstance(fact, int):
        return size(fact)
    if name == "made_at":
        return moment(parse_datetime(str(fact))) or fact
    if name == "library":
        return _library(str(fact))
    return fact


def _library(symbol: str) -> str:
    if not symbol:
        return str(_("the alliance office"))
    names = {one.symbol: one.short for one in members.libraries()}
    return names[symbol].in_language(get_language() or "") if symbol in names else symbol


def next_step(finding: Finding) -> str:
    return str(NEXT[finding.next]) if finding.next else ""
