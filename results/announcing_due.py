"""Announcing by the clock, where the plan says when.

The site announces only what people have confirmed, and only while nothing stands in the way: what
would be announced is looked at anew, under the campaign's lock, by the same verb that people use.
Otherwise whoever is responsible is told why it waits: at once, and again when the reasons change,
once a day at most. A correction is never announced by the clock.

Looking costs the standings of the campaign, so it is done each minute only while that can help: in
the first minutes after the set time and after each confirmation; later at growing intervals.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext

from accounts.bidi import isolated
from accounts.models import User
from contests.locking import lock_campaign
from contests.models import Campaign
from outbox.models import Message
from results.announcement import announce_campaign
from results.blocker import Blocker
from results.blockers import blockers_in, blockers_of, is_early
from results.confirming import confirmations_of
from results.models import AnnouncementPlan, Confirmation
from results.preview import Preview, preview_of
from results.refusal import ResultsRefused
from results.responsible import responsible_for
from results.staff_mail import StaffMail, moment_in_words, send_to_staff, zone_in_words

logger = logging.getLogger(__name__)

PURPOSE = "announcement_alert"
MAY_ANNOUNCE = "results.announce_campaign"
EAGER = timedelta(minutes=10)
"""For so long after the set time, or after a confirmation, every tick looks."""
INTERVALS = (
    (timedelta(hours=2), timedelta(minutes=5)),
    (timedelta(days=1), timedelta(minutes=15)),
    (timedelta.max, timedelta(hours=1)),
)
"""Until how long after the set time, and how often then."""
TICK = timedelta(minutes=1)


@dataclass(frozen=True)
class Outlook:
    """What the clock would do now: announce in the name of `by`, or wait for `reasons`."""

    preview: Preview | None
    reasons: list[Blocker]
    by: User | None = None


def announce_due(*, at: datetime) -> list[int]:
    """Announce what is due and ready, tell staff about what is due and not; a periodic job.

    Returns the ids of the campaigns that were announced. One query while nothing is due.
    """
    announced = []
    for plan in _plans_due(at=at):
        campaign = plan.campaign
        if not is_worth_looking(plan, at=at):
            continue
        try:
            if _attempt(campaign, plan, at=at):
                announced.append(campaign.pk)
        except Exception:
            # One campaign's trouble must not keep another from being announced in time.
            logger.exception("The automatic announcement of campaign %d failed", campaign.pk)
    return announced


def is_worth_looking(plan: AnnouncementPlan, *, at: datetime) -> bool:
    """Whether this tick computes the standings of a campaign whose set time has come."""
    if plan.announces_at is None:
        return False
    waited = at - plan.announces_at
    newest = Confirmation.objects.filter(campaign=plan.campaign_id).aggregate(
        newest=Max("confirmed_at")
    )["newest"]
    if waited < EAGER or (newest is not None and at - newest < EAGER):
        return True
    interval = next(every for until, every in INTERVALS if waited < until)
    return waited // interval != (waited - TICK) // interval


def outlook_of(campaign: Campaign, plan: AnnouncementPlan, *, at: datetime) -> Outlook:
    """What the clock would do if the set time had come now, and why not."""
    if is_early(campaign, at=at):
        return Outlook(None, [one for one in blockers_of(campaign, at=at) if one.blocks])
    preview = preview_of(campaign)
    return outlook_in(preview, plan, at=at)


def outlook_in(preview: Preview, plan: AnnouncementPlan, *, at: datetime) -> Outlook:
    """The same for a preview that has been made already."""
    campaign = preview.campaign
    reasons = [one for one in blockers_in(preview, at=at) if one.blocks]
    confirmed = confirmations_of(campaign, number=preview.number, digest=preview.digest)
    # Who lost the right since does not announce any more.
    people = [
        one.confirmed_by for one in confirmed if one.confirmed_by.has_perm(MAY_ANNOUNCE, campaign)
    ]
    if not people:
        before = Confirmation.objects.filter(campaign=campaign, number=preview.number).exists()
        code = "unconfirmed_changed" if before else "unconfirmed"
        reasons.append(_to_confirm(campaign, code))
    elif plan.needs_two and len({person.pk for person in people}) < 2:
        reasons.append(_to_confirm(campaign, "second_person"))
    return Outlook(preview, reasons, people[-1] if people else None)


def _plans_due(*, at: datetime) -> QuerySet[AnnouncementPlan]:
    due = AnnouncementPlan.objects.filter(
        announces_at__lte=at,
        campaign__published_at__lte=at,
        campaign__announced_at__isnull=True,
        campaign__cancelled_at__isnull=True,
    )
    return due.select_related("campaign").order_by("announces_at", "pk")


def _attempt(campaign: Campaign, plan: AnnouncementPlan, *, at: datetime) -> bool:
    """Announce, or tell why not; whether it was announced."""
    outlook = outlook_of(campaign, plan, at=at)
    if outlook.preview is None or outlook.by is None or outlook.reasons:
        _alert(campaign.pk, plan, outlook.reasons, at=at)
        return False
    try:
        with transaction.atomic():
            lock_campaign(campaign.pk)
            if not AnnouncementPlan.objects.filter(
                pk=plan.pk, announces_at=plan.announces_at
            ).exists():
                return False  # the set time was moved or taken back while this tick looked
            announce_campaign(
                campaign_id=campaign.pk, digest=outlook.preview.digest, by=outlook.by, at=at
            )
    except ResultsRefused as refused:
        # Somebody was faster, or changed something meanwhile: the next tick looks again.
        logger.info("Campaign %d was not announced: %s", campaign.pk, refused.code)
        return False
    logger.info("Campaign %d was announced by the clock for user %d", campaign.pk, outlook.by.pk)
    return True


@transaction.atomic
def _alert(
    campaign_id: int, plan: AnnouncementPlan, reasons: list[Blocker], *, at: datetime
) -> None:
    """Tell whoever is responsible why the announcement waits, unless they have just been told."""
    campaign = lock_campaign(campaign_id)
    set_for = AnnouncementPlan.objects.get(pk=plan.pk).announces_at
    if campaign.announced_at or campaign.cancelled_at:
        return
    if set_for is None or set_for != plan.announces_at:
        return
    key = alert_key(campaign, set_for, reasons, at=at)
    if not _is_news(key):
        return
    send_to_staff(
        [StaffMail(f"{key}{one.pk}", PURPOSE, one) for one in responsible_for(campaign)],
        campaign=campaign,
        headline=partial(_headline, campaign),
        lines=reasons,
        context={
            "set_for": moment_in_words(set_for, campaign),
            "zone": zone_in_words(set_for, campaign),
        },
        at=at,
    )


def alert_key(
    campaign: Campaign, set_for: datetime, reasons: list[Blocker], *, at: datetime
) -> str:
    """Names the set time, the day in the campaign's zone, and the reasons."""
    said = sorted((one.code, one.category.pk if one.category else 0) for one in reasons)
    named = sha256(repr(said).encode()).hexdigest()[:12]
    day = f"{at.astimezone(campaign.zone):%Y%m%d}"
    return f"{PURPOSE}:{campaign.pk}:{set_for.timestamp():.0f}:{day}:{named}:"


def _is_news(key: str) -> bool:
    """Whether other reasons were told last, and not on this day already."""
    about, day, named = key.rstrip(":").rsplit(":", 2)
    told = Message.objects.filter(purpose=PURPOSE, key__startswith=f"{about}:")
    last = told.order_by("-created_at", "-pk").values_list("key", flat=True).first()
    if last is None:
        return True
    _about, last_day, last_named, _reader = last.rsplit(":", 3)
    return last_day != day and last_named != named


def _headline(campaign: Campaign) -> str:
    return gettext("%(campaign)s: the announcement could not be made at the set time.") % {
        "campaign": isolated(campaign)
    }


def _to_confirm(campaign: Campaign, code: str) -> Blocker:
    return Blocker(code, True, ("results_announce", (campaign.pk,)))
