"""A site as its public sees it: a contest of any size that runs, and one with its winners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat

from accounts.models import User
from contests.models import Campaign, Category, Partnership, Prize
from entries.models import Creator, Entry
from metrics.boards import build_board
from metrics.keeping import keep_anew
from metrics.models import ReadingPlan
from partners.models import Partner
from results.models import Announcement, Award
from scripts.bench.history import make_scene, write_rows
from scripts.bench.judging_scene import tidy
from scripts.bench.loading import copy

PASSES = 5
WINNERS = 3


@dataclass(frozen=True)
class PublicSite:
    """The contest that runs, the one with winners, and a video of the former."""

    running: Campaign
    board: Category
    announced: Campaign
    entry: Entry
    accepted: int

    def pages(self, *, per_page: int) -> dict[str, str]:
        """Addresses by what they are."""
        running, announced = f"/en/{self.running.slug}/", f"/en/{self.announced.slug}/"
        deep = self.accepted // per_page - 1
        return {
            "home": "/en/",
            "campaign": running,
            "gallery": f"{running}gallery/",
            "gallery, deep": f"{running}gallery/?page={deep}",
            "entry": f"{running}gallery/{self.entry.pk}/",
            "leaderboard": f"{running}leaderboard/{self.board.slug}/",
            "winners": f"{announced}winners/",
        }


def make_site(*, entries: int, now: datetime, folder: Path) -> PublicSite:
    """So many entries, all of them accepted and with a cover, read five times."""
    scene = make_scene(entries=entries, passes=PASSES, now=now)
    campaign = scene.campaign
    campaign.closes_at = now + timedelta(days=7)
    campaign.save()
    videos = Entry.objects.filter(campaign=campaign)
    videos.update(status=Entry.Status.ACCEPTED, status_reason="")
    # As if they had come one after the other.
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE entries_entry SET received_at = received_at + id * interval '1 second'"
        )
    name = Concat(Value("covers/tiktok-"), Cast(F("video_id"), CharField()), Value(".webp"))
    videos.update(cover=name)
    for number in range(1, PASSES + 1):
        path = folder / f"readings-{number}.csv"
        write_rows(scene, number, path)
        copy(path)
    with transaction.atomic():
        keep_anew(campaign=Campaign.objects.select_for_update().get(pk=campaign.pk))
    ReadingPlan.objects.create(campaign=campaign, shows_numbers=True)
    for category in (scene.videos, scene.creators):
        build_board(category_id=category.pk, at=now)
    _add_partners(campaign)
    _count_on()
    announced = _announced(scene.person, now)
    tidy("entries_entry", "entries_creator", "metrics_entryviews", "metrics_boardline")
    return PublicSite(
        running=campaign,
        board=scene.videos,
        announced=announced,
        entry=videos.order_by("-pk")[0],
        accepted=videos.count(),
    )


def _count_on() -> None:
    """The rows brought their ids along: the next ones shall have others."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Creator, Entry]):
            cursor.execute(sql)


def _add_partners(campaign: Campaign) -> None:
    for number in range(18):
        partner = Partner.objects.create(
            slug=f"{campaign.slug}-library-{number}", kind="library", name=f"Library {number}"
        )
        role = Partnership.Role.PARTICIPANT if number else Partnership.Role.ORGANISER
        Partnership.objects.create(campaign=campaign, partner=partner, role=role)


def _announced(person: User, now: datetime) -> Campaign:
    """A contest with three winners, whose videos are among the newest of the other one's makers."""
    campaign = Campaign.objects.create(
        slug="announced",
        title="Announced",
        languages=["en"],
        platforms=["tiktok"],
        opens_at=now - timedelta(days=60),
        closes_at=now - timedelta(days=30),
        published_at=now - timedelta(days=70),
        announced_at=now - timedelta(days=1),
    )
    _add_partners(campaign)
    category = Category.objects.create(
        campaign=campaign, slug="best", title="Best", method=Category.Method.JURY
    )
    prize = Prize.objects.create(category=category, place=1, quantity=WINNERS, title="Certificate")
    announcement = Announcement.objects.create(
        campaign=campaign,
        announced_at=now - timedelta(days=1),
        announced_by=person,
        digest="0" * 64,
    )
    for slot, video in enumerate(Entry.objects.order_by("pk")[:WINNERS], start=1):
        entry = Entry.objects.create(
            campaign=campaign,
            platform="tiktok",
            video_id=video.video_id,
            url=video.url,
            creator=video.creator,
            cover=video.cover,
            status=Entry.Status.ACCEPTED,
            received_at=now - timedelta(days=40),
        )
        Award.objects.create(
            announcement=announcement,
            prize=prize,
            slot=slot,
            entry=entry,
            creator=entry.creator,
            citation="Because it is warm.",
        )
    return campaign
