"""The door of the office: set-up, its registers, and how the whole is doing."""

from __future__ import annotations

from commonshelf.office.activities import (
    ActivityCard,
    ActivityGiven,
    activities,
    activity,
    end_activity,
    set_activity,
    withdraw_activity,
)
from commonshelf.office.applications import put_to_vote
from commonshelf.office.cards import SheetCard
from commonshelf.office.contracts import (
    ContractGiven,
    PartyGiven,
    add_text,
    end_contract,
    set_contract,
    sign,
)
from commonshelf.office.contracts_cards import ContractCard
from commonshelf.office.contracts_reading import (
    attached,
    contract,
    contracts,
    frameworks,
    signs_online,
    text_file,
)
from commonshelf.office.duties import begin_with_usual as begin_duties
from commonshelf.office.duties import end_duty, give_duty, propose_transfer, set_backup, set_duty
from commonshelf.office.duties_cards import DutyCard, HoldingCard, Post, ShiftCard
from commonshelf.office.duties_holding import problems
from commonshelf.office.duties_reading import duties, duty, rota
from commonshelf.office.duties_rota import add_shift
from commonshelf.office.duties_rota import give_up as give_up_shift
from commonshelf.office.health import Section, home
from commonshelf.office.resolutions import (
    Proposal,
    Terms,
    adopted_numbers,
    propose,
    resolution,
    resolution_of,
    resolutions,
)
from commonshelf.office.resolutions import record as record_resolution
from commonshelf.office.resolutions_cards import ResolutionCard
from commonshelf.office.rules import adopt as adopt_rule
from commonshelf.office.rules import confirm as confirm_rule
from commonshelf.office.rules import draft_rule, draft_version, end_exception, grant_exception
from commonshelf.office.rules import repeal as repeal_rule
from commonshelf.office.rules_binding import take_effect
from commonshelf.office.rules_cards import ExceptionCard, ReaderCard, RuleCard, VersionCard, VersionGiven
from commonshelf.office.rules_reading import exceptions as rule_exceptions
from commonshelf.office.rules_reading import has_read, rule, rules, rules_for, unread_rules, works_at_a_member
from commonshelf.office.rules_reading import readers as rule_readers
from commonshelf.office.sheets import bring, mend, sheet, take, take_one, throw_away

__all__ = [
    "ActivityCard",
    "ActivityGiven",
    "ContractCard",
    "ContractGiven",
    "DutyCard",
    "ExceptionCard",
    "HoldingCard",
    "PartyGiven",
    "Post",
    "Proposal",
    "ReaderCard",
    "ResolutionCard",
    "RuleCard",
    "Section",
    "SheetCard",
    "ShiftCard",
    "Terms",
    "VersionCard",
    "VersionGiven",
    "activities",
    "activity",
    "add_shift",
    "add_text",
    "adopt_rule",
    "adopted_numbers",
    "attached",
    "begin_duties",
    "bring",
    "confirm_rule",
    "contract",
    "contracts",
    "draft_rule",
    "draft_version",
    "duties",
    "duty",
    "end_activity",
    "end_contract",
    "end_duty",
    "end_exception",
    "frameworks",
    "give_duty",
    "give_up_shift",
    "grant_exception",
    "has_read",
    "home",
    "mend",
    "problems",
    "propose",
    "propose_transfer",
    "put_to_vote",
    "record_resolution",
    "repeal_rule",
    "resolution",
    "resolution_of",
    "resolutions",
    "rota",
    "rule",
    "rule_exceptions",
    "rule_readers",
    "rules",
    "rules_for",
    "set_activity",
    "set_backup",
    "set_contract",
    "set_duty",
    "sheet",
    "sign",
    "signs_online",
    "take",
    "take_effect",
    "take_one",
    "text_file",
    "throw_away",
    "unread_rules",
    "withdraw_activity",
    "works_at_a_member",
]
