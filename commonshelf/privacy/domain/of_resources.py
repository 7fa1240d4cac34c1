"""The table: electronic resources, their titles, and access levels. Who changed them stays as a key."""

from __future__ import annotations

from typing import Final

from commonshelf.privacy.domain.vocabulary import Table, act, columns

_LINK: Final = "link_state link_status link_why strikes moved_to checked_at check_at"

RESOURCES: Final[Table] = {
    "resources.Resource": columns(
        operational=f"id terms ends_told closed_at version {_LINK}",
        public="owner kind name_zh name_en about_zh about_en provider url classes open_access active_from"
        " active_to",
    ),
    "resources.Title": columns(
        operational=f"id folded line digest gone_at matched_by {_LINK}",
        public="resource title_id title print_id online_id coverage embargo url author kind access edition",
        not_keys="title_id matched_by",
    ),
    "resources.Level": columns(
        *act("set_by"),
        operational="id widest narrowest article active_from active_to set_by set_at version",
        public="owner resource scope value service level groups embargo_days most_pages share note_zh"
        " note_en",
    ),
    "resources.LevelStamp": columns(operational="id mark"),
    "resources.Arrival": columns(
        *act("by"),
        operational="id resource state name path sha256 whole refused lines titles added changed gone matched"
        " rejected told examples at by done_at version",
    ),
    "resources.Fault": columns(operational="id arrival number column code value raw"),
    "resources.Target": columns(operational="id version", public="library name_zh name_en base active"),
    "resources.Follow": columns(operational="id stamp"),
}
