"""The sweep: who asks what, what they may see, and what stands out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.journeys.whom import DESK, NOBODY, OFFICE, POSTED, PUBLIC, SERVES, STAFF, WHOM
from tests.wall.actors import ACTORS, Who
from tests.wall.asking import CHINESE, FORMS, READING, Answer, Asker, address, takes
from tests.wall.canaries import Canaries
from tests.wall.policy import See, grants
from tests.wall.world import RULES, World

PLACES: Mapping[str, Mapping[str, int]] = {
    "BOTH": {"visitor": 0, "reader": 1, "partner": 2, "manager": 3, "office": 4},
    # who stands where in a word of WHOM: visitor, reader, partner, insider, office
    "EAST": {"visitor": 0, "reader": 1, "partner": 2, "manager": 3, "office": 4},
    "WEST": {"visitor": 0, "guest": 1, "manager": 2, "office": 4},
}


@dataclass(frozen=True)
class Question:
    name: str
    owner: str
    path: str


@dataclass
class Found:
    """What the sweep saw. faults: a sentence each, at most so many of a kind kept."""

    faults: list[str] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    tabled: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Address -> the places of its word in WHOM to which an answer was held."""
    counts: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, said: str) -> None:
        self.counts[kind] += 1
        self.faults.append(f"{kind}: {said}")


def questions(world: World, names: Iterable[str] = WHOM) -> Iterator[Question]:
    """Every address for each thing it can be asked for, in each form."""
    for name in names:
        if "(unnamed)" in name:
            continue
        wanted = takes(name)
        for owner, given in world.things(name):
            forms = (
                next(said for room, said in FORMS.items() if name.startswith(room))
                if "form" in wanted
                else ("",)
            )
            for form in forms:
                yield Question(name, owner, address(name, {**given, **({"form": form} if form else {})}))


def judge(
    found: Found, asker: Asker, canaries: Canaries, *, asked: Question, who: Who, method: str, answer: Answer
) -> None:
    """One answer: nothing of others in it, no mishap, kept nowhere when it is private."""
    where = f"{who.name} {method} {asked.path} ({asked.name}, {asked.owner or 'one for all'})"
    if answer.status >= 500 or answer.status == 429:
        found.fault("mishap", f"{where}: {answer.status} {answer.problem[:300]}")
    private = False
    for word in answer.words:
        planted = canaries.get(word) or _cut(canaries, word)
        if planted is None:
            continue
        found.seen[who.name].add(word)
        private = private or planted.see is not See.PUBLIC
        if not grants(who, planted.see, planted.owner) and not _held_by(asked.name, word):
            found.fault("foreign", f"{where}: {word}, for {planted.see.value}")
    if private and not answer.kept_nowhere:
        found.fault("kept", f"{where}: {answer.headers.get('Cache-Control', 'nothing said')}")
    if owner := asker.session_in(answer):
        found.fault("foreign", f"{where}: the session of {owner}")
    for secret, (owner, see) in asker.secrets.items():
        if secret.encode() not in answer.body or secret in asked.path:
            continue
        found.seen[who.name].add(f"«{owner}·secret")
        if not grants(who, See[see], owner):
            found.fault("foreign", f"{where}: the secret of a letter, list or card of {owner}")


ALONE: Mapping[tuple[str, str], str] = {
    (
        "review:rehearsal",
        "POST",
    ): "copies the whole database, which no transaction around it allows; its own tests",
}
SUGGESTED = (
    "cataloguing:suggestion",
    "cataloguing:desk",
    "cataloguing:work",
    "work:desk",
    "work:item",
    "work:queues",
    "members:happenings",
)
HELD_BY: Mapping[str, tuple[str, ...]] = {
    # Whoever holds the letter reads in it who they are and who invited them.
    "members:accept": (
        *(f"«{owner}·Invitation·" for owner in ("EAST", "WEST", "ALL")),
        "«manager@EAST·Person·name",
        "«partner@WEST·Person·name",
    ),
    # A suggestion takes its maker's name along, and the form says so.
    **dict.fromkeys(SUGGESTED, ("«reader@EAST·Person·name",)),
    # An open ballot among people names those it asks.
    **dict.fromkeys(
        ("votes:ballot", "votes:vote", "votes:end"),
        ("«reader@EAST·Person·name", "«manager@EAST·Person·name"),
    ),
}  # fmt: skip
"""Address -> what it shows to whoever may be there at all, beyond what they could read elsewhere."""
WHOSEVER: Mapping[str, tuple[str, ...]] = {
    # Rules speak of reader groups, and whoever writes one chooses among those of all members.
    **dict.fromkeys(("cards:rule", "cards:new-rule", "cards:new-own-rule"), ("·ReaderGroup·name",)),
    # Whoever lets a library leave sees which books are still out, and not who has them.
    "office:membership": ("·Thing·title", "·Hold·title"),
}
"""Likewise, whoever's it is."""


