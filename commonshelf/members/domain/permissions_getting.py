"""Who may do what in the rooms resources, delivery and sharing: rows of the one table in permissions.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonshelf.members.domain.rules import AUDITOR, LIBRARIAN, MANAGER, OFFICE, OPERATOR, STAFF, Rule

_OFFICE_ONLY: Final = (OPERATOR, OFFICE)
_RUNS_THE_LIBRARY: Final = (OPERATOR, OFFICE, MANAGER)
_AT_A_DESK: Final = (OPERATOR, MANAGER, LIBRARIAN)

GETTING: Final[Mapping[str, tuple[Rule, ...]]] = MappingProxyType(
    {
        # sharing, the agency's desk: licence decisions, the rules of scheduling, money between libraries
        "sharing.read-approvals": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "sharing.decide": (OPERATOR, MANAGER),
        "sharing.decide-above": _OFFICE_ONLY,
        "sharing.ask-decision": (OPERATOR,),
        "sharing.decided-by-rule": (OPERATOR,),
        "sharing.withdraw-decision": (OPERATOR,),
        "sharing.decision-rises": (OPERATOR,),
        "sharing.decision-lapses": (OPERATOR,),
        "sharing.read-rules": (OPERATOR, OFFICE, AUDITOR, STAFF),
        "sharing.set-rules": _OFFICE_ONLY,
        "sharing.try-rules": _OFFICE_ONLY,
        "sharing.drop-rules": _OFFICE_ONLY,
        "sharing.adopt-rules": _OFFICE_ONLY,
        "sharing.take-back-rules": _OFFICE_ONLY,
        "sharing.rules-in-force": (OPERATOR,),
        "sharing.read-care": (*_RUNS_THE_LIBRARY, LIBRARIAN, AUDITOR),
        "sharing.call": _AT_A_DESK,
        "sharing.read-money": (*_RUNS_THE_LIBRARY, AUDITOR),
        "sharing.say-paid": (OPERATOR, MANAGER),
        "sharing.confirm-paid": (OPERATOR, MANAGER),
        "sharing.doubt-paid": (OPERATOR, MANAGER),
    }
)
