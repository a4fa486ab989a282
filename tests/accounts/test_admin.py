"""People in the admin: roles are given, nobody climbs."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts import roles
from accounts.models import User
from tests.personas import administrator, auditor, judge, make_person, manager, stranger

pytestmark = pytest.mark.django_db

ADD = reverse("admin:accounts_user_add")
LIST = reverse("admin:accounts_user_changelist")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def change(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def superuser() -> User:
    return User.objects.create_superuser("root@example.org", name="Root")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def typed(*role_names: str, **fields: str) -> dict[str, object]:
    groups = [Group.objects.get(name=name).pk for name in role_names]
    return {
        "email": "New.Person@Example.org",
        "name": "New Person",
        "preferred_language": "kk",
        "groups": groups,
        "is_active": "on",
    } | fields


@pytest.mark.parametrize(
    ("role", "is_staff"), [(role, role != roles.JUDGE) for role in roles.ROLES]
)
def test_role_decides_who_may_enter_the_admin(role, is_staff):
    response = signed_in(administrator()).post(ADD, typed(role))
    user = User.objects.get(email="new.person@example.org")
    assert response.status_code == 302
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (
        is_staff,
        False,
        False,
    )
    assert [group.name for group in user.groups.all()] == [role]


def test_person_who_loses_the_last_staff_role_leaves_the_admin():
    person = manager()
    signed_in(administrator()).post(change(person), typed(email=person.email))
    person.refresh_from_db()
    assert (person.is_staff, person.groups.count()) == (False, 0)


def test_same_address_in_other_letters_is_refused():
    stranger()
    response = signed_in(administrator()).post(ADD, typed(email="STRANGER@example.org"))
    assert response.status_code == 200
    assert "A user with this e-mail address exists already." in response.content.decode()


def test_administrator_cannot_make_a_superuser_or_grant_single_permissions():
    person = stranger()
    permission = Permission.objects.get(codename="delete_user")
    data = typed(email=person.email, is_superuser="on", is_staff="on")
    signed_in(administrator()).post(change(person), data | {"user_permissions": [permission.pk]})
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (False, False)
    assert person.user_permissions.count() == 0


def test_administrator_can_look_at_a_superuser_and_change_nothing():
    root = superuser()
    client = signed_in(administrator())
    assert client.get(change(root)).status_code == 200
    assert client.post(change(root), typed(email="mine@example.org")).status_code == 403
    assert client.get(reverse("admin:accounts_user_delete", args=[root.pk])).status_code == 403
    root.refresh_from_db()
    assert root.email == "root@example.org"


def test_administrator_cannot_change_their_own_roles_or_lock_themselves_out():
    person = administrator()
    data = typed(roles.AUDITOR, email=person.email, name="Another name")
    del data["is_active"]
    signed_in(person).post(change(person), data)
    person.refresh_from_db()
    assert [group.name for group in person.groups.all()] == [roles.ADMINISTRATOR]
    assert (person.name, person.is_active, person.is_staff) == ("Another name", True, True)


def test_superuser_can_make_a_superuser():
    person = stranger()
    signed_in(superuser()).post(change(person), typed(email=person.email, is_superuser="on"))
    person.refresh_from_db()
    assert (person.is_superuser, person.is_staff) == (True, True)


def test_former_address_no_longer_signs_in_and_the_new_one_is_unproven():
    person = stranger()
    signed_in(administrator()).post(change(person), typed(email="moved@example.org"))
    assert list(EmailAddress.objects.filter(user=person).values_list("email", "verified")) == [
        ("moved@example.org", False)
    ]


def test_unchanged_address_stays_proven():
    person = stranger()
    signed_in(administrator()).post(change(person), typed(email=person.email, name="Renamed"))
    assert EmailAddress.objects.get(user=person).verified


def test_list_shows_who_has_a_second_factor():
    person = judge()
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    page = signed_in(administrator()).get(LIST)
    shown = {user.pk: user.has_factor for user in page.context["cl"].result_list}
    assert shown[person.pk] is True
    assert list(shown.values()).count(True) == 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_list_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    for number in range(count):
        make_person(f"judge {number}", role=roles.JUDGE)
    client = signed_in(administrator())
    client.get(LIST)
    with django_assert_num_queries(9):
        assert client.get(LIST).status_code == 200


def test_roles_are_read_only_even_for_superusers():
    client = signed_in(superuser())
    group = Group.objects.get(name=roles.MODERATOR)
    url = reverse("admin:auth_group_change", args=[group.pk])
    page = client.get(url)
    assert "Can accept, reject and disqualify entries" in page.content.decode()
    assert client.post(url, {"name": "Mine"}).status_code == 403
    assert client.get(reverse("admin:auth_group_delete", args=[group.pk])).status_code == 403
    assert client.get(reverse("admin:auth_group_add")).status_code == 403


def test_secret_of_a_second_factor_is_not_shown():
    factor = Authenticator.objects.create(
        user=judge(), type=Authenticator.Type.TOTP, data={"secret": "S3CRET"}
    )
    page = signed_in(superuser()).get(reverse("admin:mfa_authenticator_change", args=[factor.pk]))
    assert (page.status_code, "S3CRET" in page.content.decode()) == (200, False)


def test_auditor_sees_people_and_changes_none():
    client = signed_in(auditor())
    assert client.get(LIST).status_code == 200
    assert client.get(ADD).status_code == 403
    assert client.post(change(stranger()), typed()).status_code == 403


def test_people_are_filtered_by_roles_in_the_readers_language():
    client = signed_in(administrator())
    client.cookies["django_language"] = "ru"
    page = client.get(LIST).content.decode()
    assert "Модератор" in page
    assert "Moderator" not in page
