"""Guards taken away one at a time, each of which the wall must notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db.models import Q

from commonshelf.catalogue import giving
from commonshelf.cataloguing import notes
from commonshelf.lists import keeping, searches
from commonshelf.lists.models import ReadingList, SavedSearch
from commonshelf.members import inviting, roll
from commonshelf.members.domain import permissions, rules
from commonshelf.members.models import Invitation
from commonshelf.members.views import outbox
from commonshelf.office import contracts_reading, rules_reading
from commonshelf.office.models import Rule, RuleVersion
from commonshelf.work import desk, items
from tests.wall import getting_mutants, reader_mutants

Break = Callable[[pytest.MonkeyPatch], None]
RULES = (
    "members.set-hours",
    "members.set-library",
    "members.set-branch",
    "members.add-branch",
    "members.set-vacation",
    "members.read-settings",
    "members.read-agencies",
    "members.read-bounds",
    "members.read-person",
    "members.read-letter",
    "members.invite",
    "members.read-staff",
    "members.read-memberships",
    "members.take-along",
    "news.read-events",
    "catalogue.load",
    "catalogue.read-source",
    "catalogue.read-load",
    "catalogue.read-original",
    "cataloguing.read-desk",
    "cataloguing.read-suggestion",
    "cataloguing.edit-record",
    "cataloguing.set-classes",
    "cataloguing.set-note",
    "votes.read-ballot",
    "work.read",
    "work.read-queues",
    "office.read-papers",
    "office.read-duties",
    "office.read-readers",
    "office.set-contract",
    "office.set-rule",
    "office.propose",
    "office.set-duty",
)
"""Lines of the permission table that are opened to everybody, one at a time.

Not those that stand behind another line for strangers, as deciding stands behind reading.
"""


def rule(action: str) -> Break:
    everybody = rules.Rule("planted", lambda actor, of: True)

    def break_it(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(permissions, "TABLE", {**permissions.TABLE, action: (everybody,)})

    return break_it


def instead(module: Any, name: str, other: Any) -> Break:
    return lambda patch: patch.setattr(module, name, other)


def _any_row(model: Any) -> Callable[..., Any]:
    return lambda actor, number: model.objects.get(pk=number)


SCOPES: Mapping[str, Break] = {
    "the outbox shows every library's letters": instead(outbox, "places", lambda actor: None),
    "invitations of every library are listed": instead(
        inviting, "_looked_after", lambda actor: Invitation.objects.all()
    ),
    "the list of people is everybody's": instead(roll, "own_places", lambda actor: None),
    "notes for one's own staff are shown to all": instead(notes, "_staff_of", lambda actor, library: True),
    "private fields go out with the record": instead(giving, "without_private", lambda marc: marc),
    "a work item is seen by whoever asks": instead(items, "sees", lambda actor, row: True),
    "a desk lists what others have in hand": instead(
        desk, "_mine", lambda actor: Q(state__in=["offered", "waiting", "accepted"])
    ),
    "the texts of contracts are read by all": instead(
        contracts_reading, "reads_texts", lambda actor, card: True
    ),
    "rules for members are read by all": instead(
        rules_reading, "_readable", lambda actor: Rule.objects.all()
    ),
    "drafts are read by all": instead(rules_reading, "drafts_seen", lambda actor, library: True),
    "every version of a rule is read by all": instead(
        rules_reading, "_seen", lambda actor: RuleVersion.objects.all()
    ),
    "everybody's lists are mine": instead(
        keeping, "all_of", lambda actor: tuple(keeping._whole(row) for row in ReadingList.objects.all())
    ),
    "everybody's searches are mine": instead(
        searches, "all_of", lambda actor: tuple(searches._card(row) for row in SavedSearch.objects.all())
    ),
    "a list is found by its number alone": lambda patch: (
        patch.setattr(keeping, "_row", _any_row(ReadingList)),
        patch.setattr(permissions, "TABLE", {**permissions.TABLE, "lists.read": rule_of_all()}),
    )[0],
}
"""Where a list, a row or a field is narrowed to its owner, that narrowing taken away."""


def rule_of_all() -> tuple[rules.Rule, ...]:
    return (rules.Rule("planted", lambda actor, of: True),)


MUTANTS: Mapping[str, Break] = {
    **{action: rule(action) for action in (*RULES, *reader_mutants.RULES, *getting_mutants.RULES)},
    **SCOPES,
    **reader_mutants.SCOPES,
    **getting_mutants.SCOPES,
}
REDUCED = (
    "members.read-letter",
    "cataloguing.read-desk",
    "the outbox shows every library's letters",
    "private fields go out with the record",
    "readers of elsewhere are shown unmasked",
    "one's own loans are everybody's",
    "requests name their reader at every desk",
    "decisions name what was asked for in the register",
)
"""Those tried with every run of the tests."""


def room(name: str) -> str:
    """Which addresses most likely tell; the others are asked after them."""
    if "." in name:
        said = name.partition(".")[0]
        return {"news": "members"}.get(said, said)
    words = {
        "requests": "sharing",
        "decisions": "sharing",
        "copy": "delivery",
        "outbox": "members",
        "invitations": "members",
        "people": "members",
        "notes": "search",
        "fields": "search",
        "work": "work",
        "desk": "work",
        "contracts": "office",
        "rule": "office",
        "rules": "office",
        "drafts": "office",
        "readers": "cards",
        "readers'": "cards",
        "loans": "loans",
        "holds": "loans",
        "fees": "loans",
        "slips": "loans",
        "terminal": "loans",
        "kept": "privacy",
    }
    return next((place for word, place in words.items() if word in name.split()), "lists")
