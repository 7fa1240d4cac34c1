"""The door of cards: who reads, with which card, and what it lets them do where."""

from __future__ import annotations

from commonshelf.cards.blocks import block, lift_block, past_blocks
from commonshelf.cards.business import open_business, register_business
from commonshelf.cards.cards import (
    BlockCard,
    CardCard,
    GroupCard,
    ProofCard,
    ReaderCard,
    ReaderView,
    Registered,
    ShareCard,
)
from commonshelf.cards.counting import register_counts, register_requests
from commonshelf.cards.domain.kinds import GROUP_KINDS
from commonshelf.cards.domain.proofs import ProofGiven
from commonshelf.cards.domain.reader_columns import Matched as SheetColumns
from commonshelf.cards.domain.rights import Counts, Limits, Right
from commonshelf.cards.domain.roll import Choices as SheetChoices
from commonshelf.cards.domain.services import SERVICES
from commonshelf.cards.domain.sheet import Fault as SheetFault
from commonshelf.cards.foreseen import Foreseen, would_change
from commonshelf.cards.groups import GroupGiven, add_usual, groups, renew_group, set_group
from commonshelf.cards.issuing import end_card, issue_card, replace_card, report_lost
from commonshelf.cards.joining import JoiningCard, JoiningSaid, join, joining
from commonshelf.cards.keeping import OwnGiven, close_reader, renew_reader, set_own, set_reader
from commonshelf.cards.merging import alike, merge
from commonshelf.cards.readers import find_reader, reader, reader_of, readers_by_key, seen_by
from commonshelf.cards.registering import Guardian, ReaderGiven, register
from commonshelf.cards.rights import (
    Among,
    may_cost,
    right,
    rights,
    rights_among,
    rights_of,
)
from commonshelf.cards.rights_words import BLOCKED as BLOCK_WORDS
from commonshelf.cards.rights_words import KINDS as KIND_WORDS
from commonshelf.cards.rights_words import SERVICES as SERVICE_WORDS
from commonshelf.cards.rights_words import as_json as rights_as_json
from commonshelf.cards.rights_words import sentence
from commonshelf.cards.ruling import end_rule as end_right_rule
from commonshelf.cards.ruling import rules as right_rules
from commonshelf.cards.ruling import set_rule as set_right_rule
from commonshelf.cards.ruling_cards import RuleCard as RightRuleCard
from commonshelf.cards.ruling_cards import RuleGiven as RightRuleGiven
from commonshelf.cards.searching import ReaderPage, find_by_local_number, find_by_proof, readers
from commonshelf.cards.sharing import share, shares_of, stop_sharing
from commonshelf.cards.sheet_cards import Look as SheetLook
from commonshelf.cards.sheet_cards import SheetCard
from commonshelf.cards.sheets import bring as bring_sheet
from commonshelf.cards.sheets import drop as drop_sheet
from commonshelf.cards.sheets import look as look_at_sheet
from commonshelf.cards.sheets import set_choices as set_sheet_choices
from commonshelf.cards.sheets import set_columns as set_sheet_columns
from commonshelf.cards.sheets import sheet, sheets
from commonshelf.cards.sheets import take as take_sheet
from commonshelf.cards.signing import activate, make_code
from commonshelf.cards.words import SEEN as SEEN_WORDS

__all__ = [
    "BLOCK_WORDS",
    "GROUP_KINDS",
    "KIND_WORDS",
    "SEEN_WORDS",
    "SERVICES",
    "SERVICE_WORDS",
    "Among",
    "BlockCard",
    "CardCard",
    "Counts",
    "Foreseen",
    "GroupCard",
    "GroupGiven",
    "Guardian",
    "JoiningCard",
    "JoiningSaid",
    "Limits",
    "OwnGiven",
    "ProofCard",
    "ProofGiven",
    "ReaderCard",
    "ReaderGiven",
    "ReaderPage",
    "ReaderView",
    "Registered",
    "Right",
    "RightRuleCard",
    "RightRuleGiven",
    "ShareCard",
    "SheetCard",
    "SheetChoices",
    "SheetColumns",
    "SheetFault",
    "SheetLook",
    "activate",
    "add_usual",
    "alike",
    "block",
    "bring_sheet",
    "close_reader",
    "drop_sheet",
    "end_card",
    "end_right_rule",
    "find_by_local_number",
    "find_by_proof",
    "find_reader",
    "groups",
    "issue_card",
    "join",
    "joining",
    "lift_block",
    "look_at_sheet",
    "make_code",
    "may_cost",
    "merge",
    "open_business",
    "past_blocks",
    "reader",
    "reader_of",
    "readers",
    "readers_by_key",
    "register",
    "register_business",
    "register_counts",
    "register_requests",
    "renew_group",
    "renew_reader",
    "replace_card",
    "report_lost",
    "right",
    "right_rules",
    "rights",
    "rights_among",
    "rights_as_json",
    "rights_of",
    "seen_by",
    "sentence",
    "set_group",
    "set_own",
    "set_reader",
    "set_right_rule",
    "set_sheet_choices",
    "set_sheet_columns",
    "share",
    "shares_of",
    "sheet",
    "sheets",
    "stop_sharing",
    "take_sheet",
    "would_change",
]
