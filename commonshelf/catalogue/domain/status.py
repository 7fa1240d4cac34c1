"""What a library's word for the state of a copy means; a word we do not know is never guessed at."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from commonshelf.kernel.text import fold

ON_SHELF: Final = "on-shelf"
ON_LOAN: Final = "on-loan"
MISSING: Final = "missing"
ON_ORDER: Final = "on-order"
REFERENCE: Final = "reference"
UNKNOWN: Final = "unknown"
STATUSES: Final = (ON_SHELF, ON_LOAN, MISSING, ON_ORDER, REFERENCE, UNKNOWN)

_ASKED_IN_TURN: Final = tuple(
    (status, words.split("|"))
    for status, words in (
        (
            UNKNOWN,
            "check holdings|check_holdings|不详|未知|unknown",
        ),
        (
            MISSING,
            (
                "missing|lost|withdrawn|discard|damaged|mending|bindery|claims returned|trace|weeded|丢失|"
                "遗失|剔除|注销|破损|报损|下架|赔书|赔款|污损|停用|修补|装订|清点|下落不明"
            ),
        ),
        (
            ON_ORDER,
            (
                "on order|on-order|in process|in-process|inprocess|cataloging|cataloguing|acquisition|"
                "on_order|new arrival|订购|预订|采购|编目中|加工|验收|分编|未到|在编|新书待|典藏中"
            ),
        ),
        (
            ON_LOAN,
            (
                "checked out|checkedout|on loan|on-loan|on hold|hold shelf|due|unavailable|charged|borrowed|"
                "in transit|intransit|transit|loaned|not available|requested|loan_out|借出|已借|外借中|在借|"
                "预约|应还|续借|不可借出中|转运|流转|运输|委托借"
            ),
        ),
        (
            REFERENCE,
            (
                "reference|library use|libuse|in-library|not for loan|non-circ|noncirc|non circ|room use|"
                "restricted|use only|special collection|does not circulate|no loan|仅供阅览|仅限阅览|不外借|"
                "不可外借|不借|馆内阅览|室内阅览|阅览|保存本|库本|非外借|参考|样本|工具书|锁定"
            ),
        ),
        (
            ON_SHELF,
            (
                "available|on shelf|on-shelf|onshelf|in library|checked in|not charged|in stock|circulating|"
                "stacks|reshelving|recently returned|active|online|在馆|在架|可借|在库|入藏|入库|馆藏|归还|"
                "已还|可外借|正常|流通|开架|普通外借"
            ),
        ),
    )
)
_ALONE: Final = {
    word: status
    for status, words in (
        (ON_SHELF, "- yes y 是 有 ok in"),
        (ON_LOAN, "no n 否 借 out"),
        (ON_ORDER, "-1"),
        (MISSING, "无"),
    )
    for word in words.split()
} | {"": UNKNOWN}
"""Words that mean something only when they stand alone."""
_DATE: Final = re.compile(r"^\d{4}[-./年]\d{1,2}[-./月]\d{1,2}")


@lru_cache(maxsize=2048)
def status_of(word: str) -> str:
    """One of STATUSES. A bare date is a due date. A word we do not know is "unknown", never a guess."""
    said = fold(word).strip()
    if said in _ALONE:
        return _ALONE[said]
    if _DATE.match(said):
        return ON_LOAN
    for status, words in _ASKED_IN_TURN:
        if any(word in said for word in words):
            return status
    return UNKNOWN


def own_status(word: str, table: Mapping[str, str]) -> str:
    """The same with a source's own table first ("1" -> "on-loan")."""
    own = table.get(word.strip())
    return own if own in STATUSES else status_of(word)
