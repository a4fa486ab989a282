"""What a creator fills in to enter a video."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.models import Campaign, RulesVersion
from entries.consents import REQUIRED_CONSENTS
from entries.handles import clean_handle
from entries.intake import platform_names
from entries.link_messages import LINK_MESSAGES
from entries.links import LinkRefused, VideoLink, parse_video_link
from entries.models import Consent
from entries.refusal import EntryRefused
from partners.models import Platform

# Links of these platforms may name the account; others never do.
PLATFORMS_WITH_HANDLES = {Platform.TIKTOK, Platform.INSTAGRAM}
REFUSED_FOR_LINK = frozenset(
    {
        "platform_not_allowed",
        "already_entered",
        "already_yours",
        "waits_for_another",
        "was_refused",
    }
)


class SubmitForm(forms.Form):
    """The link, whose account it is where the link does not say, the address, the consents.

    campaign: its rules and platforms decide what is asked.
    rules: the version that the page shows; `rules_number` in the form is the one that was read.
    asks_email: whether nobody is signed in.
    """

    link = forms.CharField(
        label=gettext_lazy("Link of your video"),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "class": "ltr", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    handle = forms.CharField(
        label=gettext_lazy("Name of the account"),
        help_text=gettext_lazy("As it stands on the profile, for example @aysel."),
        required=False,
        widget=forms.TextInput(
            attrs={"class": "ltr", "autocomplete": "off", "autocapitalize": "none"}
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send a code to it, and later what becomes of your entry."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Hidden, and always of the version that the page shows: the template writes it.
    rules_number = forms.IntegerField(required=False)

    def __init__(
        self,
        *args: Any,
        campaign: Campaign,
        rules: RulesVersion | None,
        asks_email: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.rules = campaign, rules
        self.video: VideoLink | None = None
        self.fields["link"].help_text = _("From %(platforms)s.") % {
            "platforms": platform_names(campaign)
        }
        if not asks_email:
            del self.fields["email"]
        for kind in REQUIRED_CONSENTS:
            self.fields[_name(kind)] = forms.BooleanField(
                label=self._consent_label(kind),
                error_messages={"required": _("Tick this box to enter your video.")},
            )

    def _consent_label(self, kind: Consent.Kind) -> str:
        match kind:
            case Consent.Kind.RULES:
                link = reverse("website:rules", args=[self.campaign.slug])
                return format_html(
                    _("I have read {start}the rules{end} and agree to them."),
                    start=format_html('<a href="{}" target="_blank" rel="noopener">', link),
                    end=SafeString("</a>"),
                )
            case Consent.Kind.PRIVACY:
                return _("My e-mail address and my handle may be used to run this campaign.")
            case Consent.Kind.PUBLICATION:
                return _("My video and my handle may be shown on this site and in its reports.")
        raise AssertionError(kind)

    @property
    def asks_handle(self) -> bool:
        """Whether the account has to be named, because the link does not or cannot do it."""
        if not PLATFORMS_WITH_HANDLES & set(self.campaign.platforms):
            return True
        return self.is_bound and (
            "handle" in self.errors or (self.video is not None and not self.video.claimed_handle)
        )

    @property
    def details(self) -> list[forms.BoundField]:
        """The fields to fill in that are asked."""
        names = ["link", *(["handle"] if self.asks_handle else []), "email"]
        return [self[name] for name in names if name in self.fields]

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        """The boxes to tick."""
        return [self[_name(kind)] for kind in REQUIRED_CONSENTS]

    @property
    def consents(self) -> set[Consent.Kind]:
        """What was agreed to."""
        asked = REQUIRED_CONSENTS
        return {kind for kind in asked if self.cleaned_data.get(_name(kind))}

    def clean_link(self) -> str:
        text: str = self.cleaned_data["link"]
        try:
            self.video = parse_video_link(text)
        except LinkRefused as refused:
            raise forms.ValidationError(
                str(LINK_MESSAGES[refused.code]), code=refused.code.value
            ) from refused
        return text

    def clean(self) -> None:
        self._clean_whose()
        number = self.cleaned_data.get("rules_number")
        if number != (self.rules.number if self.rules else None):
            self.add_error(
                _name(Consent.Kind.RULES),
                _("The rules have changed meanwhile. Read them again before you agree."),
            )

    def _clean_whose(self) -> None:
        """The handle: from the link if it names one, else as typed."""
        if self.video is None:
            return
        if self.video.claimed_handle:
            self.cleaned_data["handle"] = self.video.claimed_handle
            return
        typed = self.cleaned_data.get("handle", "")
        handle = clean_handle(typed)
        if handle:
            self.cleaned_data["handle"] = handle
        elif typed:
            self.add_error("handle", _("No account has such a name. Copy it from the profile."))
        else:
            self.add_error("handle", _("The link does not tell whose video it is. Write it here."))

    def add_refusal(self, refused: EntryRefused) -> None:
        """Show why the verb said no at the field where it can be mended."""
        self.add_error("link" if refused.code in REFUSED_FOR_LINK else None, refused.message)


def _name(kind: Consent.Kind) -> str:
    return f"agree_{kind.value}"
