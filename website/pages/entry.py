"""One video with its player, and what is beside it in the gallery."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from contests.models import Category
from entries.models import Entry
from metrics.charts import LineChart
from metrics.pulse_charts import public_entry_chart
from results.models import Award, Shortlist
from results.reading import announced_awards
from website import pictures
from website.pages.campaign import Standpoint
from website.pages.gallery_choice import partial_categories
from website.platform_links import player_url

WIDTH = 540
"""Of the picture in the player, in pixels."""


@dataclass(frozen=True)
class EntryPage:
    """One entry with its player.

    categories: those it takes part in and not every other video does.
    is_gone: the platform said that the video is not there any more.
    newer, older: what stands beside it in the gallery.
    """

    standpoint: Standpoint
    entry: Entry
    awards: list[Award]
    categories: list[Category]
    shortlisted_in: list[Category]
    is_gone: bool
    newer: Entry | None
    older: Entry | None
    chart: LineChart | None = None

    @property
    def player_url(self) -> str:
        """The platform's player; empty where there is no video: in a demo, and where it is gone."""
        if self.standpoint.campaign.is_demo or self.is_gone:
            return ""
        return player_url(self.entry.platform, self.entry.video_id)

    @property
    def cover_url(self) -> str:
        """The picture before the video is asked for; empty where there is none."""
        cover = self.entry.cover
        return pictures.address(cover.name or "", WIDTH) if cover else ""


def entry_page(view: Standpoint, *, entry_id: int) -> EntryPage:
    """A public entry of the campaign, or 404. 9 queries at most."""
    gallery = Entry.objects.public(at=view.at).filter(campaign=view.campaign)
    entry = (
        gallery.filter(pk=entry_id)
        .select_related("creator", "institution", "kept_views")
        .prefetch_related("joint_creators")
        .first()
    )
    if entry is None:
        raise Http404
    awards = announced_awards(at=view.at).filter(entry=entry) if view.has_winners else None
    public = Shortlist.objects.public(at=view.at)
    shortlisted = Category.objects.filter(shortlist__items__entry=entry, shortlist__in=public)
    same_moment, moment = Q(received_at=entry.received_at), entry.received_at
    newer = gallery.filter(Q(received_at__gt=moment) | same_moment & Q(pk__gt=entry.pk))
    older = gallery.filter(Q(received_at__lt=moment) | same_moment & Q(pk__lt=entry.pk))
    return EntryPage(
        standpoint=view,
        entry=entry,
        awards=list(awards.select_related("prize__category")) if awards is not None else [],
        categories=_categories(view, entry),
        shortlisted_in=list(shortlisted) if view.has_shortlist else [],
        is_gone=_is_gone(entry),
        newer=newer.order_by("received_at", "pk").only("pk").first(),
        older=older.order_by("-received_at", "-pk").only("pk").first(),
        chart=_chart(view, entry),
    )


def _categories(view: Standpoint, entry: Entry) -> list[Category]:
    partial = [
        one
        for one in partial_categories(view.campaign)
        if not one.platform or one.platform == entry.platform
    ]
    if not any(one.is_chosen for one in partial):
        return partial
    chosen = set(entry.chosen_categories.values_list("pk", flat=True))
    return [one for one in partial if not one.is_chosen or one.pk in chosen]


def _is_gone(entry: Entry) -> bool:
    """Whether the last answer of the platform was that there is no such video."""
    kept = getattr(entry, "kept_views", None)
    if kept is not None and kept.absent_since is not None:
        return True
    return entry.available is False


def _chart(view: Standpoint, entry: Entry) -> LineChart | None:
    """Views over time, where the campaign shows them and the leaderboard does not stand still."""
    if not view.has_numbers or view.is_frozen:
        return None
    chart = public_entry_chart(entry, view.campaign)
    # One reading is no curve.
    return chart if len(chart.rows) > 1 else None
