"""Where the work on a campaign is done: the links that a person's rights open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from desk.figures import Figures
from partners.language_tabs import own_name


@dataclass(frozen=True)
class Work:
    """One link, with the number that it is about, and whether that number waits for somebody."""

    name: Promise | str
    url: str
    icon: str
    count: int | None = None
    waits: bool = False


@dataclass(frozen=True)
class PublicPage:
    """A page of the campaign in one language."""

    code: str
    name: str
    url: str


def work_on(campaign: Campaign, figures: Figures, user: User) -> list[Work]:
    """Return the links for this user, in the order of the contest."""
    links: list[tuple[str, Work]] = [
        (
            "entries.moderate_entry",
            Work(
                _("Entries to decide on"),
                _to("entries_entry_queue", campaign=campaign.pk),
                "inbox",
                figures.waiting,
                waits=figures.waiting > 0,
            ),
        ),
        (
            "entries.view_entry",
            Work(
                _("All entries"),
                _to("entries_entry_changelist", campaign__id__exact=campaign.pk),
                "video_library",
                figures.entries,
            ),
        ),
    ]
    if not campaign.is_showcase:
        links += _intake_work(campaign)
    links += _views_work(campaign, figures)
    if not campaign.is_showcase:
        links += _contest_work(campaign, figures)
    links.append(
        (
            "results.view_pressrelease",
            Work(
                _("Press releases"),
                reverse("admin:results_press", args=[campaign.pk]),
                "newspaper",
            ),
        )
    )
    links.append(
        (
            "outbox.view_message",
            Work(
                _("Mails that wait for your nod"),
                _to("outbox_message_changelist", topic=campaign.slug, status__exact="draft"),
                "outgoing_mail",
                figures.drafts,
                waits=figures.drafts > 0,
            ),
        )
    )
    return [work for permission, work in links if user.has_perm(permission, campaign)]


def _intake_work(campaign: Campaign) -> list[tuple[str, Work]]:
    return [
        (
            "entries.view_videoimport",
            Work(
                _("Imports of videos"),
                _to("entries_videoimport_changelist", campaign__id__exact=campaign.pk),
                "upload_file",
            ),
        ),
        (
            "entries.view_claimlink",
            Work(
                _("Claim links for imported creators"),
                _to("entries_claimlink_changelist", campaign__id__exact=campaign.pk),
                "key",
            ),
        ),
    ]


def _views_work(campaign: Campaign, figures: Figures) -> list[tuple[str, Work]]:
    """What is read of the videos; in a showcase, too, which is measured."""
    of_entry = {"entry__campaign__id__exact": campaign.pk}
    return [
        (
            "metrics.view_reading",
            Work(
                _("Readings of views"),
                _to("metrics_reading_changelist", **of_entry),
                "visibility",
            ),
        ),
        (
            "metrics.attest_reading",
            Work(
                _("Readings that wait for a second person"),
                _to("metrics_reading_changelist", counts="waiting", **of_entry),
                "how_to_reg",
                figures.unattested,
                waits=figures.unattested > 0,
            ),
        ),
        (
            "metrics.view_readingimport",
            Work(
                _("Imports of readings"),
                _to("metrics_readingimport_changelist", campaign__id__exact=campaign.pk),
                "upload_file",
            ),
        ),
        (
            "metrics.view_case",
            Work(
                _("Open cases about views"),
                _to("metrics_case_changelist", campaign=campaign.pk),
                "troubleshoot",
                figures.cases,
                waits=figures.cases > 0,
            ),
        ),
        (
            "metrics.view_readingplan",
            Work(
                _("How views are read"),
                reverse("admin:metrics_readingplan_plan", args=[campaign.pk]),
                "schedule",
            ),
        ),
        (
            "metrics.view_campaignreading",
            Work(
                _("The campaign in numbers"),
                reverse("admin:metrics_pulse", args=[campaign.pk]),
                "monitoring",
            ),
        ),
    ]


def _contest_work(campaign: Campaign, figures: Figures) -> list[tuple[str, Work]]:
    return [
        (
            "judging.view_round",
            Work(
                _("Reviews still to come"),
                _to("judging_round_changelist", category__campaign__id__exact=campaign.pk),
                "rule",
                figures.reviews_left,
            ),
        ),
        (
            "judging.change_assignment",
            Work(
                _("Flags of judges"),
                _to("judging_flags", campaign=campaign.pk),
                "flag",
                figures.flags,
                waits=figures.flags > 0,
            ),
        ),
        (
            "judging.view_judge",
            Work(
                _("Judges"),
                _to("judging_judge_changelist", campaign__id__exact=campaign.pk),
                "gavel",
            ),
        ),
        (
            "results.view_standings",
            Work(
                _("Promised dates, and what is in their way"),
                reverse("admin:results_promises", args=[campaign.pk]),
                "alarm",
            ),
        ),
        (
            "results.view_standings",
            Work(
                _("Standings and shortlist"),
                reverse("admin:results_standings", args=[campaign.pk]),
                "leaderboard",
            ),
        ),
        (
            "results.view_standings",
            Work(
                _("Winners and citations"),
                reverse("admin:results_winners", args=[campaign.pk]),
                "trophy",
            ),
        ),
        (
            "results.view_announcementplan",
            Work(
                _("Plan of the announcement"),
                reverse("admin:results_plan", args=[campaign.pk]),
                "event_upcoming",
            ),
        ),
        (
            "results.announce_campaign",
            Work(
                _("Announce the winners"),
                reverse("admin:results_announce", args=[campaign.pk]),
                "celebration",
            ),
        ),
        (
            "results.view_claim",
            Work(
                _("Prizes, and who delivers them"),
                reverse("admin:results_handover", args=[campaign.pk]),
                "featured_seasonal_and_gifts",
            ),
        ),
    ]


def public_pages(campaign: Campaign, *, at: datetime) -> list[PublicPage]:
    """Return the page that the public reads now, in each language of the campaign."""
    announced = campaign.phase(at=at) in (Phase.ANNOUNCED, Phase.ARCHIVED)
    name = "website:winners" if announced and not campaign.is_showcase else "website:campaign"
    pages = []
    for code in campaign.languages:
        with override(code):
            url = reverse(name, args=[campaign.slug])
        pages.append(PublicPage(code, own_name(code), url))
    return pages


def _to(name: str, **query: object) -> str:
    return f"{reverse(f'admin:{name}')}?{urlencode(query)}"
