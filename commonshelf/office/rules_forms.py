"""The forms of the rule book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from commonshelf.members import api as members
from commonshelf.office.paper_forms import PaperForm, area, choose, member_choices
from commonshelf.office.rules_cards import VersionCard, VersionGiven
from commonshelf.office.words import KINDS
from commonshelf.ui.api import Day

LEVELS: Final = {
    "charter": _("charter"),
    "alliance": _("alliance rule"),
    "local": _("local rule"),
}
READERS: Final = {
    "managers": _("the managers"),
    "staff": _("everybody who works there"),
    "nobody": _("nobody: it is only to be looked up"),
}
SCOPES: Final = {
    "all": _("all members"),
    "kinds": _("members of these kinds"),
    "libraries": _("these members"),
}
YES_NO: Final = (("yes", pgettext_lazy("it may", "yes")), ("no", pgettext_lazy("it may", "no")))


def setting_choices(*, kinds: Sequence[str] = ("number", "choice", "flag", "text")) -> list[tuple[str, str]]:
    return [(one.name, str(one.label)) for one in members.registered_settings() if one.kind in kinds]


def value_choices(only: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Of every setting that is a choice: its label and ("name=code", label) for each."""
    found = []
    for one in members.registered_settings():
        if only and one.name != only:
            continue
        codes = YES_NO if one.kind == "flag" else one.choices if one.kind == "choice" else ()
        if codes:
            found.append((str(one.label), [(f"{one.name}={code}", str(label)) for code, label in codes]))
    return found


def chosen_codes(setting: str, given: Sequence[str]) -> list[Any]:
    """The codes of this setting among "name=code"; of a flag True and False."""
    codes = [code for name, _eq, code in (one.partition("=") for one in given) if name == setting]
    kinds = {one.name: one.kind for one in members.registered_settings()}
    return [code == "yes" for code in codes] if kinds.get(setting) == "flag" else codes


def _as_given(setting: str, codes: Sequence[Any]) -> list[str]:
    words = {True: "yes", False: "no"}
    return [f"{setting}={words.get(code, code) if isinstance(code, bool) else code}" for code in codes]


