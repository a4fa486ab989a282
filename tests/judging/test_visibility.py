"""The table of who sees what, and that every question and queryset answers as it says."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from judging.duties import visible_reviews
from judging.models import Assignment, Judge, Round
from judging.visibility import (
    SEES,
    ScoresHidden,
    Stage,
    Thing,
    Viewer,
    campaigns_hidden_from,
    demand_scores,
    judge_sight,
    rounds_in_sight,
    sees_scores,
    shares_comments,
    stage_of,
)
from tests import personas
from tests.builders import build_judge, dates_in
from tests.judging.conftest import Jury

DAY = timedelta(days=1)


def put_into(stage: Stage, jury: Jury) -> Round:
    """Move the jury's contest and round into a stage."""
    now = jury.now
    phase = {Stage.AWAY: Phase.CANCELLED, Stage.ANNOUNCED: Phase.ANNOUNCED}.get(stage, Phase.REVIEW)
    Campaign.objects.update(**dates_in(phase, at=now))
    opens, closes = {
        Stage.COMING: (now + DAY, now + 2 * DAY),
        Stage.OPEN: (now, now + DAY),
        Stage.AWAY: (now, now + DAY),
    }.get(stage, (now - 2 * DAY, now))
    Round.objects.update(opens_at=opens, closes_at=closes, shares_comments=True)
    return Round.objects.select_related("category__campaign").get(pk=jury.round.pk)


@pytest.mark.parametrize("stage", list(Stage))
def test_table_names_every_viewer_in_every_stage(stage):
    assert {viewer for viewer in Viewer if stage in SEES[viewer]} == set(Viewer)


@pytest.mark.parametrize("stage", list(Stage))
def test_stage_is_told_from_dates_and_decisions(jury, stage):
    assert stage_of(put_into(stage, jury), at=jury.now) is stage


def test_round_that_a_person_closed_is_over(jury):
    round_ = put_into(Stage.OPEN, jury)
    round_.closed_at = jury.now
    assert stage_of(round_, at=jury.now) is Stage.OVER


@pytest.mark.parametrize("blind", [True, False])
@pytest.mark.parametrize("stage", list(Stage))
def test_judges_see_what_the_table_says(jury, stage, blind):
    Round.objects.update(is_blind=blind)
    sight = judge_sight(put_into(stage, jury), at=jury.now)
    sees = SEES[Viewer.JUDGE][stage]
    assert sight.video is (Thing.VIDEO in sees)
    assert sight.own_review is (Thing.OWN_REVIEW in sees)
    assert sight.takes_scores is (Thing.CHANGE in sees)
    assert sight.submitter is (Thing.VIDEO in sees and (not blind or Thing.SUBMITTER in sees))


@pytest.mark.parametrize("stage", list(Stage))
def test_lists_of_judges_hold_what_the_table_says(jury, stage):
    put_into(stage, jury)
    shown = Thing.OWN_REVIEW in SEES[Viewer.JUDGE][stage]
    assert Round.objects.filter(rounds_in_sight(at=jury.now)).exists() is shown
    in_sight = Assignment.objects.filter(rounds_in_sight(at=jury.now, prefix="round__"))
    assert in_sight.exists() is shown
    assert visible_reviews(jury.user, at=jury.now).exists() is shown


@pytest.mark.parametrize("viewer", [Viewer.STAFF, Viewer.STAFF_WHO_JUDGE])
@pytest.mark.parametrize("stage", list(Stage))
def test_staff_see_scores_as_the_table_says(jury, stage, viewer):
    person = personas.manager()
    if viewer is Viewer.STAFF_WHO_JUDGE:
        build_judge(jury.campaign, person)
    campaign = put_into(stage, jury).category.campaign
    shown = Thing.SCORES in SEES[viewer][stage]
    assert sees_scores(person, campaign=campaign, at=jury.now) is shown
    assert list(campaigns_hidden_from(person, at=jury.now)) == ([] if shown else [campaign])


@pytest.mark.parametrize("shares", [True, False])
@pytest.mark.parametrize("stage", list(Stage))
def test_creators_read_comments_as_the_table_says(jury, stage, shares):
    round_ = put_into(stage, jury)
    round_.shares_comments = shares
    shown = shares and Thing.SHARED_COMMENTS in SEES[Viewer.CREATOR][stage]
    assert shares_comments(round_, at=jury.now) is shown


def test_scores_are_hidden_until_the_last_round_is_over(jury):
    """What one round says would tell a judge of the next."""
    person = personas.manager()
    build_judge(jury.campaign, person)
    put_into(Stage.OVER, jury)
    later = Round.objects.create(
        category=jury.round.category,
        order=2,
        opens_at=jury.now + DAY,
        closes_at=jury.now + 2 * DAY,
    )
    seen = [sees_scores(person, campaign=jury.campaign, at=jury.now)]
    Round.objects.filter(pk=later.pk).update(closed_at=jury.now)
    seen.append(sees_scores(person, campaign=jury.campaign, at=jury.now))
    assert seen == [False, True]


def test_scores_are_not_hidden_from_those_who_left_the_jury_or_sit_in_another(jury):
    left, elsewhere = personas.manager(), personas.announcer()
    build_judge(jury.campaign, left)
    Judge.objects.filter(user=left).update(left_at=timezone.now(), left_reason="Ill.")
    from tests.judging.conftest import build_jury

    build_judge(build_jury(user=personas.other_judge()).campaign, elsewhere)
    for person in (left, elsewhere):
        assert sees_scores(person, campaign=jury.campaign, at=jury.now)


@pytest.mark.parametrize("who", ["root", "administrator"])
def test_scores_are_hidden_whatever_the_rights(jury, who):
    person = (
        User.objects.create_superuser("root@example.org")
        if who == "root"
        else personas.administrator()
    )
    build_judge(jury.campaign, person)
    with pytest.raises(ScoresHidden):
        demand_scores(person, campaign=jury.campaign, at=jury.now)


@pytest.mark.parametrize("persona", ["judge", "moderator", "stranger"])
def test_scores_are_nobodys_without_the_right(jury, persona):
    person = getattr(personas, persona)()
    with pytest.raises(PermissionDenied) as refused:
        demand_scores(person, campaign=jury.campaign, at=jury.now)
    assert not isinstance(refused.value, ScoresHidden)
