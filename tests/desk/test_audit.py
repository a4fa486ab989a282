"""Every change by staff is in the audit log, with who and from where."""

import pytest
from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from desk.audit import AUDITED
from entries.models import Entry
from judging.draft import Draft
from judging.models import Assignment, Score
from judging.reviewing import save_review
from results.models import ShortlistItem
from results.shortlisting import shortlist_entries
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_partner,
    build_round,
)
from tests.contests.ready import ready_campaign
from tests.personas import administrator, auditor, judge, manager, moderator, stranger

pytestmark = pytest.mark.django_db

OURS = {
    "accounts",
    "partners",
    "contests",
    "entries",
    "metrics",
    "judging",
    "results",
    "outbox",
}
# Rows that no person writes by hand: computed, or a part of what is in the log already.
NOT_AUDITED = {
    "entries.AddressUse",
    "entries.CallBudget",
    "entries.Check",
    "entries.Consent",
    "entries.Lookup",
    "entries.OwnershipQuestion",
    "entries.PlatformAnswer",
    "entries.Recheck",
    "entries.RefusedRow",
    "entries.ShortLink",
    "entries.VideoCover",
    "entries.VideoImport",  # its verbs write the log: what its job does is nobody's change
    "metrics.Board",
    "metrics.BoardLine",
    "metrics.DailyViews",
    "metrics.EntryViews",
    "metrics.PendingReading",
    "metrics.ReadingBatch",
    "metrics.ReadingImport",  # as VideoImport
    "metrics.RefusedReading",
    "metrics.ViewsProgress",
    "judging.RoundOutcome",  # frozen beside its closing, which is logged
    "results.Standing",
    "results.Card",
    "results.DeliveryData",  # personal, and deleted after a time: the claim's steps are logged
}


def signed_in(user: User) -> Client:
    client = Client(REMOTE_ADDR="203.0.113.7")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def logged(instance: object) -> list[tuple[str, str | None, set[str]]]:
    """Who changed what of this object from where, oldest first."""
    entries = LogEntry.objects.get_for_object(instance).order_by("pk")
    return [
        (str(entry.actor), entry.remote_addr, set(entry.changes_dict))
        for entry in entries
        if entry.actor
    ]


def test_every_model_of_ours_is_audited_or_left_out_on_purpose():
    models = {model._meta.label for model in apps.get_models() if model._meta.app_label in OURS}
    audited = {label for label in AUDITED if label.partition(".")[0] in OURS}
    assert models == audited | NOT_AUDITED
    assert all(auditlog.contains(apps.get_model(label)) for label in AUDITED)


def test_every_model_that_can_be_changed_in_the_admin_is_audited():
    shown = {model._meta.label for model in admin.site._registry}
    untouched = NOT_AUDITED | {
        "auditlog.LogEntry",
        "axes.AccessAttempt",
        "django_tasks_database.DBTaskResult",
    }
    assert shown - untouched <= set(AUDITED)


def test_publishing_is_logged_with_actor_and_address():
    campaign = ready_campaign()
    signed_in(manager()).post(reverse("admin:desk_publish", args=[campaign.pk]))
    assert logged(campaign) == [("Manager", "203.0.113.7", {"published_at"})]
    assert logged(campaign.decisions.get())[0][:2] == ("Manager", "203.0.113.7")


def test_changed_form_is_logged_field_by_field():
    partner = build_partner()
    signed_in(manager()).post(
        reverse("admin:partners_partner_change", args=[partner.pk]),
        {
            "slug": partner.slug,
            "kind": partner.kind,
            "name_kk": "Кітапхана",
            "name_en": partner.name,
            "accounts-TOTAL_FORMS": "0",
            "accounts-INITIAL_FORMS": "0",
        },
    )
    who, where, changed = logged(partner)[0]
    assert (who, where) == ("Manager", "203.0.113.7")
    # Texts that were never filled in turn from nothing into empty ones.
    assert {name for name in changed if not name.startswith("description_")} == {"name_kk"}


def test_role_given_to_a_person_is_logged():
    person = stranger()
    group = manager().groups.get()
    signed_in(administrator()).post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {
            "email": person.email,
            "name": person.name,
            "preferred_language": "en",
            "groups": [group.pk],
            "is_active": "on",
        },
    )
    assert ("Administrator", "203.0.113.7", {"groups"}) in logged(person)
    assert ("Administrator", "203.0.113.7", {"is_staff"}) in logged(person)


