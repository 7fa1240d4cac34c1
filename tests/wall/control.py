"""The positive control: an empty page is no wall. Whoever may read a thing has seen it somewhere."""

from __future__ import annotations

from collections.abc import Mapping

from tests.wall.actors import ACTORS
from tests.wall.canaries import Canaries
from tests.wall.policy import See, grants
from tests.wall.sweeping import Found

UNSHOWN: Mapping[str, str] = {
    "Activity.withdrawn_why": "only of one withdrawn",
    "Contract.ended_why": "only of a contract that was ended",
    "Document.name": "kept with what was scanned, and on no page",
    "Doubt.why": "only of a pair decided",
    "DutyShift.reason": "only of a turn given up, for those who might take it",
    "Letter.ident": "only in what a reader takes along, which is sent for",
    "Letter.said": "only of a letter that could not be brought",
    "Load.origin": "only of a load from the watched folder",
    "RightRule.exempt_why": "only of a library's own rule that goes below the alliance's",
    "Rule.repealed_why": "only of a rule repealed",
    "Ruling.why": "only of a pair decided",
    "Ruling.undone_why": "only of a ruling taken back",
    "Thing.condition": "told at the scan, and on no page that is only looked at",
    "WorkItem.words": "the item's page shows them out of its events (Event.words)",
    "Turn.problem": "shown by its code",
}
"""What no page of this world has a reason to show; the sweep looks for it all the same."""
SIDES: Mapping[str, frozenset[str]] = {
    "EAST": frozenset({"reader", "librarian", "cataloguer", "manager", "both", "holder", "leaver"}),
    "WEST": frozenset({"guest", "western", "partner", "both", "delegate", "citizen", "sharer"}),
    "ALL": frozenset(ACTORS),
}
MUST: Mapping[str, tuple[str, ...]] = {
    "visitor": (
        "EAST·Branch·address_zh",
        "WEST·Branch·address_zh",
        "EAST·Record·title",
        "EAST·Record·location",
    ),
    "stranger": ("stranger@ALL·Person·name_zh",),
    "reader": (
        "reader@EAST·ReadingList·name-PERSON",
        "reader@EAST·SavedSearch·name",
        "reader@EAST·Suggestion·proposed",
        "reader@EAST·Person·name_zh",
        "reader@EAST·Ballot·question_zh",
    ),
    "guest": (
        "guest@WEST·ReadingList·name-PERSON",
        "guest@WEST·SavedSearch·name",
        "guest@WEST·Entry·note-PERSON",
    ),
    "librarian": (
        "EAST·Event·words",
        "EAST·LocalNote·text",
        "librarian@EAST·WorkItem·note",
        "librarian@EAST+WEST·WorkItem·note",
        "EAST·Record·nonpublic",
        "EAST·RuleException·reason",
        "EAST·ReaderSheet·cell",
        "ALL·Joining·name-east",
        "holder@EAST·Proof·tail",
        "holder@EAST·Thing·title_zh",
        "sharer@WEST+EAST·Person·name_zh",
        "west-guest@WEST+EAST·Reader·alias",
        "west-guest@WEST+EAST·Block·words",
    ),
    "holder": (
        "holder@EAST·secret",
        "holder@EAST·Proof·tail",
        "holder@EAST·Reader·local_number",
        "holder@EAST·Block·words",
        "holder@EAST·Thing·title_zh",
        "holder@EAST+WEST·Hold·title_zh",
    ),
    "citizen": ("citizen@WEST·secret", "citizen@WEST·Proof·tail", "citizen@EAST+WEST·Thing·title_zh"),
    "sharer": ("sharer@EAST·Thing·title_zh", "sharer@WEST+EAST·Person·name_zh"),
    "leaver": ("leaver@EAST·Proof·tail", "leaver@EAST·Thing·title_zh"),
    "western": ("WEST·LocalNote·text", "WEST·Record·nonpublic", "western@WEST·WorkItem·note"),
    "cataloguer": ("EAST·Reject·file", "EAST·ClassLine·note", "EAST·Load·file"),
    "manager": (
        "EAST·Letter·text",
        "EAST·Invitation·email",
        "EAST·ContractText·name",
        "EAST·Event·reason",
        "EAST·Reject·raw",
        "EAST·Signature·signer",
    ),
    "partner": (
        "WEST·Letter·text",
        "WEST·Invitation·email",
        "WEST·ContractText·name",
        "WEST·Event·reason",
        "librarian@EAST+WEST·WorkItem·note",
    ),
    "both": ("EAST·LocalNote·text", "WEST·LocalNote·text"),
    "suspended": ("suspended@NORTH·Person·name_zh",),
    "former": ("former@EAST·Person·name_zh",),
    "contact": ("contact@SOUTH·Person·name_zh",),
    "delegate": ("WEST·LocalNote·text", "delegate@WEST·Person·name_zh"),
    "auditor": (
        "ALL·Forgetting·problem",
        "ALL·Event·reason",
        "EAST·Event·reason",
        "WEST·Event·reason",
        "ALL·Ballot·question_zh",
    ),
    "office": (
        "SOUTH·Application·contact",
        "ALL·Letter·text",
        "office@ALL·Sheet·name",
        "ALL·Delivery·problem",
        "ALL·LibrarySystem·user",
    ),
}
"""Who -> what they come for."""


def missing(found: Found, canaries: Canaries, *, english: bool) -> list[str]:
    """english: whether it was asked in English, too."""
    return [*_by_person(found), *_by_column(found, canaries, english=english)]


def _by_person(found: Found) -> list[str]:
    return [
        f"{who} did not see «{word}"
        for who, words in MUST.items()
        for word in words
        if f"«{word}" not in found.seen[who]
    ]


def _by_column(found: Found, canaries: Canaries, *, english: bool) -> list[str]:
    """Every column, on each side that has one: seen by one of its own people who may."""
    wanted: dict[tuple[str, str], bool] = {}
    for word, planted in canaries.items():
        column = f"{planted.model}.{planted.column}"
        if planted.see is See.NOBODY or column in UNSHOWN or (column.endswith("_en") and not english):
            continue
        for side, own in SIDES.items():
            if side not in planted.owner.rpartition("@")[2].split("+"):
                continue
            able = [who for who in own if grants(ACTORS[who], planted.see, planted.owner)]
            saw = any(word in found.seen[who] for who in able)
            wanted[side, column] = wanted.get((side, column), False) or saw
    return [f"nobody of {side} saw {column}" for (side, column), saw in wanted.items() if not saw]
