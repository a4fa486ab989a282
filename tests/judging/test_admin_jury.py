"""The jury in the admin: languages, relations, leaving, being replaced and coming back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contests.phases import Phase
from entries.models import Entry
from judging.models import Assignment, Judge, Relation
from tests import personas
from tests.builders import build_campaign, build_creator, build_judge, build_partner
from tests.judging.conftest import BACKEND
from tests.judging.test_admin import appointment, change_url
from tests.judging.test_assigning import assign, build_contest
from tests.judging.test_leaving import begin, finish, held

pytestmark = pytest.mark.django_db


def page_url(judge, page="leave"):
    return reverse(f"admin:judging_judge_{page}", args=[judge.pk])


def leaving(**values):
    return {"reason": "ill", "work_counts": "yes", "successor": "others", "do": "ask"} | values


def texts(response):
    return " ".join(response.content.decode().split())


def test_judge_added_with_languages(as_manager):
    sent = appointment(build_campaign(), languages=["kk", "ar"])
    as_manager.post(reverse("admin:judging_judge_add"), sent)
    assert Judge.objects.get().languages == ["kk", "ar"]


def test_judge_changes_languages(as_manager, jury):
    page = as_manager.get(change_url(jury.judge)).content.decode()
    assert page.count('name="languages"') == 5
    response = as_manager.post(change_url(jury.judge), {"languages": ["ru"], "is_chair": "on"})
    assert response.status_code == 302
    jury.judge.refresh_from_db()
    assert (jury.judge.languages, jury.judge.is_chair) == (["ru"], True)


def test_judge_with_an_unknown_language_is_refused(as_manager, jury):
    response = as_manager.post(change_url(jury.judge), {"languages": ["xx"]})
    assert response.status_code == 200
    jury.judge.refresh_from_db()
    assert jury.judge.languages == []


def test_judge_of_a_new_organisation_steps_back_at_once(as_manager, jury):
    partner = build_partner()
    Entry.objects.update(institution=partner)
    response = as_manager.post(
        change_url(jury.judge), {"organisation": str(partner.pk)}, follow=True
    )
    assert "1 review is in a conflict of interest now and no longer counts." in texts(response)
    assert not held(jury.round)


# Leaving


def test_leave_asks_twice_and_then_does_it(as_manager):
    round_, judges, _entries = build_contest(entries=9, reviews_per_entry=2)
    assign(round_)
    finish(judges[0], 2)
    begin(judges[0])
    url = page_url(judges[0])
    first = as_manager.get(url)
    (left,) = first.context["rounds"]
    assert (left.finished, left.begun, left.not_begun) == (2, 1, 3)
    successor = build_judge(round_.category.campaign, personas.judge())
    second = as_manager.post(url, leaving(successor=str(successor.pk)))
    assert "takes over what nothing bars them from" in texts(second)
    assert (second.context["rounds"][0].taken_over, second.context["rounds"][0].others) == (4, 0)
    assert Judge.objects.get(pk=judges[0].pk).left_at is None
    third = as_manager.post(url, leaving(successor=str(successor.pk), do="leave"), follow=True)
    assert "4 reviews went to others" in texts(third)
    assert len(held(round_, successor)) == 4
    assert Judge.objects.get(pk=judges[0].pk).left_reason == "ill"


def test_leave_to_nobody_only_takes_away(as_manager):
    round_, judges, _entries = build_contest(judges=2, entries=4, reviews_per_entry=1)
    assign(round_)
    asked = as_manager.post(page_url(judges[0]), leaving(successor="nobody"))
    assert "waits until judges are assigned again" in texts(asked)
    as_manager.post(page_url(judges[0]), leaving(successor="nobody", do="leave"))
    assert len(held(round_)) == 2


def test_leave_goes_back_with_what_was_written(as_manager, jury):
    page = as_manager.post(page_url(jury.judge), leaving(reason="a broken leg", do="back"))
    assert "a broken leg" in texts(page)
    assert "What the judge has" in texts(page)


def test_leave_without_a_reason_says_so(as_manager, jury):
    page = as_manager.post(page_url(jury.judge), leaving(reason=" ", do="leave"))
    assert "Say why the judge leaves." in texts(page)
    assert Judge.objects.get().left_at is None


def test_leave_after_the_announcement_says_why_not(as_manager):
    _round, judges, _entries = build_contest(phase=Phase.ANNOUNCED)
    assert "The winners are announced" in texts(as_manager.get(page_url(judges[0])))


def test_leave_twice_says_so(as_manager, jury):
    Judge.objects.update(left_at=timezone.now(), left_reason="ill")
    assert "has left the jury already" in texts(as_manager.get(page_url(jury.judge)))
    response = as_manager.post(page_url(jury.judge), leaving(do="leave"))
    assert "has left the jury already" in texts(response)


def test_come_back_asks_and_does_it(as_manager, jury):
    Judge.objects.update(left_at=timezone.now(), left_reason="ill", work_counts=False)
    url = page_url(jury.judge, "come_back")
    assert "count again" in texts(as_manager.get(url))
    response = as_manager.post(url, follow=True)
    assert "sits in the jury again" in texts(response)
    assert Judge.objects.get().left_at is None
    assert "There is nothing to take back" in texts(as_manager.get(url))


def test_judge_page_offers_what_fits(as_manager, jury):
    page = texts(as_manager.get(change_url(jury.judge)))
    assert (page_url(jury.judge) in page, page_url(jury.judge, "come_back") in page) == (
        True,
        False,
    )
    Judge.objects.update(left_at=timezone.now(), left_reason="a broken leg")
    page = texts(as_manager.get(change_url(jury.judge)))
    assert (page_url(jury.judge) in page, page_url(jury.judge, "come_back") in page) == (
        False,
        True,
    )
    assert "a broken leg" in page


@pytest.mark.parametrize("page", ["leave", "come_back"])
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("administrator", 200),
        ("manager", 200),
        ("moderator", 403),
        ("announcer", 403),
        ("auditor", 403),
        ("judge", 302),
        ("stranger", 302),
    ],
)
def test_pages_of_judges_for_those_who_may(client, jury, who, status, page):
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    assert client.get(page_url(jury.judge, page)).status_code == status


@pytest.mark.parametrize("page", ["leave", "come_back"])
def test_pages_of_no_judge(as_manager, page):
    url = reverse(f"admin:judging_judge_{page}", args=[0])
    assert as_manager.get(url).status_code == 404


# Relations


def test_relation_declared_and_withdrawn(as_manager, jury):
    finish(jury.judge, 1)
    add = reverse("admin:judging_relation_add")
    assert as_manager.get(f"{add}?judge={jury.judge.pk}").status_code == 200
    response = as_manager.post(
        add,
        {
            "judge": str(jury.judge.pk),
            "creator": str(jury.entry.creator_id),
            "reason": "a cousin",
        },
        follow=True,
    )
    assert "1 review of theirs no longer counts." in texts(response)
    assert response.redirect_chain[-1][0] == change_url(jury.judge)
    assert "a cousin" in texts(response)
    relation = Relation.objects.get()
    assert relation.declared_by == personas.manager()
    url = reverse("admin:judging_relation_withdraw", args=[relation.pk])
    assert "1 review stopped counting with this relation." in texts(as_manager.get(url))
    response = as_manager.post(url, follow=True)
    assert "1 review counts again." in texts(response)
    assert not Relation.objects.exists()
    assert Assignment.objects.counting().count() == 1
    assert as_manager.post(url).status_code == 404


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": ""}, "This field is required."),
        ({}, "Choose either a creator or an institution."),
    ],
)
def test_relation_refused_says_why(as_manager, jury, sent, said):
    sent = {"judge": str(jury.judge.pk), "reason": "a cousin"} | sent
    response = as_manager.post(reverse("admin:judging_relation_add"), sent)
    assert said in texts(response)
    assert not Relation.objects.exists()


def test_relation_is_never_edited_or_deleted(as_manager, jury):
    relation = Relation.objects.create(
        judge=jury.judge,
        creator=build_creator(),
        reason="a cousin",
        declared_at=timezone.now(),
        declared_by=personas.manager(),
    )
    assert as_manager.get(change_url(relation)).status_code == 200
    assert as_manager.post(change_url(relation), {"reason": "x"}).status_code == 403
    delete = reverse("admin:judging_relation_delete", args=[relation.pk])
    assert as_manager.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("administrator", (200, 200, 200)),
        ("manager", (200, 200, 200)),
        ("moderator", (403, 403, 403)),
        ("announcer", (200, 403, 403)),
        ("auditor", (200, 403, 403)),
        ("judge", (302, 302, 302)),
    ],
)
def test_relations_for_those_who_may(client, jury, who, statuses):
    relation = Relation.objects.create(
        judge=jury.judge,
        partner=build_partner(),
        reason="a cousin",
        declared_at=timezone.now(),
        declared_by=personas.manager(),
    )
    client.force_login(getattr(personas, who)(), backend=BACKEND)
    urls = (
        reverse("admin:judging_relation_changelist"),
        reverse("admin:judging_relation_add"),
        reverse("admin:judging_relation_withdraw", args=[relation.pk]),
    )
    assert tuple(client.get(url).status_code for url in urls) == statuses


def test_relations_cost_as_many_queries_at_any_number(as_manager, jury):
    counts = []
    for rows in (1, 3, 30):
        while Relation.objects.count() < rows:
            Relation.objects.create(
                judge=jury.judge,
                creator=build_creator(),
                reason="a cousin",
                declared_at=timezone.now(),
                declared_by=personas.manager(),
            )
        for url in (change_url(jury.judge), reverse("admin:judging_relation_changelist")):
            with CaptureQueriesContext(connection) as queries:
                as_manager.get(url)
            counts.append(len(queries))
    assert counts[0::2] == [counts[0]] * 3
    assert counts[1::2] == [counts[1]] * 3


# Assigning


def test_assign_page_evens_out_on_demand(as_manager):
    round_, judges, _entries = build_contest(judges=2, entries=6, reviews_per_entry=1)
    assign(round_)
    newcomer = build_judge(round_.category.campaign, personas.judge())
    url = reverse("admin:judging_round_assign", args=[round_.pk])
    plain = as_manager.get(url)
    assert "There is nothing to assign." in texts(plain)
    assert "See it evened out" in texts(plain)
    evened = as_manager.get(url, {"even_out": "1"})
    assert (evened.context["moved"], evened.context["added"]) == (2, 0)
    changes = {load.judge.pk: (load.before, load.change) for load in evened.context["loads"]}
    assert changes == {judges[0].pk: (3, -1), judges[1].pk: (3, -1), newcomer.pk: (0, 2)}
    response = as_manager.post(url, {"even_out": "1"}, follow=True)
    assert "2 reviews went to other judges." in texts(response)
    assert len(held(round_, newcomer)) == 2


def test_assign_page_gathers_shortages_by_their_reasons(as_manager):
    round_, judges, entries = build_contest(judges=2, entries=8, reviews_per_entry=2)
    Entry.objects.exclude(pk=entries[0].pk).update(language="ar")
    Entry.objects.filter(pk=entries[0].pk).update(submitted_by=judges[0].user)
    Judge.objects.filter(pk=judges[1].pk).update(languages=["kk"])
    page = as_manager.get(reverse("admin:judging_round_assign", args=[round_.pk]))
    groups = page.context["shortages"]
    assert [(group.missing, len(group.entry_ids), group.more) for group in groups] == [
        (1, 7, 2),
        (1, 1, 0),
    ]
    assert [[(str(word), count) for word, count in group.reasons] for group in groups] == [
        [("language", 1)],
        [("own entry", 1)],
    ]


def test_assign_page_tells_of_separate_groups(as_manager):
    round_, judges, entries = build_contest(judges=2, entries=2, reviews_per_entry=1)
    page = as_manager.get(reverse("admin:judging_round_assign", args=[round_.pk]))
    assert page.context["overlap"].groups == 2
    assert "2 groups that share no entry" in texts(page)
    assert (len(judges), len(entries)) == (2, 2)


def test_assign_page_costs_as_many_queries_at_any_size(as_manager):
    counts = []
    for size in (1, 3, 30):
        round_ = build_contest(judges=0, entries=size, reviews_per_entry=3)[0]
        campaign = round_.category.campaign
        for number in range(2):
            user = User.objects.create_user(f"judge{number}of{size}@example.org")
            build_judge(campaign, user, languages=["kk"][:number])
        Entry.objects.filter(campaign=campaign).update(language="ar")
        with CaptureQueriesContext(connection) as queries:
            page = as_manager.get(reverse("admin:judging_round_assign", args=[round_.pk]))
        assert page.context["short"] == size
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
