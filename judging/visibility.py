"""The one place that decides who may see what of judging, and when.

Judges see the video and their own review. What others gave, how many there are, counts and ranks
are nobody's before the announcement but the staff's; and staff who sit in a jury themselves see
nothing of its campaign's scores either while a score can still be given there. After the
announcement the public reads what the announcement published, and creators the comments that a
round shares.

`SEES` is that table. The querysets and questions below it answer the same for many rows at once;
tests hold them to the table in every stage.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from judging.models import Judge, Round


class Viewer(StrEnum):
    """In which capacity a person looks."""

    JUDGE = "judge"
    STAFF = "staff"  # whose role may see scores (judging.view_score)
    STAFF_WHO_JUDGE = "staff_who_judge"  # the same, sitting in the campaign's jury
    CREATOR = "creator"  # of the entry
    PUBLIC = "public"


class Stage(StrEnum):
    """Where a round stands, as far as seeing goes."""

    AWAY = "away"  # the campaign is not published, or cancelled
    COMING = "coming"
    OPEN = "open"
    OVER = "over"
    ANNOUNCED = "announced"


class Thing(StrEnum):
    """What there is to see of an entry in a round."""

    VIDEO = "video"
    SUBMITTER = "submitter"  # in a blind round; in others the name goes with the video
    OWN_REVIEW = "own_review"
    CHANGE = "change"  # giving points and votes, and taking them back
    SCORES = "scores"  # others' points, votes, comments, counts, figures and ranks
    SHARED_COMMENTS = "shared_comments"  # for the creator, where the round shares them


_STAFF = frozenset({Thing.SCORES, Thing.SUBMITTER, Thing.VIDEO})
_NOTHING: frozenset[Thing] = frozenset()

SEES: Mapping[Viewer, Mapping[Stage, frozenset[Thing]]] = {
    Viewer.JUDGE: {
        Stage.AWAY: _NOTHING,
        Stage.COMING: _NOTHING,
        Stage.OPEN: frozenset({Thing.VIDEO, Thing.OWN_REVIEW, Thing.CHANGE}),
        Stage.OVER: frozenset({Thing.VIDEO, Thing.OWN_REVIEW}),
        Stage.ANNOUNCED: frozenset({Thing.VIDEO, Thing.OWN_REVIEW, Thing.SUBMITTER}),
    },
    Viewer.STAFF: dict.fromkeys(Stage, _STAFF),
    # In the capacity of staff; as judges they see what judges see.
    Viewer.STAFF_WHO_JUDGE: {
        Stage.AWAY: _STAFF,
        Stage.COMING: _STAFF - {Thing.SCORES},
        Stage.OPEN: _STAFF - {Thing.SCORES},
        Stage.OVER: _STAFF,
        Stage.ANNOUNCED: _STAFF,
    },
    Viewer.CREATOR: {
        **dict.fromkeys(Stage, _NOTHING),
        Stage.ANNOUNCED: frozenset({Thing.SHARED_COMMENTS}),
    },
    Viewer.PUBLIC: dict.fromkeys(Stage, _NOTHING),
}


@dataclass(frozen=True)
class JudgeSight:
    """What a judge sees of the entries of a round at a moment."""

    video: bool
    submitter: bool
    own_review: bool
    takes_scores: bool


def stage_of(round_: Round, *, at: datetime) -> Stage:
    """Where a round stands at a moment. Reads the round's category and campaign."""
    campaign: Campaign = round_.category.campaign
    phase = campaign.phase(at=at)
    if phase in (Phase.DRAFT, Phase.CANCELLED):
        return Stage.AWAY
    if phase in (Phase.ANNOUNCED, Phase.ARCHIVED):
        return Stage.ANNOUNCED
    if at < round_.opens_at:
        return Stage.COMING
    # An announcement that was made while this page waited for its clock has ended the round too.
    is_judged = phase in (Phase.OPEN, Phase.REVIEW) and campaign.announced_at is None
    return Stage.OPEN if is_judged and round_.is_open(at=at) else Stage.OVER


def judge_sight(round_: Round, *, at: datetime) -> JudgeSight:
    """What judges see of a round's entries at a moment. Reads its category and campaign."""
    sees = SEES[Viewer.JUDGE][stage_of(round_, at=at)]
    return JudgeSight(
        video=Thing.VIDEO in sees,
        submitter=Thing.VIDEO in sees and (Thing.SUBMITTER in sees or not round_.is_blind),
        own_review=Thing.OWN_REVIEW in sees,
        takes_scores=Thing.CHANGE in sees,
    )


def rounds_in_sight(*, at: datetime, prefix: str = "") -> Q:
    """The rounds of which judges see videos at a moment, as a condition.

    `prefix` leads to the round, e.g. "round__" for assignments and comparisons.
    """
    campaign = f"{prefix}category__campaign__"
    return Q(
        **{
            f"{prefix}opens_at__lte": at,
            f"{campaign}published_at__lte": at,
            f"{campaign}cancelled_at__isnull": True,
        }
    )


def campaigns_hidden_from(user: User, *, at: datetime) -> QuerySet[Campaign]:
    """Campaigns whose scores a person must not read, whatever their rights: they judge there.

    Until every round of the campaign is over, so that no score can be given that knows others.
    """
    still_judged = Round.objects.filter(
        category__campaign=OuterRef("pk"), closed_at__isnull=True, closes_at__gt=at
    )
    sits = Judge.objects.sitting().filter(campaign=OuterRef("pk"), user=user.pk)
    return Campaign.objects.filter(
        Exists(sits), Exists(still_judged), announced_at__isnull=True, cancelled_at__isnull=True
    )


def sits_in_jury(user: User, *, campaign: Campaign) -> bool:
    """Whether a person judges in a campaign: then it is not for them to let judging go on.

    They may have read its scores since the last round ended, and would score knowing them.
    """
    return Judge.objects.sitting().filter(campaign=campaign, user=user.pk).exists()


def sees_scores(user: User, *, campaign: Campaign, at: datetime) -> bool:
    """Whether a person may read scores, comments, figures and ranks of a campaign now."""
    if not user.has_perm("judging.view_score", campaign):
        return False
    return not campaigns_hidden_from(user, at=at).filter(pk=campaign.pk).exists()


class ScoresHidden(PermissionDenied):
    """A page of scores was asked for by somebody who judges; the page 403 says the reason."""


def demand_scores(user: User, *, campaign: Campaign, at: datetime) -> None:
    """Let through who may read a campaign's scores now.

    Raises ScoresHidden for staff who judge in it, PermissionDenied for those without the right.
    """
    if sees_scores(user, campaign=campaign, at=at):
        return
    if user.has_perm("judging.view_score", campaign):
        raise ScoresHidden(
            _(
                "You sit in the jury of this campaign. Its scores, ranks and results open to you "
                "when every round is over."
            )
        )
    raise PermissionDenied


def shares_comments(round_: Round, *, at: datetime) -> bool:
    """Whether creators may read the comments that judges of a round wrote for them."""
    sees = SEES[Viewer.CREATOR][stage_of(round_, at=at)]
    return round_.shares_comments and Thing.SHARED_COMMENTS in sees
