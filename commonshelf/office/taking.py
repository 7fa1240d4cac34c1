"""What a library takes along of the office's registers: its own rules, its contracts, its activities."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from commonshelf.members import api as members
from commonshelf.office.contracts_reading import folder as contracts_folder
from commonshelf.office.contracts_reading import names_of_libraries
from commonshelf.office.models import Activity, Contract, ContractText, Rule, RuleException, RuleVersion
from commonshelf.wire.table.write import csv_into

ACTIVITIES: Final = (
    "kind", "title_zh", "title_en", "partners", "place", "first_date", "last_date", "withdrawn_date",
    "withdrawn_why", "about_zh", "about_en",
)  # fmt: skip


def write_own(symbol: str, folder: Path) -> None:
    """Rules in force or not, each with every version; contracts it is a party to, with the files signed."""
    own = Rule.objects.filter(library=symbol).order_by("order", "pk").prefetch_related("versions")
    excepted = RuleException.objects.filter(library=symbol).select_related("rule").order_by("pk")
    members.write_json(
        folder / "rules.json",
        {"own": [_rule(one) for one in own], "exceptions": [_exception(one) for one in excepted]},
    )
    kept = Contract.objects.filter(parties__library=symbol).order_by("pk").distinct()
    names = names_of_libraries()
    members.write_json(folder / "contracts.json", [_contract(one, names, folder) for one in kept])
    csv_into(folder / "activities.csv", ACTIVITIES, _activities(symbol))


def _rule(row: Rule) -> dict[str, Any]:
    return {
        "number": row.number,
        "level": row.level,
        "public": row.public,
        "repealed_date": row.repealed_date,
        "repealed_why": row.repealed_why,
        "versions": [_version(one) for one in row.versions.all()],
    }


def _version(row: RuleVersion) -> dict[str, Any]:
    plain = ("number", "title_zh", "title_en", "text_zh", "text_en", "setting", "bound", "adopted_date")
    return {**{name: getattr(row, name) for name in plain}, "effective_date": row.effective_date}


def _exception(row: RuleException) -> dict[str, Any]:
    return {
        "rule": row.rule.number,
        "reason": row.reason,
        "first_date": row.first_date,
        "end_date": row.end_date,
    }


def _contract(row: Contract, names: dict[str, Any], folder: Path) -> dict[str, Any]:
    plain = (
        "number", "kind", "title_zh", "title_en", "about_zh", "about_en", "first_date", "end_date",
        "notice_days", "ended_date", "ended_why", "conflict", "conflict_note", "signed_version",
    )  # fmt: skip
    parties = {
        one.pk: {"library": one.library, "name_zh": said.zh, "name_en": said.en}
        if (said := names.get(one.library))
        else {"library": one.library, "name_zh": one.name_zh, "name_en": one.name_en}
        for one in row.parties.all()
    }
    return {
        **{name: getattr(row, name) for name in plain},
        "framework": row.framework.number if row.framework else "",
        "parties": list(parties.values()),
        "versions": [_text(one, parties, folder) for one in row.texts.prefetch_related("signatures")],
    }


def _text(row: ContractText, parties: dict[int, dict[str, str]], folder: Path) -> dict[str, Any]:
    """Its file lies beside, under a name that no two of them share."""
    ending = "".join(Path(row.name).suffixes[-1:])[:8]
    name = f"contract-{row.contract_id}-version-{row.number}{ending}"
    source = contracts_folder() / row.file
    if source.exists():
        shutil.copyfile(source, folder / name)
    return {
        "number": row.number,
        "file": name if source.exists() else "",
        "called": row.name,
        "sha256": row.digest,
        "note": row.note,
        "signatures": [
            {**parties[one.party_id], "signer": one.signer, "date": one.signed_date, "how": one.how}
            for one in row.signatures.all()
        ],
    }


def _activities(symbol: str) -> Iterator[Sequence[object]]:
    for row in Activity.objects.filter(library=symbol).order_by("first_date", "pk"):
        told = {name: getattr(row, name) for name in ACTIVITIES}
        yield tuple({**told, "partners": "; ".join(row.partners.splitlines())}.values())
