"""Every page of every model in the admin, for every role, with its exact status."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests import personas
from tests.desk.one_of_each import one_of_each

pytestmark = pytest.mark.django_db

# L the list, A adding, C looking at one, E saving it, D deleting it.
ROLES = ("administrator", "manager", "moderator", "announcer", "auditor")
ALL, READ, NONE = "LACED", "LC", ""
RIGHTS: dict[str, tuple[str, str, str, str, str]] = {
    "partners.Partner": (ALL, ALL, READ, READ, READ),
    "partners.Quote": (ALL, ALL, READ, READ, READ),
    "contests.Campaign": (ALL, ALL, READ, READ, READ),
    "contests.Category": (ALL, ALL, READ, READ, READ),
    "entries.Entry": ("LCE", "LCE", READ, READ, READ),
    "entries.Creator": ("LCE", "LCE", READ, READ, READ),
    "entries.Decision": (READ, READ, READ, READ, READ),
    "entries.GuardianConsent": (READ, READ, READ, READ, READ),
    "entries.ClaimLink": (READ, READ, NONE, READ, READ),
    "entries.Consent": (READ, READ, READ, READ, READ),
    "entries.OwnershipProof": (READ, READ, READ, READ, READ),
    "entries.PlatformAnswer": (READ, READ, READ, READ, READ),
    "entries.Lookup": (READ, READ, READ, READ, READ),
    "entries.VideoImport": ("LAC", "LAC", READ, READ, READ),
    "entries.Recheck": (READ, READ, NONE, READ, READ),
    "metrics.Reading": ("LAC", "LAC", READ, READ, READ),
    "metrics.Attestation": (READ, READ, READ, READ, READ),
    "metrics.ReadingImport": ("LAC", "LAC", READ, READ, READ),
    "metrics.PendingReading": (READ, READ, READ, READ, READ),
    "metrics.ReadingPlan": (READ, READ, NONE, READ, READ),
    "metrics.Case": (READ, READ, READ, READ, READ),
    "metrics.StaleAcceptance": (READ, READ, READ, READ, READ),
    "metrics.CampaignReading": ("LAC", "LAC", NONE, READ, READ),
    "judging.Judge": (ALL, ALL, NONE, READ, READ),
    "judging.Round": (ALL, ALL, NONE, READ, READ),
    "judging.Assignment": (READ, READ, NONE, READ, READ),
    "judging.Score": (READ, READ, NONE, READ, READ),
    "judging.Relation": ("LAC", "LAC", NONE, READ, READ),
    "judging.RoundClosing": (READ, READ, NONE, READ, READ),
    "judging.RoundOutcome": (READ, READ, NONE, READ, READ),
    "judging.Comparison": (READ, READ, NONE, READ, READ),
    "results.Award": (READ, READ, NONE, READ, READ),
    "results.Announcement": (READ, READ, NONE, READ, READ),
    "results.Standing": (READ, READ, NONE, READ, READ),
    "results.Evidence": (READ, READ, NONE, READ, READ),
    "results.Claim": ("LCE", "LCE", NONE, "LCE", READ),
    "results.Certificate": (READ, READ, NONE, READ, READ),
    "outbox.Message": ("LCE", "LCE", NONE, "LCE", READ),
    "accounts.User": ("LACE", NONE, NONE, NONE, READ),
    "auth.Group": (READ, NONE, NONE, NONE, NONE),
    "auditlog.LogEntry": (READ, NONE, NONE, NONE, READ),
    # For superusers only.
    "mfa.Authenticator": (NONE,) * 5,
    "axes.AccessAttempt": (NONE,) * 5,
    "django_tasks_database.DBTaskResult": (NONE,) * 5,
}
# An empty form is refused with a page, except where nothing is required.
SAVED_EMPTY = {"judging.Judge"}
LETTERS = ("L", "A", "C", "D", "E")


def client_of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def statuses(client: Client, label: str, pk: object) -> dict[str, int]:
    name = f"admin:{label.lower().replace('.', '_')}"
    change = reverse(f"{name}_change", args=[pk])
    return {
        "L": client.get(reverse(f"{name}_changelist")).status_code,
        "A": client.get(reverse(f"{name}_add")).status_code,
        "C": client.get(change).status_code,
        "D": client.get(reverse(f"{name}_delete", args=[pk])).status_code,
        # Last, because a form that is saved empty empties the row.
        "E": client.post(change, {}).status_code,
    }


def expected(label: str, rights: str) -> dict[str, int]:
    found = {letter: 200 if letter in rights else 403 for letter in LETTERS}
    if "E" in rights and label in SAVED_EMPTY:
        found["E"] = 302
    return found


def test_table_names_every_model_of_the_admin():
    assert {model._meta.label for model in admin.site._registry} == set(RIGHTS)


@pytest.mark.parametrize("label", RIGHTS)
def test_pages_of_a_model_answer_each_role_exactly(label):
    pk = one_of_each()[label].pk
    found = {role: statuses(client_of(getattr(personas, role)()), label, pk) for role in ROLES}
    assert found == {
        role: expected(label, rights) for role, rights in zip(ROLES, RIGHTS[label], strict=True)
    }


@pytest.mark.parametrize("label", RIGHTS)
def test_pages_of_a_model_send_everybody_else_to_sign_in(label):
    pk = one_of_each()[label].pk
    people = (personas.judge(), personas.creator(), personas.stranger(), None)
    for person in people:
        assert set(statuses(client_of(person), label, pk).values()) == {302}


def test_superuser_sees_every_list():
    root = client_of(User.objects.create_superuser("root@example.org"))
    one_of_each()
    for label in RIGHTS:
        url = reverse(f"admin:{label.lower().replace('.', '_')}_changelist")
        assert (label, root.get(url).status_code) == (label, 200)


def test_person_who_is_no_longer_active_is_sent_to_sign_in():
    person = personas.manager()
    client = client_of(person)
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302
