"""Who belongs to the alliance: libraries, their places and hours, agencies, people."""

from __future__ import annotations

from commonshelf.members.models.agencies import (
    Agency,
    AgencyKind,
    AllianceSetting,
    Binding,
    Delegation,
    Exemption,
    LibrarySetting,
)
from commonshelf.members.models.assignments import Assignment
from commonshelf.members.models.libraries import (
    Alliance,
    Branch,
    DirectoryStamp,
    ExceptionDay,
    Holiday,
    Indicator,
    Library,
    LibraryAlias,
    LibraryKind,
    LibraryStatus,
    OpeningHours,
    Vacation,
)
from commonshelf.members.models.membership import Application, Parcel
from commonshelf.members.models.people import Affiliation, Invitation, Person, Skill, random_key

__all__ = [
    "Affiliation",
    "Agency",
    "AgencyKind",
    "Alliance",
    "AllianceSetting",
    "Application",
    "Assignment",
    "Binding",
    "Branch",
    "Delegation",
    "DirectoryStamp",
    "ExceptionDay",
    "Exemption",
    "Holiday",
    "Indicator",
    "Invitation",
    "Library",
    "LibraryAlias",
    "LibraryKind",
    "LibrarySetting",
    "LibraryStatus",
    "OpeningHours",
    "Parcel",
    "Person",
    "Skill",
    "Vacation",
    "random_key",
]
