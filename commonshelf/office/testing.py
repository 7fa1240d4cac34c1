"""Ready-made papers for tests: a contract with a text, a public rule, a resolution and its ballot."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from commonshelf.kernel.actor import Actor
from commonshelf.office import api


def papers(office: Actor) -> dict[str, dict[str, int]]:
    """Name of an address -> what it needs. The parties, and those who vote, are EAST and WEST."""
    today = timezone.localdate()
    contract = api.set_contract(
        actor=office,
        given=api.ContractGiven(number="HT-1", kind="framework", title_zh="合作框架合同", first_date=today),
        parties=[api.PartyGiven("EAST"), api.PartyGiven("WEST")],
    )
    file = SimpleUploadedFile("合同.pdf", b"%PDF-1.7")
    api.add_text(actor=office, contract=contract.id, file=file)
    rule = api.draft_rule(
        actor=office, number="1", public=True, given=api.VersionGiven("借阅规则", text_zh="三十天。")
    )
    api.adopt_rule(actor=office, rule=rule.id, effective_date=today)
    proposed = api.propose(
        actor=office,
        proposal=api.Proposal("统一还书日"),
        terms=api.Terms(deadline=timezone.now() + timedelta(days=7)),
    )
    activity = api.set_activity(
        actor=office,
        given=api.ActivityGiven(kind="exhibition", title_zh="古籍展", first_date=today, partners=("某书店",)),
        library="EAST",
    )
    ballots = {f"votes:{name}": {"id": proposed.ballot or 0} for name in ("ballot", "vote", "end")}
    contracts = ("contract", "edit-contract", "act-on-contract", "contract-file")
    rules = ("rule", "edit-rule", "act-on-rule", "compare", "readers")
    return {
        **ballots,
        **{f"office:{name}": {"id": contract.id, "number": 1} for name in contracts},
        **{f"office:{name}": {"id": rule.id} for name in rules},
        "office:resolution": {"id": proposed.id},
        **{f"office:{name}": {"id": activity.id} for name in ("activity", "edit-activity")},
    }
