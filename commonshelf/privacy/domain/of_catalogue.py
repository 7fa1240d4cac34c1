"""The table, third part: the catalogue and what is made from it. Makers of books are public."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Table, act, columns, key_of

CATALOGUE: Final[Table] = {
    "catalogue.Source": columns(
        operational="id library code syntax charset local_id holdings columns version"
    ),
    "catalogue.Load": columns(
        *act("person"),
        operational="id source library person files rules state dry_run full sure done_file done_bytes"
        " total_bytes tries stop_asked read loaded unchanged rejected deleted seconds origin report refusal"
        " created_at started_at finished_at",
    ),
    "catalogue.Reject": columns(operational="id load library file offset reason facts raw"),
    "catalogue.Record": columns(
        operational="id source load_id received_at deleted_at digest syntax charset mended",
        public="library kind local_id raw",
    ),
    "catalogue.PastRecord": columns(
        operational="id record library load_id received_at replaced_at digest raw"
    ),
    "catalogue.Facts": columns(
        operational="rules work_key description alone", public="record library local_id edition data"
    ),
    "catalogue.Edition": columns(operational="stamp founder gone_at", public="id work merged_into said"),
    "catalogue.Work": columns(public="id key", not_keys="key"),
    "catalogue.Item": columns(
        operational="id holding_of as_of",
        public="library record holding branch shelving_location call_number barcode volume copies status"
        " loan_policy url",
    ),
    "catalogue.Description": columns(operational="id rules alike portrait"),
    "catalogue.Block": columns(operational="id value description"),
    "catalogue.Link": columns(operational="id one other outcome score"),
    "catalogue.Passage": columns(operational="id cause by at", public="edition other what", not_keys="by"),
    "catalogue.Ruling": columns(
        *act("person", "undone_by"),
        operational="id one_source one_local_id other_source other_local_id verdict person decided_at why"
        " undone_at undone_by undone_why",
    ),
    "catalogue.Doubt": columns(
        *act("decided_by"),
        operational="id one other one_edition other_edition one_description other_description score reason"
        " script state opened_at decided_by decided_at why ruling",
    ),
    "catalogue.Amendment": columns(
        operational="id source kind local_id host version at", public="library changes copies"
    ),
    "catalogue.ClassLine": columns(operational="id library local key clc note", not_keys="key"),
    "cataloguing.Suggestion": columns(
        key_of(
            "person",
            erase="keep",
            blank="why",
            why="what was proposed for a record is part of its history; why it was asked goes",
        ),
        *act("decided_by"),
        activity="person field was proposed why at state reason decided_at title",
        operational="id library record decided_by",
        section="suggestions",
    ),
    "cataloguing.LocalNote": columns(
        *act("person"), operational="id record person at version public", public="library text"
    ),
    "cataloguing.LabelChoice": columns(operational="id library symbology sheet shows"),
    "browse.Heading": columns(operational="id place", public="text editions"),
    "browse.Link": columns(operational="heading edition"),
    "browse.Shelf": columns(operational="library place edition number"),
    "browse.Shown": columns(operational="edition digest headings shelves"),
    "browse.State": columns(operational="id cursor rules mark"),
    "browse.SubjectWord": columns(operational="word heading"),
}
