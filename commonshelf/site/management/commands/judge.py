"""`judge`: puts labelled pairs of records before the matcher and says how often it is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from commonshelf.catalogue import api as catalogue
from commonshelf.ui.command import Command as Base

PLACES = 4
"""Digits after the point."""
ANSWERS: Final = {
    "join": pgettext_lazy("verdict", "join"),
    "ask": pgettext_lazy("verdict", "ask"),
    "apart": pgettext_lazy("verdict", "apart"),
}


class Command(Base):
    help = "Judge labelled pairs of records as the catalogue joins them, and measure the answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "pairs", type=Path, metavar="PAIRS.jsonl[.gz]",
            help='one pair a line: {"label": 0 or 1, "a": MARC in JSON, "b": MARC in JSON, "why": …}',
        )  # fmt: skip
        parser.add_argument(
            "--without-identifiers", action="store_true", help="as if no record had an ISBN or another number"
        )
        parser.add_argument(
            "--labels", type=Path, metavar="FILE.csv[.gz]",
            help="a table with a column “label”, when PAIRS has one record a line and two are a pair",
        )  # fmt: skip
        parser.add_argument("--show", type=int, default=0, metavar="N", help="list N pairs judged wrongly")

    def run(self, **options: Any) -> dict[str, Any]:
        measured = catalogue.judge_pairs(
            file=options["pairs"],
            labels=options["labels"],
            without_identifiers=options["without_identifiers"],
            show=max(0, options["show"]),
        )
        self._tell_bad(options["pairs"].name, measured)
        tally = measured.tally.all
        if tally.same in {0, tally.pairs}:
            self.stderr.write(
                _("All pairs have the label {label}: this says nothing about the others.").format(
                    label=1 if tally.same else 0
                )
            )
        answer: dict[str, Any] = {
            "pairs": tally.pairs,
            "precision": _rounded(tally.precision),
            "recall": _rounded(tally.recall),
            "f1": _rounded(tally.f1),
            "review_share": _rounded(tally.asked / tally.pairs),
            "by_reason": {
                reason: {name: getattr(count, name) for name in ("pairs", "same", "joined", "asked", "wrong")}
                for reason, count in sorted(measured.tally.by_reason.items())
            },
            "left_out": measured.left_out,
            "rejects": [{"line": one.line, "reason": one.reason} for one in measured.bad],
        }
        if options["show"] > 0:
            answer["misjudged"] = [
                {
                    "line": one.line,
                    "label": one.label,
                    "outcome": one.outcome,
                    "score": one.score,
                    "veto": one.veto,
                }
                for one in measured.misjudged
            ]
        return answer

    def _tell_bad(self, file: str, measured: catalogue.Measured) -> None:
        for one in measured.bad:
            self.stderr.write(
                _("{file}, line {line}: {sentence}").format(file=file, line=one.line, sentence=one.sentence)
            )
        if more := measured.left_out - len(measured.bad):
            told = ngettext("{n} more line is no pair.", "{n} more lines are no pairs.", more)
            self.stderr.write(told.format(n=more))

    def tell(self, answer: dict[str, Any]) -> None:
        told = ngettext("{pairs} pair judged.", "{pairs} pairs judged.", answer["pairs"])
        self.stdout.write(told.format(pairs=answer["pairs"]))
        self.stdout.write(
            _(
                "Joined rightly (precision) {precision}, found (recall) {recall}, F1 {f1}, asked {asked}"
            ).format(
                precision=_percent(answer["precision"]),
                recall=_percent(answer["recall"]),
                f1=_percent(answer["f1"]),
                asked=_percent(answer["review_share"]),
            )
        )
        for reason, count in answer["by_reason"].items():
            line = _("{reason}: {pairs} pairs, {joined} joined, {asked} asked, {wrong} wrong")
            self.stdout.write("  " + line.format(reason=reason, **count))
        for one in answer.get("misjudged", ()):
            line = _("line {line}: label {label}, answered {outcome} at {score}")
            words = {**one, "outcome": str(ANSWERS[one["outcome"]])}
            self.stdout.write("  " + line.format(**words))


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, PLACES)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.2f} %"
