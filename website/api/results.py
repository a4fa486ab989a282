"""What was announced, and what is counted until then."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from entries.models import Creator, Entry
from results import reading
from website.api import shapes
from website.api.campaigns import campaign_or_404
from website.api.operations import asked_page, operation, paging
from website.api.texts import local, pages, picture, texts
from website.pages.campaign import Standpoint, standpoint
from website.pages.leaderboard import leaderboard_page
from website.pages.winners import announcement_or_404, sha256_of
from website.public_page import shows


@operation("campaigns/<slug:slug>/winners", answer=shapes.Winners)
def winners(request: HttpRequest, slug: str) -> shapes.Winners:
    """The winners as they stand announced; 404 until they are."""
    return _winners(request, slug, None)


@operation("campaigns/<slug:slug>/winners/<int:number>", answer=shapes.Winners)
def winners_of(request: HttpRequest, slug: str, number: int) -> shapes.Winners:
    """The winners as one announcement named them, though a later one may have corrected it."""
    return _winners(request, slug, number)


def _winners(request: HttpRequest, slug: str, number: int | None) -> shapes.Winners:
    at = timezone.now()
    campaign = campaign_or_404(slug, at)
    shows(request, campaign=campaign, views=False)
    view = Standpoint(campaign=campaign, at=at, phase=campaign.phase(at=at))
    try:
        announcement, history = announcement_or_404(view, number=number)
    except Http404:
        raise Http404("There is no such announcement.") from None
    sha256 = sha256_of(announcement)
    path = reverse("evidence_file", args=[slug, announcement.number])
    return shapes.Winners(
        campaign=slug,
        number=announcement.number,
        announced_at=announcement.announced_at.astimezone(campaign.zone).replace(microsecond=0),
        is_replaced=announcement != history[0],
        numbers=[one.number for one in history],
        note=texts(announcement, "note"),
        categories=[_category(group, slug) for group in reading.awards_in(announcement)],
        evidence=shapes.Evidence(f"{settings.SITE_URL}{path}", sha256) if sha256 else None,
        pages=pages("website:winners_version", slug, announcement.number),
    )


def _category(group: reading.CategoryAwards, slug: str) -> shapes.CategoryWinners:
    return shapes.CategoryWinners(
        category=group.category.slug,
        title=texts(group.category, "title"),
        winners=[_winner(one, slug) for one in group.winners],
        remark=texts(group.remark, "text") if group.remark else {},
    )


def _winner(winner: reading.Winner, slug: str) -> shapes.Winner:
    entry = winner.public_entry
    return shapes.Winner(
        place=winner.prize.place,
        shares_place=winner.shares_place,
        prize=texts(winner.prize, "title"),
        creators=[_account(one) for one in winner.creators],
        citation=texts(winner.award, "citation"),
        video=_video(entry, slug) if entry else None,
    )


def _video(entry: Entry, slug: str) -> shapes.Video:
    return shapes.Video(
        id=entry.pk,
        platform=entry.platform,
        video_id=entry.video_id,
        url=entry.url,
        cover=picture(entry.cover),
        pages=pages("website:entry", slug, entry.pk),
    )


def _account(creator: Creator) -> shapes.Account:
    return shapes.Account(creator.platform, creator.handle)


@operation(
    "campaigns/<slug:slug>/leaderboards/<slug:category>",
    answer=shapes.Leaderboard,
    params=("page",),
)
def leaderboard(request: HttpRequest, slug: str, category: str) -> shapes.Leaderboard:
    """The public leaderboard of a category that views decide; 404 once winners are announced."""
    # As anybody sees it: staff who are signed in get no live board, and no drafts.
    view = standpoint(slug=slug, user=AnonymousUser(), at=timezone.now())
    shows(request, campaign=view.campaign)
    if view.has_winners:
        raise Http404("The winners are announced: read them instead of the leaderboard.")
    asked = asked_page(request)
    shown = leaderboard_page(
        view, category_slug=category, query={"page": str(asked)}, sees_live=False
    )
    if shown.page.number != asked:
        raise Http404("There is no such page.")
    zone = view.campaign.zone
    return shapes.Leaderboard(
        campaign=slug,
        category=category,
        as_of=local(shown.board.as_of if shown.board else None, zone),
        frozen_since=local(view.frozen_since, zone),
        paging=paging(request, shown.page),
        lines=[
            shapes.LeaderboardLine(
                rank=row.line.rank,
                creator=_account(row.line.creator),
                entry=row.line.entry_id,
                views=row.line.views,
                videos=row.line.videos,
                read_at=row.line.read_at.astimezone(zone).replace(microsecond=0),
            )
            for row in shown.rows
        ],
    )
