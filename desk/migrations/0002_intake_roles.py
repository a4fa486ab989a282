"""What the intake brought: its permissions, added to the groups that have them from now on."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

INTAKE_RECORDS = {
    "entries.view_platformanswer",
    "entries.view_ownershipproof",
    "entries.view_guardianconsent",
    "entries.view_videoimport",
}
READ = INTAKE_RECORDS | {
    "contests.view_rejectionreason",
    "entries.view_recheck",
    "entries.view_claimlink",
}
MANAGE = READ | {
    "contests.add_rejectionreason",
    "contests.change_rejectionreason",
    "contests.delete_rejectionreason",
    "entries.add_videoimport",
    "entries.add_claimlink",
}
ADDED = {
    "Administrator": MANAGE,
    "Campaign manager": MANAGE,
    "Moderator": INTAKE_RECORDS | {"contests.view_rejectionreason"},
    "Announcer": READ | {"entries.add_claimlink"},
    "Auditor": READ,
}


def add_permissions(apps, editor):
    """Django makes permissions only after all migrations; here they are needed now."""
    database = editor.connection.alias
    for label in ("contests", "entries"):
        create_permissions(installed.get_app_config(label), verbosity=0, using=database, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, permissions in ADDED.items():
        pairs = [permission.split(".") for permission in permissions]
        group = Group.objects.using(database).get(name=name)
        group.permissions.add(
            *Permission.objects.using(database).filter(
                content_type__app_label__in=["contests", "entries"],
                codename__in=[codename for _label, codename in pairs],
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_roles"),
        ("contests", "0004_entry_terms"),
        ("entries", "0003_intake"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
