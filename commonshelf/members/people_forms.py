"""Forms about people: inviting, giving and ending roles, what one can do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonshelf.members.action_words import ROLES
from commonshelf.members.domain.checks import OF_THE_ALLIANCE
from commonshelf.members.domain.invitations import MOST_DAYS
from commonshelf.members.domain.skills import KINDS, Told
from commonshelf.members.forms import PersonForm, RoleForm
from commonshelf.members.profile_words import DISCIPLINES, LEVELS
from commonshelf.members.profile_words import LANGUAGES as LANGUAGE_NAMES
from commonshelf.members.profiles import Profile
from commonshelf.ui.api import Day, Form

ROWS_OF_A_KIND: Final = 12
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]


class DatedRoleForm(RoleForm):
    """A role with its days. last_date is the last day on which it holds, as people say it."""

    active_from = Day(label=_("First day"), required=False, help_text=_("Empty: from today."))
    last_date = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        last = told.pop("last_date", None)
        told["active_to"] = last + timedelta(days=1) if last else None
        begins = told.get("active_from") or timezone.localdate()
        if last and last < begins:
            self.add_error("last_date", _("The last day lies before the first."))
        return told


class InviteForm(Form):
    """Who: a mail address (empty: a letter on paper) and a name."""

    email = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("Leave it empty to print the letter and hand it over."),
    )
    name_zh = forms.CharField(label=_("Full name in Chinese"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Full name in English"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGES)
    days = forms.IntegerField(
        label=_("Holds for so many days"), min_value=1, max_value=MOST_DAYS, required=False
    )


class HandedForm(Form):
    """When a letter on paper was handed over."""

    on = Day(label=_("Handed over on"))


class AssignForm(Form):
    """Who is in charge of what. people: (key, name) of those who work there."""

    person = forms.ChoiceField(label=_("Person in charge"))
    discipline = forms.ChoiceField(label=_("Discipline"))
    active_from = Day(label=_("First day"), required=False, help_text=_("Empty: from today."))
    last_date = Day(label=_("Last day"), required=False, help_text=_("Empty: until somebody ends it."))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        marks = [(code, f"{code} {said}") for code, said in DISCIPLINES.items()]
        for name, choices in (("person", people), ("discipline", marks)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        last = told.pop("last_date", None)
        told["active_to"] = last + timedelta(days=1) if last else None
        if last and last < (told.get("active_from") or timezone.localdate()):
            self.add_error("last_date", _("The last day lies before the first."))
        return told


class InviteLibraryForm(InviteForm):
    name_zh = forms.CharField(label=_("Whom to address, in Chinese"), max_length=60, required=False)
    name_en = forms.CharField(label=_("Whom to address, in English"), max_length=80, required=False)


class AcceptForm(PersonForm):
    email = forms.EmailField(label=_("Mail address"), required=False)
    field_order = ("name_zh", "name_en", "username", "password", "email")

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not (told.get("name_zh") or told.get("name_en")):
            self.add_error("name_zh", _("Give the name in Chinese, in English, or in both."))
        return told


class EndForm(Form):
    """When a role ends, and who gets what is still open."""

    last_date = Day(label=_("Last day"), required=False, help_text=_("Empty: it ends at once."))
    to_person = forms.ChoiceField(label=_("Open work goes to"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args: Any, colleagues: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        nobody = [("", _("nobody: refuse if something is open"))]
        self.fields["to_person"] = forms.ChoiceField(
            label=_("Open work goes to"), choices=[*nobody, *colleagues], required=False
        )


class RollForm(Form):
    """Which people to show."""

    words = forms.CharField(label=_("Name or user name"), max_length=100, required=False)
    library = forms.ChoiceField(label=_("Library"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ("", _("at any time")),
            ("now", _("holds today")),
            ("soon", _("ends within 60 days")),
            ("coming", _("is to begin")),
            ("none", _("holds nothing today")),
        ],
    )

    def __init__(self, *args: Any, libraries: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        places = [(symbol or "-", name) for symbol, name in libraries]
        self.fields["library"] = forms.ChoiceField(
            label=_("Library"), required=False, choices=[("", _("all")), *places]
        )
        roles = list(ROLES.items())
        if "-" not in dict(places):
            roles = [(code, name) for code, name in roles if code not in OF_THE_ALLIANCE]
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), required=False, choices=[("", _("all")), *roles]
        )


class SkillsForm(Form):
    """A profile. What somebody has told fills the first rows; two empty ones follow."""

    about_zh = forms.CharField(
        label=_("About me, in Chinese"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )
    about_en = forms.CharField(
        label=_("About me, in English"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )
    degrees = forms.CharField(
        label=_("Studied"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line: degree, subject, where."),
    )
    skills = forms.CharField(
        label=_("Can do"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line: what colleagues may ask you for, for example patent searches."),
    )

    def __init__(self, *args: Any, profile: Profile, **more: Any) -> None:
        told: dict[str, list[Told]] = {kind: [] for kind in KINDS}
        for one in profile.told:
            told[one.kind].append(one)
        first = {
            "about_zh": profile.about.zh,
            "about_en": profile.about.en,
            "degrees": "\n".join(one.text for one in told["degree"]),
            "skills": "\n".join(one.text for one in told["skill"]),
        }
        super().__init__(*args, initial=first, **more)
        self._rows: dict[str, int] = {}
        for kind, words in (("discipline", DISCIPLINES), ("language", LANGUAGE_NAMES)):
            self._add_rows(kind, words, told[kind])

    def _add_rows(self, kind: str, words: Mapping[str, Any], told: list[Told]) -> None:
        codes = [(code, f"{code} {said}" if kind == "discipline" else said) for code, said in words.items()]
        self._rows[kind] = min(len(told) + 2, ROWS_OF_A_KIND)
        for at in range(self._rows[kind]):
            one = told[at] if at < len(told) else None
            self.fields[f"{kind}_{at}"] = forms.ChoiceField(
                label=_("Discipline") if kind == "discipline" else _("Which language"),
                choices=[("", "—"), *codes],
                required=False,
                initial=one.code if one else "",
            )
            self.fields[f"{kind}_more_{at}"] = (
                forms.CharField(
                    label=_("More exactly"), max_length=160, required=False, initial=one.text if one else ""
                )
                if kind == "discipline"
                else forms.ChoiceField(
                    label=_("How well"),
                    choices=[("", "—"), *LEVELS.items()],
                    required=False,
                    initial=one.level if one else "",
                )
            )

    def pairs(self, kind: str) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{kind}_{at}"], self[f"{kind}_more_{at}"]) for at in range(self._rows[kind])]

    @property
    def disciplines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self.pairs("discipline")

    @property
    def languages(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return self.pairs("language")

    def told(self) -> list[Told]:
        """As the door takes it."""
        given = self.cleaned_data
        found = [Told("degree", text=line) for line in given["degrees"].splitlines()]
        for kind, count in self._rows.items():
            pairs = [(given[f"{kind}_{at}"], given[f"{kind}_more_{at}"]) for at in range(count)]
            found += [_told(kind, code, more) for code, more in pairs if code]
        return [*found, *(Told("skill", text=line) for line in given["skills"].splitlines())]


def _told(kind: str, code: str, more: str) -> Told:
    return Told("language", code, level=more) if kind == "language" else Told("discipline", code, text=more)