def _held_by(name: str, word: str) -> bool:
    said = WHOSEVER.get(name, ())
    return word.startswith(HELD_BY.get(name, ("\0",))) or any(one in word for one in said)


def _cut(canaries: Canaries, word: str) -> object:
    return next((planted for known, planted in canaries.items() if known.startswith(word)), None)


def sweep(
    asker: Asker,
    canaries: Canaries,
    asked: Sequence[Question],
    *,
    actors: Iterable[str] = ACTORS,
    methods: Sequence[str] = READING,
    languages: Sequence[str] = (CHINESE,),
    found: Found | None = None,
    stop: bool = False,
) -> Found:
    """stop: at the first thing that stands out."""
    found = found or Found()
    for one in asked:
        able = [method for method in methods if (one.name, method) not in ALONE]
        for name in actors:
            for method in able:
                for lang in languages:
                    answer = asker.ask(name, one.path, method, lang=lang)
                    judge(found, asker, canaries, asked=one, who=ACTORS[name], method=method, answer=answer)
                    _as_the_table_says(found, one, name, method, answer)
                    if stop and found.faults:
                        return found
    return found


def _as_the_table_says(found: Found, asked: Question, who: str, method: str, answer: Answer) -> None:
    owner = asked.owner.partition(".")[0]
    place = PLACES.get(owner or "EAST", {}).get(who)
    if (
        method != "GET"
        or place is None
        or owner == "?"
        or (asked.name.startswith("review:") and place in {2, 3})
    ):
        return  # pairs are ruled on by cataloguers of any member, and a manager here is none
    said = said_of(asked)[place]
    if said == WHOM[asked.name][place]:
        found.tabled[asked.name].add(place)
    if answer.letter != said:
        found.fault("table", f"{who} GET {asked.path}: {answer.letter}, the table says {said}")


def said_of(asked: Question) -> str:
    """Under another library's address its things are found by nobody."""
    usual = WHOM[asked.name]
    if asked.owner.endswith(".foreign") and usual != POSTED:
        return NOBODY
    return SAID.get((asked.name, asked.owner), usual)


_OWN = ("EAST", "WEST")
COPIED = ("sharing:desk-document", "delivery:scanned", "delivery:open", "delivery:copy")
SAID: Mapping[tuple[str, str], str] = {
    # a library's own draft, the texts of its contract with somebody outside, a reader's own suggestion
    **{(name, owner): STAFF for name in RULES if WHOM[name] != POSTED for owner in _OWN},
    **{("office:contract-file", owner): STAFF for owner in _OWN},
    **{("cataloguing:suggestion", owner): "aoaoo" for owner in _OWN},
    **{(name, "BOTH"): DESK for name in ("office:rule", "office:compare")},
    **{(name, "BOTH.draft"): DESK for name in ("office:rule", "office:compare")},
    ("votes:ballot", "BOTH"): "aoooo",  # it asks a reader, too
    ("work:item", "BOTH"): DESK,
    ("work:item", "BOTH.shared"): DESK,
    ("work:item", "BOTH.office"): OFFICE,
    ("office:membership", "BOTH"): OFFICE,
    ("office:edit-activity", "BOTH"): OFFICE,
    ("cataloguing:suggestion", "BOTH"): "aooao",  # the reader's own, to WEST
    ("members:letter", "BOTH"): OFFICE,
    ("office:libraries-to-mend", ""): OFFICE,
    **{(f"loans:{name}", owner): SERVES for name in ("slip", "slips") for owner in _OWN},
    **{("loans:slips", f"{owner}.going"): SERVES for owner in _OWN},
    **{("members:letter", f"{owner}.loans"): NOBODY for owner in _OWN},
    # what a request brings to its desks: two libraries, or the one that scanned, or printed
    **{(f"sharing:{name}", "BOTH"): DESK for name in ("simulation", "simulation-file")},
    **{("sharing:ask", f"{owner}.way"): PUBLIC for owner in _OWN},
    **{("sharing:desk-label", owner): STAFF for owner in _OWN},
    **{("sharing:desk-slips-pdf", owner): SERVES for owner in _OWN},
    **{("sharing:partner", f"{owner}.own"): STAFF for owner in _OWN},
    **{(name, owner): "laaoa" for name in COPIED for owner in _OWN},
    # a guest's page is open to the very desk on which the card lies, and that is another's than these five
    **{(f"cards:{name}", f"{owner}.guest"): NOBODY for name in ("reader", "block") for owner in _OWN},
    **{
        (f"cards:{name}", f"{owner}.{who}"): NOBODY
        for name in ("edit-reader", "merge", "close-reader")
        for owner in _OWN
        for who in ("guest", "sharer")
    },
}
"""Where the thing asked for here is another one than the table of addresses thinks of."""
