"""What staff fill in about campaigns, categories and rules."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import get_text_list
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminTextareaWidget,
)

from contests.locking import lock_campaign
from contests.locks import ENTRY_TERMS_OPEN
from contests.models import Campaign, Category
from contests.wording import countries_by_name, utc_offset
from partners.language_tabs import TranslatedForm, own_name
from partners.models import Platform


def _time_zones() -> list[tuple[str, str]]:
    """Every zone that is named by its place, with its present distance from UTC."""
    now = timezone.now()
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in _AREAS)
    return [
        (name, f"{name} · {utc_offset(ZoneInfo(name), now)}".replace("_", " "))
        for name in ("UTC", *names)
    ]


_AREAS = {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


class SearchedListWidget(UnfoldAdminSelect2MultipleWidget):  # type: ignore[misc]  # untyped
    """A list that is searched in the page. Unfold also gives it Django's class for lists that are
    searched on the server, where there is nothing to find."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attrs["class"] = "unfold-admin-autocomplete"


class CampaignForm(TranslatedForm):
    """A campaign's own fields. Dates are read in the time zone that is active."""

    one_of = ("title",)
    # Set by the admin: what can no longer be edited in the campaign's phase.
    locked: ClassVar[frozenset[str]] = frozenset()

    languages = forms.MultipleChoiceField(
        label=_("Languages of the campaign"),
        choices=settings.LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    platforms = forms.MultipleChoiceField(
        label=_("Platforms"),
        choices=Platform.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Where videos may be posted."),
    )
    countries = forms.MultipleChoiceField(
        label=_("Countries"),
        choices=countries_by_name,
        required=False,
        widget=SearchedListWidget,
        help_text=_("Where entrants live. None chosen: anywhere."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=_time_zones,
        initial=Campaign._meta.get_field("time_zone").default,
        widget=UnfoldAdminSelect2Widget,
        help_text=_("All dates of the campaign are in this time zone."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        youngest, guarded = (self.cleaned_data.get(age) for age in ("min_age", "guardian_age"))
        if youngest and guarded and guarded <= youngest:
            self.add_error("guardian_age", _("Choose a higher age than the youngest age."))
        stale = [name for name in sorted(self.locked) if self._was_sent(name)]
        if stale:
            labels = [str(label_for_field(name, Campaign)) for name in stale]
            raise ValidationError(
                _(
                    "Meanwhile the campaign has moved on. This can no longer be changed: "
                    "%(fields)s. Load the page again."
                )
                % {"fields": get_text_list(labels, str(_("and")))}
            )
        return cleaned

    def _was_sent(self, name: str) -> bool:
        """Whether a page loaded before the lock sent this field; dates come in two parts."""
        return self.add_prefix(name) in self.data or self.add_prefix(f"{name}_0") in self.data


class CategoryForm(TranslatedForm):
    """A category; new ones only while entries may still come."""

    one_of = ("title",)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        campaign = self.cleaned_data.get("campaign")
        if isinstance(self.instance, Category) and not self.instance.pk and campaign:
            # The close and the announcement wait for this lock, or are seen behind it.
            phase = lock_campaign(campaign.pk).phase_under_lock(at=timezone.now())
            if phase not in ENTRY_TERMS_OPEN:
                self.add_error(
                    "campaign", _("The campaign has closed. It takes no new categories.")
                )
        return cleaned


class PrizeForm(TranslatedForm):
    """A prize of a category."""

    one_of = ("title",)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class RejectionReasonForm(TranslatedForm):
    """A sentence that moderators pick when they turn a video down."""

    one_of = ("text",)


class QuestionForm(TranslatedForm):
    """A question of the public with its answer."""

    one_of = ("question", "answer")


class RulesForm(forms.Form):
    """The rules in each language of a campaign."""

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for code in codes:
            self.fields[code] = forms.CharField(
                label=lazy(own_name, str)(code),
                required=False,
                max_length=50_000,
                widget=UnfoldAdminTextareaWidget(
                    attrs={"rows": 14, "lang": code, "dir": "rtl" if code == "ar" else "ltr"}
                ),
            )


class CancelForm(forms.Form):
    """Why a campaign is called off."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept in the record of decisions."),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
