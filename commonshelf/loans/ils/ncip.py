"""NCIP 2.02 (ANSI/NISO Z39.83-1): how the verbs of the contract stand to its messages. Not yet to be chosen.

The contract was cut along NCIP so that an adapter is one more class and no new question to a system:

- One HTTPS POST of XML a verb, `NCIPMessage/@version` "http://www.niso.org/schemas/ncip/v2_02/ncip_v2_02.xsd";
  the reply is checked against the schema before it is read (no DOCTYPE, a size limit).
- InitiationHeader: FromAgencyId is the alliance's symbol, ToAgencyId the library's.
- UserId/UserIdentifierValue is `User.local_number` at the home library, else `User.number`;
  ItemId/ItemIdentifierValue is `Copy.barcode`.
- A Problem element in the reply: `SystemRefuses` with its ProblemDetail; anything else that is no reply:
  `SystemSilent`.
- `far` is true: asked before the act, undone when the act fails.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "look_up_item": ("LookupItem", "LookupItemResponse"),
    "look_up_user": ("LookupUser", "LookupUserResponse"),
    "check_out_item": ("CheckOutItem", "CheckOutItemResponse"),
    "undo_check_out_item": ("UndoCheckOutItem", "UndoCheckOutItemResponse"),
    "check_in_item": ("CheckInItem", "CheckInItemResponse"),
    "renew_item": ("RenewItem", "RenewItemResponse"),
    "recall_item": ("RecallItem", "RecallItemResponse"),
}
"""Verb of the contract -> NCIP's initiation and response message."""
