"""Juries of the demo: one that has finished, and one that has screened and scores now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import zip_longest
from random import Random

from accounts.models import User
from contests.models import Campaign, Category, Partnership
from desk.demo.entries import MadeEntry
from desk.demo.people import Cast
from desk.demo.read import CampaignText, CategoryText, Texts
from desk.demo.screening import screen_entries
from desk.demo.texts import columns
from judging.appointing import appoint_judge
from judging.assigning import assign_judges
from judging.draft import Draft
from judging.models import Assignment, Criterion, Round, Score
from judging.reviewing import save_review
from partners.models import Partner

_DAY = timedelta(days=1)
_FINALISTS = 6
Phrases = Mapping[str, list[Texts]]


def judge_entries(
    campaign: Campaign,
    text: CampaignText,
    made: list[MadeEntry],
    *,
    phrases: Phrases,
    cast: Cast,
    at: datetime,
) -> None:
    """Appoint the jury, open its rounds and score: everything once closed, a part while open."""
    judged = [one for one in text.categories if one.criteria]
    if not judged or campaign.opens_at is None or campaign.closes_at is None:
        return
    for user, organisation in zip_longest(cast.judges, _behind(campaign)[: len(cast.judges)]):
        appoint_judge(
            campaign_id=campaign.pk,
            email=user.email,
            name=user.name,
            organisation=organisation,
            is_chair=user == cast.judge,
            at=campaign.opens_at,
        )
    for category_text in judged:
        category = campaign.categories.get(slug=category_text.slug)
        if campaign.closes_at < at:
            round_ = _open_round(category, category_text, opens_at=campaign.closes_at)
            assign_judges(round_id=round_.pk, by=cast.manager, at=round_.opens_at)
            _score_all(round_, category_text, made)
        else:
            screen_entries(category, cast=cast, closes_at=at - 8 * _DAY)
            round_ = _open_round(
                category, category_text, order=2, opens_at=at - 6 * _DAY, advance_count=_FINALISTS
            )
            assign_judges(round_id=round_.pk, by=cast.manager, at=at - 4 * _DAY)
            for user, share in ((cast.judge, 0.25), (cast.judge2, 0.4)):
                _begin(round_, user, share, phrases=phrases, at=at)


def _behind(campaign: Campaign) -> list[Partner]:
    """Who sends the judges: the organisers, then the supporters."""
    roles = (Partnership.Role.ORGANISER, Partnership.Role.SUPPORTER)
    partnerships = campaign.partnerships.filter(role__in=roles).select_related("partner")
    return [one.partner for one in sorted(partnerships, key=lambda one: one.role not in roles[:1])]


def _open_round(
    category: Category, text: CategoryText, *, opens_at: datetime, **fields: int
) -> Round:
    """A round with its criteria that ends two hours before its shortlist is promised."""
    campaign = category.campaign
    promised = campaign.shortlist_by or campaign.announce_by
    if promised is None:
        raise ValueError(f"{campaign.slug}: a jury needs a promised day")
    round_ = Round.objects.create(
        category=category,
        opens_at=opens_at,
        closes_at=promised - timedelta(hours=2),
        aggregation=text.aggregation,
        **fields,
    )
    for place, one in enumerate(text.criteria, start=1):
        Criterion.objects.create(
            round=round_,
            order=place,
            weight=Decimal(one.weight),
            max_points=one.max_points,
            **columns(title=one.title, help=one.help, point_labels=one.point_labels),
        )
    return round_


def _score_all(round_: Round, text: CategoryText, made: list[MadeEntry]) -> None:
    """Finish every review, so that who is known to have won leads, equals with equal points.

    In bulk: the rows are those that judging.reviewing.save_review would write one by one.
    """
    chance = Random(f"scores of {text.slug}")  # noqa: S311 - invented, not secret
    places = {one.entry.pk: _place(one, text) for one in made}
    judges = {pk: number for number, pk in enumerate(_judges_of(round_))}
    criteria = list(round_.criteria.all())
    assignments = list(Assignment.objects.filter(round=round_).order_by("pk"))
    last = max(prize.place for prize in text.prizes)
    scores = []
    for assignment in assignments:
        finished_at = round_.opens_at + chance.uniform(0.1, 0.9) * (
            round_.closes_at - round_.opens_at
        )
        assignment.finished_at = finished_at
        place = places[assignment.entry_id]
        for criterion in criteria:
            # One judge is a little stricter than the other, with everybody alike.
            missing = (judges[assignment.judge_id] + criterion.order) % 2
            missing += place - 1 if place else last + chance.choice((0, 0, 1, 1, 2))
            scores.append(
                Score(
                    assignment=assignment,
                    criterion=criterion,
                    points=max(criterion.max_points - missing, 0),
                    out_of=criterion.max_points,
                    scored_at=finished_at,
                )
            )
    Score.objects.bulk_create(scores, batch_size=1000)
    Assignment.objects.bulk_update(assignments, ["finished_at"], batch_size=500)


def _judges_of(round_: Round) -> list[int]:
    return list(round_.category.campaign.judges.order_by("pk").values_list("pk", flat=True))


def _place(one: MadeEntry, text: CategoryText) -> int:
    """The place that an entry is known to have won in a category; 0 for none."""
    won = one.planned.winner
    return won.place if won and won.category == text.slug else 0


def _begin(round_: Round, user: User, share: float, *, phrases: Phrases, at: datetime) -> None:
    """Finish a share of a judge's reviews and leave three half-done."""
    chance = Random(user.email)  # noqa: S311 - invented, not secret
    duties = list(Assignment.objects.filter(round=round_, judge__user=user).order_by("pk"))
    criteria = list(round_.criteria.all())
    finished = round(share * len(duties))
    for number, assignment in enumerate(duties[: finished + 3]):
        finish = number < finished
        points = {
            criterion.pk: chance.randint(criterion.max_points // 2, criterion.max_points)
            for criterion in criteria[: None if finish else 1]
        }
        remark = number % 3 == 0 and finish
        save_review(
            assignment_id=assignment.pk,
            draft=Draft(
                points=points,
                comment_for_staff=_said(phrases["for_staff"], number, user) if remark else "",
                comment_for_creator=_said(phrases["for_creator"], number, user) if remark else "",
            ),
            base=None,
            token=None,
            finish=finish,
            by=user,
            at=at - 3 * _DAY + timedelta(hours=1) * number,
        )


def _said(texts: list[Texts], number: int, user: User) -> str:
    return texts[number % len(texts)][user.preferred_language]
