"""Results of the demo's past campaigns: shortlist, awards with citations, announcement, mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from contests.models import Campaign
from desk.demo.entries import MadeEntry
from desk.demo.moments import moment
from desk.demo.people import Cast
from desk.demo.read import CampaignText, WinnerText
from outbox.models import Message
from results.announcement import announce_campaign
from results.awarding import draft_awards, write_citations
from results.models import AnnouncementPlan, Award
from results.preview import preview_of
from results.shortlisting import publish_shortlist, shortlist_entries
from results.standings import standings_of

_HOUR = timedelta(hours=1)


def plan_announcement(campaign: Campaign, text: CampaignText) -> None:
    """How the results come out, and who signs the certificates."""
    if campaign.is_showcase:
        return
    plan = text.announcement
    AnnouncementPlan.objects.create(
        campaign=campaign,
        needs_two=plan.needs_two,
        certificate_language=plan.certificate_language,
        **{f"signatory_role_{code}": words for code, words in plan.signatory_role.items()},
    )


def announce_results(
    campaign: Campaign, text: CampaignText, made: list[MadeEntry], *, cast: Cast, at: datetime
) -> None:
    """Announce a campaign whose results are known, at the moment when they were published."""
    if "announced_at" not in text.dates:
        return
    announced_at = moment(text.dates["announced_at"], zone=campaign.zone, at=at)
    _shortlist(campaign, cast=cast)
    awards = draft_awards(campaign_id=campaign.pk, by=cast.announcer, at=announced_at - 20 * _HOUR)
    known = {(one.entry.pk, won.category): won for one in made if (won := one.planned.winner)}
    for award in awards:
        won = known.pop((award.entry_id or 0, award.prize.category.slug), None)
        _cite(award, won, cast=cast, at=announced_at - 18 * _HOUR)
    if known:
        missing = ", ".join(won.handle for won in known.values())
        raise ValueError(f"{text.slug}: the standings do not give a prize to {missing}")
    campaign.refresh_from_db()
    announce_campaign(
        campaign_id=campaign.pk,
        digest=preview_of(campaign).digest,
        by=cast.announcer,
        at=announced_at,
    )


def send_mails(campaign: Campaign, *, cast: Cast, at: datetime) -> None:
    """Let the mails of a campaign have been released and sent, but for those of the last days.

    They go nowhere: the addresses are invented, and the demo shows what leaves from now on.
    """
    past = Message.objects.filter(topic=campaign.slug, created_at__lt=at - timedelta(days=3))
    for message in past:
        message.status = Message.Status.SENT
        message.released_by = cast.announcer
        message.released_at = message.send_after = message.created_at + _HOUR
        message.started_at = message.sent_at = message.created_at + 1.1 * _HOUR
        message.attempts = 1
        message.save()


def _shortlist(campaign: Campaign, *, cast: Cast) -> None:
    """Put forward the best of each jury category, three for each prize, an hour before due."""
    if campaign.shortlist_by is None:
        return
    confirmed_at = campaign.shortlist_by - _HOUR
    for category in campaign.categories.all():
        category.campaign = campaign
        if category.by_views:
            continue
        standings = standings_of(category)
        room = 3 * sum(prize.quantity for prize in standings.prizes)
        best = [row.entry_id for row in standings.ranked[:room] if row.entry_id]
        shortlist_entries(category_id=category.pk, entry_ids=best, by=cast.manager, at=confirmed_at)
        publish_shortlist(category_id=category.pk, by=cast.manager, at=confirmed_at + _HOUR / 2)


def _cite(award: Award, won: WinnerText | None, *, cast: Cast, at: datetime) -> None:
    if won is None:
        raise ValueError(f"{award} goes to somebody who is not known to have won")
    write_citations(award_id=award.pk, texts=won.citation, by=cast.announcer, at=at)
