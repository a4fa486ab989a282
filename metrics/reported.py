"""What sources report for a hashtag as a whole: the newest of each figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contests.models import Campaign
from metrics.models import CampaignReading

FIGURES: dict[str, Promise] = {
    "views": _("views under the hashtag"),
    "videos": _("videos with the hashtag"),
    "creators": _("creators who took part"),
    "institutions": _("institutions that took part"),
    "regions": _("regions they come from"),
    "followers": _("followers of the invited creators"),
}


@dataclass(frozen=True)
class ReportedFigure:
    """One figure of a hashtag, with the reading that reports it."""

    name: str
    label: Promise
    value: int
    reading: CampaignReading


def reported_figures(campaign: Campaign, *, at: datetime) -> list[ReportedFigure]:
    """Each figure from the newest reading that has it; a source seldom reports all of them."""
    readings = CampaignReading.objects.filter(campaign=campaign, taken_at__lte=at)
    newest = Q()
    for name in FIGURES:
        having = readings.filter(**{f"{name}__isnull": False}).order_by("-taken_at", "-pk")
        newest |= Q(pk=Subquery(having.values("pk")[:1]))
    found = CampaignReading.objects.filter(newest).order_by("-taken_at", "-pk")
    return list(_pick(found))


def _pick(readings: Iterable[CampaignReading]) -> Iterable[ReportedFigure]:
    readings = list(readings)
    for name, label in FIGURES.items():
        for reading in readings:
            value = getattr(reading, name)
            if value is not None:
                yield ReportedFigure(name=name, label=label, value=value, reading=reading)
                break
