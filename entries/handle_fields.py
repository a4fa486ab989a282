"""Whose videos they are, asked per platform and only where neither link nor platform tells."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _

from contests.models import Campaign
from entries.facts import known_of
from entries.handles import clean_handle
from entries.links import VideoLink
from partners.models import Platform

# Links of these platforms may name the account; others never do.
IN_LINKS = frozenset({Platform.TIKTOK, Platform.INSTAGRAM})


def told_handles(videos: Sequence[VideoLink]) -> dict[VideoLink, str]:
    """The account of each video of which it is known: as the platform told, else as the link."""
    handles = {video: video.claimed_handle for video in videos if video.claimed_handle}
    for platform in {video.platform for video in videos}:
        ids = {video.video_id: video for video in videos if video.platform == platform}
        for video_id, facts in known_of(platform=platform, video_ids=ids).items():
            if facts.author_handle:
                handles[ids[video_id]] = facts.author_handle
    return handles


class HandleFields(forms.Form):
    """A field for each platform of the campaign, shown where it is needed."""

    campaign: Campaign

    def handle_fields(self, campaign: Campaign) -> dict[str, forms.Field]:
        """The fields by name."""
        return {
            _name(platform): forms.CharField(
                label=_("Name of your account on %(platform)s")
                % {"platform": Platform(platform).label},
                help_text=_("As it stands on the profile, for example @aysel."),
                required=False,
                widget=forms.TextInput(
                    attrs={"class": "ltr", "autocomplete": "off", "autocapitalize": "none"}
                ),
            )
            for platform in campaign.platforms
        }

    @property
    def handles(self) -> list[tuple[str, forms.BoundField, bool]]:
        """Each platform with its field, and whether it is asked at once.

        The others are hidden until the script or the answer to the form says that they are needed.
        """
        none_in_links = not IN_LINKS & set(self.campaign.platforms)
        fields = [(platform, self[_name(platform)]) for platform in self.campaign.platforms]
        return [
            (platform, field, none_in_links or bool(field.errors or field.value()))
            for platform, field in fields
        ]

    def name_accounts(self, videos: Sequence[VideoLink]) -> dict[VideoLink, str]:
        """The account of each video, from wherever it is told; what is missing is an error."""
        told = told_handles(videos)
        nameless = [
            video
            for video in videos
            if video not in told and video.platform in self.campaign.platforms
        ]
        typed = {platform: self._typed(platform) for platform in {v.platform for v in nameless}}
        return told | {video: typed[video.platform] for video in nameless}

    def _typed(self, platform: str) -> str:
        typed = self.cleaned_data.get(_name(platform), "")
        handle = clean_handle(typed)
        if handle is None:
            self.add_error(
                _name(platform),
                _("No account has such a name. Copy it from the profile.")
                if typed
                else _("The link does not tell whose video it is. Write it here."),
            )
        return handle or ""


def _name(platform: str) -> str:
    return f"handle_{platform}"
