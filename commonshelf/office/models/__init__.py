"""The rows of the office room, a file for each part of its work."""

from commonshelf.office.models.activities import Activity
from commonshelf.office.models.contracts import Contract, ContractText, Party, Signature
from commonshelf.office.models.duties import Duty, DutyHolding, DutyShift, DutySwap, DutyTransfer
from commonshelf.office.models.rules import Resolution, Rule, RuleException, RuleReading, RuleVersion
from commonshelf.office.models.sheets import Sheet

__all__ = [
    "Activity",
    "Contract",
    "ContractText",
    "Duty",
    "DutyHolding",
    "DutyShift",
    "DutySwap",
    "DutyTransfer",
    "Party",
    "Resolution",
    "Rule",
    "RuleException",
    "RuleReading",
    "RuleVersion",
    "Sheet",
    "Signature",
]