def test_password_is_never_in_the_log():
    person = stranger()
    person.set_password("a long secret")
    person.save()
    entries = LogEntry.objects.get_for_object(person)
    assert not any("password" in entry.changes_dict for entry in entries)


def test_forged_address_is_not_believed():
    campaign = ready_campaign()
    client = signed_in(manager())
    client.post(
        reverse("admin:desk_publish", args=[campaign.pk]), headers={"X-Forwarded-For": "6.6.6.6"}
    )
    assert logged(campaign)[0][1] == "203.0.113.7"


def test_deleted_draft_stays_in_the_log():
    campaign = build_campaign(phase=Phase.DRAFT)
    signed_in(manager()).post(
        reverse("admin:contests_campaign_delete", args=[campaign.pk]), {"post": "yes"}
    )
    assert not Campaign.objects.exists()
    deletions = LogEntry.objects.filter(action=LogEntry.Action.DELETE)
    assert {entry.actor for entry in deletions} == {manager()}
    assert {"campaign", "hashtag"} <= {entry.content_type.model for entry in deletions}


def test_decision_on_an_entry_is_logged():
    entry = build_entry(build_campaign(), status=Entry.Status.RECEIVED)
    signed_in(moderator()).post(
        reverse("admin:entries_entry_queue"),
        {"entry": entry.pk, "seen": 0, "verb": "reject", "reason": "Off topic"},
    )
    assert logged(entry) == [("Moderator", "203.0.113.7", {"status", "status_reason"})]
    assert logged(entry.decisions.get())[0][:2] == ("Moderator", "203.0.113.7")


def test_auditor_reads_the_log_and_nobody_changes_it():
    build_campaign()
    entry = LogEntry.objects.order_by("pk").first()
    assert entry
    root = User.objects.create_superuser("root@example.org")
    change = reverse("admin:auditlog_logentry_change", args=[entry.pk])
    delete = reverse("admin:auditlog_logentry_delete", args=[entry.pk])
    add = reverse("admin:auditlog_logentry_add")
    for person in (auditor(), administrator(), root):
        client = signed_in(person)
        assert client.get(change).status_code == 200
        assert client.post(change, {}).status_code == 403
        assert client.get(delete).status_code == 403
        assert client.get(add).status_code == 403
    assert signed_in(moderator()).get(change).status_code == 403


@pytest.mark.parametrize("count", [1, 3, 30])
def test_log_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    client = signed_in(auditor())
    url = reverse("admin:auditlog_logentry_changelist")
    client.get(url)
    LogEntry.objects.all().delete()
    for _ in range(count):
        build_partner()
    with django_assert_num_queries(11):
        assert client.get(url).status_code == 200


def test_log_can_be_searched_by_what_and_by_whom():
    build_partner(name="The library")
    page = signed_in(auditor()).get(
        reverse("admin:auditlog_logentry_changelist"), {"q": "The library"}
    )
    assert [entry.object_repr for entry in page.context["cl"].result_list] == ["The library"]


def test_points_and_their_changes_are_logged():
    round_ = build_round(build_category(build_campaign()), criteria=1)
    criterion = round_.criteria.get()
    appointed = build_judge(round_.category.campaign, judge())
    assignment = build_assignment(round_, build_entry(round_.category.campaign), appointed)
    for points in (3, 4, 4):
        save_review(
            assignment_id=assignment.pk,
            draft=Draft(points={criterion.pk: points}),
            base=None,
            token=None,
            finish=False,
            by=judge(),
            at=timezone.now(),
        )
    entries = LogEntry.objects.get_for_object(Score.objects.get()).order_by("pk")
    assert [(str(e.actor), e.get_action_display(), e.changes_dict["points"]) for e in entries] == [
        ("Judge", "create", ["None", "3"]),
        ("Judge", "update", ["3", "4"]),
    ]


def test_assigned_reviews_are_logged_with_the_address():
    round_ = build_round(build_category(build_campaign()))
    build_judge(round_.category.campaign, judge())
    build_entry(round_.category.campaign)
    signed_in(manager()).post(reverse("admin:judging_round_assign", args=[round_.pk]))
    assert logged(Assignment.objects.get()) == [("Manager", "203.0.113.7", {"judge"})]


def test_shortlisted_entries_are_logged():
    category = build_category(build_campaign(phase=Phase.REVIEW))
    entry = build_entry(category.campaign)
    shortlist_entries(
        category_id=category.pk, entry_ids=[entry.pk], by=manager(), at=timezone.now()
    )
    item = ShortlistItem.objects.get()
    assert [str(e.actor) for e in LogEntry.objects.get_for_object(item)] == ["Manager"]
