"""How many reviews the others have finished: told to staff, but not to staff who judge there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from judging.models import Round
from tests import personas
from tests.builders import build_judge
from tests.judging.staff import build_panel, entries_of, give, signed_in

pytestmark = pytest.mark.django_db

PAGES = ("desk", "judge", "judges", "rounds")
TOLD = {"desk": "2/3", "judge": "1 / 1", "judges": "1 / 1", "rounds": "2 / 3"}


@pytest.fixture
def panel():
    round_, judges, campaign = build_panel()
    for entry, judge in zip(entries_of(campaign, 3), judges, strict=True):
        give(round_, entry, judge, *((3, 4) if judge != judges[2] else ()))
    return round_, judges[0], campaign


def read(page, panel, *, user) -> str:
    _round, judge, campaign = panel
    address = {
        "desk": reverse("admin:desk_campaign", args=[campaign.pk]),
        "judge": reverse("admin:judging_judge_change", args=[judge.pk]),
        "judges": reverse("admin:judging_judge_changelist"),
        "rounds": reverse("admin:judging_round_changelist"),
    }[page]
    response = signed_in(user).get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_counts_are_told_to_staff(panel, page):
    assert TOLD[page] in read(page, panel, user=personas.manager())


@pytest.mark.parametrize("page", PAGES)
def test_counts_are_hidden_from_staff_who_judge_there(panel, page):
    manager = personas.manager()
    build_judge(panel[2], manager)
    text = read(page, panel, user=manager)
    assert TOLD[page] not in text
    assert ("hidden while you judge" in text) is (page != "desk")


@pytest.mark.parametrize("page", PAGES)
def test_counts_are_told_to_staff_who_judge_elsewhere(panel, page):
    manager = personas.manager()
    build_judge(build_panel(judges=0)[2], manager)
    assert TOLD[page] in read(page, panel, user=manager)


@pytest.mark.parametrize("page", PAGES)
def test_counts_are_told_again_when_every_round_is_over(panel, page):
    manager = personas.manager()
    build_judge(panel[2], manager)
    Round.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert TOLD[page] in read(page, panel, user=manager)


def test_number_of_reviews_to_come_is_hidden_on_the_desk_of_who_judges(panel):
    manager = personas.manager()
    address = reverse("admin:desk_campaign", args=[panel[2].pk])

    def told() -> int | None:
        work = signed_in(manager).get(address).context["work"]
        return {str(one.name): one.count for one in work}["Reviews still to come"]

    assert told() == 1
    build_judge(panel[2], manager)
    assert told() is None
