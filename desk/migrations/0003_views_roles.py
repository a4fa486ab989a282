"""What reading views brought: its permissions, added to the groups that have them from now on."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

RECORDS = {
    "view_attestation",
    "view_case",
    "view_pendingreading",
    "view_readingimport",
    "view_staleacceptance",
}
READ = RECORDS | {"view_readingplan"}
DECIDE = {"attest_reading", "decide_case"}
MANAGE = (
    READ
    | DECIDE
    | {"add_readingplan", "change_readingplan", "add_readingimport", "add_staleacceptance"}
)
ADDED = {
    "Administrator": MANAGE,
    "Campaign manager": MANAGE,
    "Moderator": RECORDS | DECIDE | {"view_reading"},
    "Announcer": READ | {"add_staleacceptance"},
    "Auditor": READ,
}


def add_permissions(apps, editor):
    """Django makes permissions only after all migrations; here they are needed now."""
    database = editor.connection.alias
    config = installed.get_app_config("metrics")
    create_permissions(config, verbosity=0, using=database, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ADDED.items():
        group = Group.objects.using(database).get(name=name)
        group.permissions.add(
            *Permission.objects.using(database).filter(
                content_type__app_label="metrics", codename__in=codenames
            )
        )


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_intake_roles"), ("metrics", "0004_append_only")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
