"""The sentence of every refusal about contracts, rules and resolutions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SENTENCES: dict[str, str | _StrPromise] = {
    "office.no-number": _("Give it a number; it is named by it everywhere."),
    "office.number-taken": _("Number {number} is taken. Choose another one."),
    "office.no-title": _("Give it a title, in Chinese, in English, or in both."),
    "office.no-text": _("Write what it says, in Chinese, in English, or in both."),
    "office.bad-kind": _("“{said}” is no kind that can be chosen here."),
    "office.no-reason": _("Say in a few words why; it stays beside it."),
    "office.no-such-member": _("{symbol} is no active member of the alliance."),
    # contracts
    "office.ends-before-it-begins": _(
        "It would end on {last}, before it begins on {first}. Compare the days."
    ),
    "office.too-few-parties": _("A contract has at least two parties: members, or names from outside."),
    "office.party-twice": _("One party stands there twice."),
    "office.parties-signed": _(
        "Somebody has signed already, so the parties stand. Enter a new contract for other parties."
    ),
    "office.no-framework": _("A sub-agreement hangs on a framework contract. Choose which."),
    "office.bad-framework": _("That is no framework contract on which this could hang."),
    "office.no-declaration": _(
        "A party is from outside. Declare whether the contract touches the alliance's interests."
    ),
    "office.no-declaration-note": _("Say which of the alliance's interests it may touch."),
    "office.stale-contract": _(
        "Somebody else changed this entry while you had it open. What you typed is still here: compare it"
        " with what stands now, and save again."
    ),
    "office.file-empty": _("The file {file} is empty."),
    "office.file-too-big": _("The file {file} is larger than {limit} MB. Scan it with a lower resolution."),
    "office.file-kind": _("The file {file} is of a kind that is not kept here. Known: {known}."),
    "office.file-not-that": _(
        "The file {file} is called {kind}, but is not one inside. Save it anew as PDF."
    ),
    "office.nothing-to-sign": _("There is no text yet that could be signed. Add a version first."),
    "office.newer-version": _(
        "Meanwhile version {number} was added. Nothing was signed: read the new version first."
    ),
    "office.bad-way": _("“{said}” is no way to sign."),
    "office.no-signer": _("Write who signed."),
    "office.signed-tomorrow": _("That day is still to come. Record a signature when it was given."),
    "office.signed-already": _("This party has signed version {number} already."),
    "office.ended-already": _("This contract has ended. What is agreed anew is a new contract."),
    "office.not-in-their-name": _(
        "Online signs only the party's own manager. Record what was signed on paper: who signed, on which"
        " day, by hand or with a seal."
    ),
    # outside activities
    "office.stale-activity": _(
        "Somebody else changed this entry while you had it open. What you typed is still here: compare it"
        " with what stands now, and save again."
    ),
    "office.activity-withdrawn": _("This activity was withdrawn; enter it anew if it takes place after all."),
    "office.activity-over": _("This activity was over on {last} already."),
    "office.too-many-partners": _("At most {most} partners; name the others where it says what it is about."),
    "office.not-its-contract": _("That is no contract of the one in whose name it is done."),
    # rules
    "office.bad-level": _("“{said}” is no place a rule could stand at here."),
    "office.bad-readers": _("“{said}” are no readers that could be asked."),
    "office.bad-rule-above": _("That is no rule of the alliance which a local one could fill in."),
    "office.bad-scope": _("“{said}” is nobody a rule could be for."),
    "office.no-targets": _("Choose for whom the rule is."),
    "office.bad-targets": _("One of these is no member, or no kind of member, any more."),
    "office.stale-rule": _(
        "Somebody else changed this draft while you had it open. What you typed is still here: compare it"
        " with what stands now, and save again."
    ),
    "office.draft-under-vote": _(
        "The members are voting on this draft, so its words stand. Wait for the result, or withdraw it."
    ),
    "office.nothing-to-adopt": _("There is no draft that could be adopted."),
    "office.adopted-tomorrow": _("Nothing is adopted before its day. Choose today or an earlier day."),
    "office.effective-before-adoption": _(
        "It would be effective on {effective}, before it was adopted on {adopted}. No rule binds backwards."
    ),
    "office.repealed-already": _("This rule was repealed already."),
    "office.repealed-yesterday": _("A rule cannot be repealed backwards. Choose today or a later day."),
    "office.not-in-force": _("This rule is not in force, so there is nothing to except from."),
    "office.exception-crossed": _("The exception would end on {last}, before it begins on {first}."),
    "office.exception-past": _("That exception would lie, or lies, in the past."),
    "office.no-such-setting": _("“{said}” is no setting of the members."),
    "office.bound-for-all": _("A rule that binds a setting is for all members; for one, grant an exception."),
    "office.no-bound": _("Say the bound: at least, at most, or which choices are left."),
    "office.bound-crossed": _("At least {least} and at most {most} leaves nothing."),
    "office.setting-ruled-elsewhere": _(
        "Rule {number} binds this setting already. Draft a version of that one."
    ),
    "office.against-higher-rule": _("This contradicts rule {number} ({title}), which stands higher."),
    # resolutions
    "office.resolved-tomorrow": _("That day is still to come. Record a resolution when it has been made."),
}
