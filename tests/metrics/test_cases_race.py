"""Two people decide one case at once, and two jobs look through the same readings at once."""

from functools import partial
from itertools import count

import pytest
from django.utils import timezone

from contests.models import Campaign
from entries.models import Entry
from metrics import cases, flagging
from metrics.cases import decide_case
from metrics.flagging import flag_readings
from metrics.models import Case, ViewsProgress
from metrics.refusal import MetricsRefused
from tests.metrics.flagging import JUMP, entry_with, keep, running
from tests.races import Meeting, at_once
from tests.results.contests import build_person
from tests.views_constraints import build_case

pytestmark = pytest.mark.django_db(transaction=True)


def decide_twice_at_once(monkeypatch, *, check_first):
    """Both have seen the case open before one of them writes; the codes of the refusals."""
    meeting = Meeting(2)
    check = cases._check_words

    def check_and_wait(*words):
        check(*words)
        meeting.wait()

    monkeypatch.setattr(cases, "_check_words", check_and_wait)
    case, at, numbers = build_case(), timezone.now(), count()
    people = [build_person("one"), build_person("other")]

    def decide():
        number = next(numbers)
        return check_first(
            case_id=case.pk,
            outcome=Case.Outcome.HARMLESS,
            reason=f"By {number}.",
            by=people[number],
            at=at,
        )

    done = at_once(2, decide)
    return [one.code if isinstance(one, MetricsRefused) else type(one).__name__ for one in done]


def test_case_decided_twice_at_once_is_decided_once(monkeypatch):
    done = decide_twice_at_once(monkeypatch, check_first=decide_case)
    assert sorted(done) == ["Case", "decided_already"]


@pytest.mark.postgres
def test_case_decided_twice_without_its_lock_is_written_twice(monkeypatch):
    """The negative control: the trigger then refuses the second one as the last defence."""
    monkeypatch.setattr(
        cases, "lock_entry", lambda pk: Entry.objects.select_related("campaign").get(pk=pk)
    )
    unlocked = Case.objects.select_related("decided_by")
    monkeypatch.setattr(type(Case.objects.all()), "select_for_update", lambda *_a, **_k: unlocked)
    done = decide_twice_at_once(monkeypatch, check_first=decide_case)
    assert sorted(done) == ["Case", "IntegrityError"]


def look_twice_at_once(monkeypatch):
    """Both have read the curves before one of them raises what it found."""
    campaign = running()
    for _ in range(6):
        entry_with(campaign, (500,) * 9)
    jumped = entry_with(campaign, JUMP)
    keep(campaign)
    meeting = Meeting(2)
    found = flagging._flags

    def find_and_wait(*facts):
        flags = found(*facts)
        meeting.wait()
        return flags

    monkeypatch.setattr(flagging, "_flags", find_and_wait)
    act = partial(flag_readings, campaign_id=campaign.pk, at=timezone.now())
    done = at_once(2, act)
    return jumped, done


def test_two_looks_at_once_raise_each_case_once(monkeypatch):
    jumped, done = look_twice_at_once(monkeypatch)
    assert sorted(done) == [(0, True), (1, True)]
    assert list(Case.objects.values_list("entry", "kind")) == [(jumped.pk, "jump")]


def test_two_looks_at_once_without_the_step_both_raise(monkeypatch):
    """The negative control: each believes that it was the first. The constraint keeps one row."""

    def step_without_looking(look, reached):
        ViewsProgress.objects.filter(campaign=look.campaign).update(flagged_to=reached)
        look.reached = reached

    monkeypatch.setattr(flagging, "_step", step_without_looking)
    monkeypatch.setattr(flagging, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk))
    monkeypatch.setattr("metrics.raising._newest_cases", lambda _ids: {})
    _jumped, done = look_twice_at_once(monkeypatch)
    assert sorted(done) == [(1, True), (1, True)]
    assert Case.objects.count() == 1
