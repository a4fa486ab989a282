"""Judges in the admin are appointed by their address; assignments and scores are only read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import roles
from accounts.models import User
from contests.phases import Phase
from judging.admin import AssignmentAdmin
from judging.models import Assignment, Judge, Round, Score
from tests import personas
from tests.builders import build_campaign, build_judge
from tests.judging.conftest import BACKEND, Jury, build_jury


def change_url(thing) -> str:
    return reverse(f"admin:judging_{thing._meta.model_name}_change", args=[thing.pk])


def another_jury(email: str) -> Jury:
    return build_jury(user=User.objects.create_user(email))


def score(jury) -> None:
    Score.objects.create(
        assignment=jury.assignment,
        criterion=jury.criteria[0],
        points=1,
        out_of=5,
        scored_at=timezone.now(),
    )


# Judges


def appointment(campaign, **values) -> dict[str, str]:
    return {"campaign": str(campaign.pk), "email": "new@example.org", "name": "New"} | values


def test_judge_added_with_a_new_account(as_manager):
    campaign = build_campaign(languages=["az", "en"])
    response = as_manager.post(reverse("admin:judging_judge_add"), appointment(campaign))
    assert response.status_code == 302
    judge = Judge.objects.get()
    assert (judge.user.email, judge.user.name) == ("new@example.org", "New")
    assert judge.user.preferred_language == "az"
    assert not judge.user.has_usable_password()
    assert [group.name for group in judge.user.groups.all()] == [roles.JUDGE]


def test_judge_added_with_a_known_account(as_manager):
    known = User.objects.create_user("known@example.org", name="Known")
    as_manager.post(
        reverse("admin:judging_judge_add"), appointment(build_campaign(), email="Known@Example.org")
    )
    assert Judge.objects.get().user == known
    known.refresh_from_db()
    assert known.name == "Known"
    assert known.has_perm("judging.score_entries")


def test_judge_twice_is_refused(as_manager):
    campaign = build_campaign()
    for _ in range(2):
        response = as_manager.post(reverse("admin:judging_judge_add"), appointment(campaign))
    assert "This person judges in the campaign already." in response.content.decode()
    assert Judge.objects.count() == 1


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.ARCHIVED, Phase.CANCELLED])
def test_judge_of_a_campaign_that_is_over_is_refused(as_manager, phase):
    response = as_manager.post(
        reverse("admin:judging_judge_add"), appointment(build_campaign(phase=phase))
    )
    assert "The campaign is over." in response.content.decode()
    assert not Judge.objects.exists()
    assert not User.objects.filter(email="new@example.org").exists()


def test_judge_with_reviews_is_not_deleted(as_manager, jury):
    url = reverse("admin:judging_judge_delete", args=[jury.judge.pk])
    as_manager.post(url, {"post": "yes"})
    assert Judge.objects.filter(pk=jury.judge.pk).exists()


# Records


@pytest.mark.parametrize("model", ["assignment", "score"])
def test_records_are_read_only(client, jury, model):
    score(jury)
    client.force_login(personas.administrator(), backend=BACKEND)
    thing = {"assignment": jury.assignment, "score": Score.objects.get()}[model]
    assert client.get(reverse(f"admin:judging_{model}_changelist")).status_code == 200
    assert client.get(change_url(thing)).status_code == 200
    assert client.post(change_url(thing), {}).status_code == 403
    assert client.get(reverse(f"admin:judging_{model}_add")).status_code == 403
    assert client.get(reverse(f"admin:judging_{model}_delete", args=[thing.pk])).status_code == 403


@pytest.mark.parametrize("model", ["assignment", "score"])
def test_records_are_hidden_from_staff_who_judge(as_manager, jury, model):
    score(jury)
    thing = {"assignment": jury.assignment, "score": Score.objects.get()}[model]
    url = reverse(f"admin:judging_{model}_changelist")
    assert list(as_manager.get(url).context["cl"].result_list) == [thing]
    build_judge(jury.campaign, personas.manager())
    assert list(as_manager.get(url).context["cl"].result_list) == []
    assert as_manager.get(change_url(thing)).status_code == 302
    Round.objects.update(closes_at=timezone.now())
    assert list(as_manager.get(url).context["cl"].result_list) == [thing]


def test_assignment_tells_its_state(as_manager, jury):
    url = reverse("admin:judging_assignment_changelist")
    now = timezone.now()
    told = []
    for changes in (
        {},
        {"revision": 1},
        {"finished_at": now},
        {"recused_at": now, "recusal_reason": "Cousin"},
        {"released_at": now, "released_reason": "Ill"},
    ):
        Assignment.objects.update(**changes)
        (row,) = as_manager.get(url).context["cl"].result_list
        told.append(str(AssignmentAdmin.state(None, row)[1]))
    assert told == ["not finished", "begun", "finished", "stepped back", "taken away"]


LISTS = ["judge", "round", "assignment", "score"]


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("administrator", (200, 200, 200, 200)),
        ("manager", (200, 200, 200, 200)),
        ("moderator", (403, 403, 403, 403)),
        ("announcer", (200, 200, 200, 200)),
        ("auditor", (200, 200, 200, 200)),
        ("judge", (302, 302, 302, 302)),
    ],
)
def test_lists_for_those_who_may(client, db, who, statuses):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    answers = [client.get(reverse(f"admin:judging_{name}_changelist")) for name in LISTS]
    assert tuple(answer.status_code for answer in answers) == statuses


@pytest.mark.parametrize("name", LISTS)
def test_list_queries_do_not_grow(as_manager, jury, name):
    score(jury)
    url = reverse(f"admin:judging_{name}_changelist")
    counts = []
    for rows in (1, 3, 30):
        while Assignment.objects.count() < rows:
            score(another_jury(f"judge{Assignment.objects.count()}@example.org"))
        with CaptureQueriesContext(connection) as queries:
            as_manager.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]
