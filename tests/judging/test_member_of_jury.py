"""Who judges does not let judging go on: since the round ended its scores were open to them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from judging.closing import reopen_round
from judging.leaving import judge_leaves, judge_returns
from judging.models import Judge, Round, RoundClosing
from judging.refusal import JudgingRefused
from tests import personas
from tests.builders import build_judge
from tests.judging.closings import build_field
from tests.judging.conftest import BACKEND
from tests.judging.test_admin_rounds import sent_by

pytestmark = pytest.mark.django_db


def refusal(verb, **values) -> str:
    try:
        verb(at=timezone.now(), **values)
    except JudgingRefused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize(("sits", "code"), [(False, ""), (True, "member_of_jury")])
def test_closed_round_is_opened_again_by_somebody_who_does_not_judge(sits, code):
    field = build_field([9])
    field.close()
    manager = personas.manager()
    if sits:
        build_judge(field.campaign, manager)
    values = {"round_id": field.round.pk, "reason": "Two were ill.", "by": manager}
    assert refusal(reopen_round, **values) == code
    assert RoundClosing.objects.filter(reopened_at__isnull=True).exists() is sits


def test_judge_who_left_does_not_bring_themselves_back():
    field = build_field([9])
    manager = personas.manager()
    judge = build_judge(field.campaign, manager)
    judge_leaves(judge_id=judge.pk, reason="Ill.", work_counts=True, by=manager, at=timezone.now())
    assert refusal(judge_returns, judge_id=judge.pk, by=manager) == "member_of_jury"
    colleague = personas.make_person("colleague", role="Campaign manager")
    assert refusal(judge_returns, judge_id=judge.pk, by=colleague) == ""
    assert Judge.objects.get(pk=judge.pk).left_at is None


def moved_close(manager: User, round_: Round) -> bool:
    """Whether the page moves a close that has passed to tomorrow."""
    client = Client()
    client.force_login(manager, backend=BACKEND)
    url = reverse("admin:judging_round_change", args=[round_.pk])
    sent = sent_by(client.get(url))
    tomorrow = (timezone.now() + timedelta(days=1)).astimezone(round_.category.campaign.zone)
    client.post(url, sent | {"closes_at_0": f"{tomorrow:%Y-%m-%d}"})
    before, round_.closes_at = round_.closes_at, Round.objects.get(pk=round_.pk).closes_at
    return round_.closes_at > before


@pytest.mark.parametrize("sits", [False, True])
def test_close_that_has_passed_is_moved_by_somebody_who_does_not_judge(sits):
    field = build_field([9])
    manager = personas.manager()
    if sits:
        build_judge(field.campaign, manager)
    assert moved_close(manager, field.round) is not sits
