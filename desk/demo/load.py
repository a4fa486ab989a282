"""Loading the demo: real campaigns with invented entries, judges, scores and views."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from auditlog.context import disable_auditlog
from django.db import transaction

from contests.models import Campaign
from desk.demo import read
from desk.demo.campaigns import load_partners, record_totals, set_up_campaign
from desk.demo.covers import encoded
from desk.demo.entries import enter_videos
from desk.demo.judging import judge_entries
from desk.demo.people import Cast, gather_cast, give_campaign_roles
from desk.demo.pictures import Draw
from desk.demo.planning import plan_entries
from desk.demo.press import publish_releases
from desk.demo.results import announce_results, plan_announcement, send_mails
from desk.demo.views import read_views
from partners.models import Partner


@dataclass(frozen=True)
class Stage:
    """What every campaign is loaded with."""

    cast: Cast
    partners: dict[str, Partner]
    phrases: dict[str, list[read.Texts]]
    draw: Draw
    at: datetime


def load_demo(*, at: datetime, draw: Draw = encoded, folder: Path = read.DATA) -> list[str]:
    """Load what is missing of the demo and return the address names of the new campaigns.

    A campaign that is there is left alone, whatever became of it. `at` is the moment around which
    the open campaign lies. All of it comes or nothing. Needs the roles, which migrations make.
    """
    present = set(Campaign.objects.values_list("slug", flat=True))
    texts = [text for text in read.campaigns(folder) if text.slug not in present]
    # The audit log tells what people do on this site; of the demo's past it would know nothing.
    with disable_auditlog(), transaction.atomic():
        cast = gather_cast()
        stage = Stage(
            cast=cast,
            partners=load_partners(read.partners(folder)),
            phrases=dict(read.phrases(folder)),
            draw=draw,
            at=at,
        )
        for text in texts:
            _load(text, stage)
    return [text.slug for text in texts]


def _load(text: read.CampaignText, stage: Stage) -> None:
    cast, at = stage.cast, stage.at
    campaign = set_up_campaign(
        text,
        partners=stage.partners,
        reasons=stage.phrases["rejections"],
        cast=cast,
        at=at,
    )
    if campaign.opens_at is None or campaign.closes_at is None:
        raise ValueError(f"{text.slug} needs its opening and its close")
    give_campaign_roles(campaign, cast, at=campaign.opens_at)
    planned = plan_entries(text, opens_at=campaign.opens_at, closes_at=campaign.closes_at, at=at)
    made = enter_videos(
        campaign,
        text,
        planned,
        rejections=stage.phrases["rejections"],
        cast=cast,
        draw=stage.draw,
    )
    read_views(campaign, made, by=cast.manager, at=at)
    record_totals(campaign, text, cast=cast, at=at)
    judge_entries(campaign, text, made, phrases=stage.phrases, cast=cast, at=at)
    plan_announcement(campaign, text)
    announce_results(campaign, text, made, cast=cast, at=at)
    publish_releases(campaign, cast=cast, at=at)
    send_mails(campaign, cast=cast, at=at)
