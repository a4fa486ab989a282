"""The groups in the database are exactly the roles of the table."""

import pytest
from django.contrib.auth.models import Group, Permission

from accounts.roles import JUDGE, ROLES, STAFF_ROLES

pytestmark = pytest.mark.django_db


def permissions_of(group: Group) -> frozenset[str]:
    return frozenset(
        f"{permission.content_type.app_label}.{permission.codename}"
        for permission in group.permissions.select_related("content_type")
    )


def test_groups_in_the_database_equal_the_table_of_roles():
    assert {group.name: permissions_of(group) for group in Group.objects.all()} == ROLES


def test_roles_name_permissions_that_exist():
    known = {
        f"{label}.{codename}"
        for label, codename in Permission.objects.values_list("content_type__app_label", "codename")
    }
    assert set().union(*ROLES.values()) <= known


def test_staff_roles_are_all_roles_but_the_judge():
    assert set(STAFF_ROLES) == set(ROLES) - {JUDGE}


def test_auditor_role_changes_nothing():
    assert {name.split(".")[1].split("_")[0] for name in ROLES["Auditor"]} == {"view"}


def test_no_role_may_change_groups_or_delete_people():
    granted = set().union(*ROLES.values())
    assert (
        granted
        & {
            "auth.add_group",
            "auth.change_group",
            "auth.delete_group",
            "accounts.delete_user",
            "auditlog.change_logentry",
            "auditlog.delete_logentry",
        }
        == set()
    )