class BoundForm(PaperForm):
    """Least, most or the choices left, of a setting that stands beside it or is known."""

    least = forms.IntegerField(label=_("At least"), required=False)
    most = forms.IntegerField(label=_("At most"), required=False)
    choices = forms.MultipleChoiceField(
        label=_("Only these"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "choices", value_choices())

    def bound_of(self, setting: str) -> dict[str, Any]:
        said = self.cleaned_data
        told: dict[str, Any] = {name: said[name] for name in ("least", "most") if said.get(name) is not None}
        codes = chosen_codes(setting, said.get("choices", ()))
        return {**told, "choices": codes} if codes else told


class WordsForm(PaperForm):
    """Title and text, in both languages; one suffices."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    text_zh = forms.CharField(
        label=_("Text in Chinese"),
        required=False,
        widget=area(12),
        help_text=_("Plain paragraphs; an empty line parts them."),
    )
    text_en = forms.CharField(label=_("Text in English"), required=False, widget=area(12))

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title_zh", "title_en", "text_zh", "text_en")}


class VersionForm(WordsForm, BoundForm):
    """What an alliance rule says, for whom, and which setting it binds."""

    scope = forms.ChoiceField(label=_("For whom"), choices=list(SCOPES.items()))
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of member"), required=False, widget=forms.CheckboxSelectMultiple
    )
    libraries = forms.MultipleChoiceField(
        label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple
    )
    setting = forms.ChoiceField(
        label=_("It binds the setting"),
        required=False,
        help_text=_("On its effective date members can choose only within the bound below."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    field_order: tuple[str, ...] = (
        "title_zh", "title_en", "text_zh", "text_en", "scope", "kinds", "libraries", "setting", "least",
        "most", "choices", "revision",
    )  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [(code, str(label)) for code, label in KINDS.items()]
        for name, choices in (
            ("kinds", kinds),
            ("libraries", member_choices(get_language() or "")),
            ("setting", [("", "–"), *setting_choices(kinds=("number", "choice", "flag"))]),
        ):
            choose(self, name, choices)

    def told(self) -> VersionGiven:
        said = self.cleaned_data
        targets = said["kinds"] if said["scope"] == "kinds" else said["libraries"]
        bound = self.bound_of(said["setting"]) if said["setting"] else {}
        return VersionGiven(
            **self.words(), scope=said["scope"], targets=targets, setting=said["setting"], bound=bound
        )


def initial_of(card: VersionCard) -> dict[str, Any]:
    """A form's beginning: what the draft, or the version before it, says."""
    bound: Mapping[str, Any] = card.bound
    return {
        "title_zh": card.title.zh,
        "title_en": card.title.en,
        "text_zh": card.text.zh,
        "text_en": card.text.en,
        "scope": card.scope,
        card.scope: list(card.targets),
        "setting": card.setting,
        "least": bound.get("least"),
        "most": bound.get("most"),
        "choices": _as_given(card.setting, bound.get("choices") or []),
        "revision": card.revision if card.state == "draft" else 0,
        "number_value": bound.get("value") if isinstance(bound.get("value"), int) else None,
        "choice_value": "".join(_as_given(card.setting, [bound["value"]])) if "value" in bound else "",
    }


class RuleForm(VersionForm):
    """A new rule of the alliance."""

    number = forms.CharField(label=_("Its number"), max_length=40, help_text=_("For example 2.3, or 第三条."))
    level = forms.ChoiceField(
        label=_("Where it stands"),
        choices=[(code, LEVELS[code]) for code in ("alliance", "charter")],
        help_text=_("Law and contracts stand above all rules, the charter above alliance rules."),
    )
    public = forms.BooleanField(label=_("Everybody may read it, without signing in"), required=False)
    readers = forms.ChoiceField(label=_("Who confirms having read it"), choices=list(READERS.items()))
    field_order: tuple[str, ...] = ("number", "level", *VersionForm.field_order[:-1], "public", "readers")


class LocalRuleForm(WordsForm):
    """A rule of one library, inside the alliance's frame."""

    setting = forms.ChoiceField(
        label=_("It sets"), required=False, help_text=_("From its effective date, in place of the form.")
    )
    number_value = forms.IntegerField(label=_("to the number"), required=False)
    choice_value = forms.ChoiceField(label=_("or to"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        settings = setting_choices(kinds=("number", "choice", "flag"))
        choose(self, "setting", [("", "–"), *settings])
        choose(self, "choice_value", [("", "–"), *value_choices()])

    def told(self) -> VersionGiven:
        said = self.cleaned_data
        codes = chosen_codes(said["setting"], [said["choice_value"]])
        value = codes[0] if codes else said["number_value"]
        bound = {"value": value} if said["setting"] and value is not None else {}
        return VersionGiven(**self.words(), setting=said["setting"], bound=bound)


class NewLocalRuleForm(LocalRuleForm):
    number = forms.CharField(label=_("Its number"), max_length=40, help_text=_("Your library's own count."))
    under = forms.TypedChoiceField(
        label=_("It fills in the alliance rule"), required=False, coerce=int, empty_value=None
    )
    public = forms.BooleanField(
        label=_("Everybody may read it, without signing in"), required=False, initial=True
    )
    readers = forms.ChoiceField(
        label=_("Who confirms having read it"), choices=list(READERS.items()), initial="staff"
    )
    field_order: tuple[str, ...] = (
        "number", "under", "title_zh", "title_en", "text_zh", "text_en", "setting", "number_value",
        "choice_value", "public", "readers",
    )  # fmt: skip

    def __init__(self, *args: Any, above: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        choose(self, "under", [("", "–"), *above])


class AdoptForm(PaperForm):
    adopted_date = Day(label=_("Adopted on"))
    effective_date = Day(label=_("Effective from"))
    resolution = forms.TypedChoiceField(
        label=_("By the resolution"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, resolutions: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        today = timezone.localdate()
        self.fields["adopted_date"].initial = today
        self.fields["effective_date"].initial = today
        choose(self, "resolution", [("", _("by the office")), *resolutions])


class RepealForm(PaperForm):
    on = Day(label=_("First day on which it no longer holds"))
    reason = forms.CharField(label=_("Why"), max_length=500)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"].initial = timezone.localdate()


class ExceptionForm(BoundForm):
    library = forms.ChoiceField(label=_("For"))
    first_date = Day(label=_("First day"))
    end_date = Day(label=_("Last day"), help_text=_("An exception without an end would be a rule."))
    reason = forms.CharField(label=_("Reason, which every member reads"), max_length=500)
    field_order: tuple[str, ...] = ("library", "first_date", "end_date", "reason", "least", "most", "choices")

    def __init__(self, *args: Any, setting: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.setting = setting
        today = timezone.localdate()
        choose(self, "library", member_choices(get_language() or ""))
        self.fields["first_date"].initial = today
        self.fields["end_date"].initial = today + timedelta(days=90)
        offered = value_choices(only=setting) if setting else []
        if offered:
            choose(self, "choices", offered)
        for name in (("least", "most") if offered or not setting else ()) + (() if offered else ("choices",)):
            del self.fields[name]

    def told(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in ("library", "first_date", "end_date", "reason")}
        return {**plain, "bound": self.bound_of(self.setting) if self.setting else None}
