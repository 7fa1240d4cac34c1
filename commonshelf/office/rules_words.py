"""What a rule's scope and bound are called when people read them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from commonshelf.members import api as members
from commonshelf.office.rules_cards import RuleCard, VersionCard
from commonshelf.office.words import KINDS
from commonshelf.ui.templatetags.shelf import listed


def scope_said(version: VersionCard) -> str:
    """ "all members", "vocational college libraries, public libraries", "3 members"."""
    if version.scope == "all":
        return _("all members")
    if version.scope == "kinds":
        return listed(KINDS.get(one, one) for one in version.targets)
    if len(version.targets) > 3:
        n = len(version.targets)
        return ngettext("{n} member", "{n} members", n).format(n=n)
    names = {card.symbol: card.name.in_language(get_language() or "") for card in members.libraries()}
    return listed(names.get(symbol, symbol) for symbol in version.targets)


def bound_said(version: VersionCard) -> str:
    """ "Days to return: at least 7 days"; "" where the rule binds no setting."""
    setting = next((one for one in members.registered_settings() if one.name == version.setting), None)
    if setting is None:
        return ""
    if "value" in version.bound:
        told = members.value_said(setting, version.bound["value"])
    else:
        told = members.bound_said(setting, members.Bound.of_json(version.bound))
    return _("{setting}: {bound}").format(setting=setting.label, bound=told)


def falls_outside(card: RuleCard) -> list[dict[str, Any]]:
    """Members whose own choice the draft's bound would move, with what it becomes."""
    draft = card.draft
    if draft is None or not draft.setting or card.library:
        return []
    setting = next((one for one in members.registered_settings() if one.name == draft.setting), None)
    if setting is None:
        return []
    bound = members.Bound.of_json(draft.bound)
    names = {one.symbol: one.name for one in members.libraries()}
    return [
        {
            "name": names.get(one.library),
            "value": members.value_said(setting, one.value),
            "becomes": "" if one.becomes is None else members.value_said(setting, one.becomes),
        }
        for one in members.would_fall_outside(name=draft.setting, bound=bound, value=None)
    ]
