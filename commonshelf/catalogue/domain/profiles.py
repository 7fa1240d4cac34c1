"""Where library systems put copies in their exports. A source may carry a mapping of the same form.

A mapping: {"tag": "952", "barcode": "p", ...}. For each fact the subfield codes to read; for
`call_number` they are joined with blanks in that order, or "a/b" with a slash between; for the
others the first that is filled is taken. `branches` and `statuses` translate the source's own
codes. `needs`: codes of which one must be there for the field to be a copy at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

Rules = Mapping[str, Any]

PROFILES: Final[Mapping[str, Rules]] = MappingProxyType(
    {
        "koha": {
            "tag": "952",
            "needs": "po78",
            "branch": "ba",
            "location": "c",
            "call_number": "o",
            "barcode": "p",
            "volume": "h",
            "policy": "y",
            "url": "u",
            "lost": "10",
            "due": "q",
            "not_for_loan": "7",
            "at_rest": "on-shelf",
        },
        "koha-unimarc": {
            "tag": "995",
            "needs": "fk",
            "branch": "cb",
            "location": "e",
            "call_number": "k",
            "barcode": "f",
            "volume": "v",
            "policy": "r",
            "lost": "2",
            "due": "n",
            "not_for_loan": "o",
            "at_rest": "on-shelf",
        },
        "evergreen": {
            "tag": "852",
            "needs": "phjbc",
            "branch": "b",
            "location": "c",
            "call_number": "jkhim",
            "barcode": "p",
            "policy": "g",
            "url": "u",
            "status": "s",
        },
        "sirsi": {
            "tag": "999",
            "needs": "i",
            "branch": "m",
            "location": "l",
            "call_number": "a",
            "barcode": "i",
            "volume": "v",
            "policy": "t",
            "place_status": "kl",
            "at_rest": "on-shelf",
        },
        "sirsi-949": {
            "tag": "949",
            "needs": "i",
            "branch": "m",
            "location": "lh",
            "call_number": "a",
            "barcode": "i",
            "volume": "v",
            "policy": "t",
            "place_status": "kl",
            "at_rest": "on-shelf",
        },
        "innovative": {
            "tag": "945",
            "needs": "yi",
            "branch": "",
            "location": "l",
            "call_number": "ab",
            "barcode": "i",
            "volume": "c",
            "policy": "t",
            "status": "s",
            "statuses": {
                "-": "on-shelf",
                "m": "missing",
                "n": "missing",
                "$": "missing",
                "o": "reference",
                "t": "on-loan",
                "!": "on-loan",
                "p": "on-order",
                "x": "missing",
                "z": "missing",
            },
        },
        "alma": {
            "tag": "AVA",
            "needs": "8bcdj",
            "branch": "b",
            "branch_name": "q",
            "location": "cj",
            "call_number": "d",
            "volume": "v",
            "copies": "f",
            "status": "e",
        },
        "alma-online": {
            "tag": "AVE",
            "needs": "u",
            "location": "m",
            "volume": "s",
            "url": "u",
            "status": "e",
        },
        "cnmarc": {
            "tag": "905",
            "needs": "bdefs",
            "branch": "",
            "location": "c",
            "call_number": "s",
            "call_number_parts": "d/e",
            "barcode": "b",
            "volume": "v",
            "copies": "f",
            "policy": "z",
            "status": "t",
        },
        "mfhd": {
            "tag": "852",
            "needs": "abchijkpt",
            "branch": "b",
            "location": "c",
            "call_number": "khijm",
            "barcode": "p",
            "url": "u",
            "item": "876",
            "item_barcode": "p",
            "item_volume": "3",
            "item_status": "jh",
            "item_policy": "h",
        },
        "sudoc": {
            "tag": "930",
            "needs": "ab",
            "branch": "b",
            "location": "c",
            "call_number": "a",
            "policy": "j",
        },
    }
)
"""By name, as `--profile` and the source's page offer them."""
