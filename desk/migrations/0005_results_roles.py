"""What announcing in full brought: its permissions, for the groups that have them from now on."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = {
    "view_announcementplan",
    "view_previewlink",
    "view_correction",
    "view_shortlistdecision",
    "view_claim",
    "view_claimdecision",
    "view_certificate",
}
DECIDE = READ | {
    "change_announcementplan",
    "add_previewlink",
    "change_claim",
    "view_deliverydata",
}
ADDED = {
    "Administrator": DECIDE,
    "Campaign manager": DECIDE,
    "Announcer": DECIDE,
    "Auditor": READ,
}


def add_permissions(apps, editor):
    """Django makes permissions only after all migrations; here they are needed now."""
    database = editor.connection.alias
    config = installed.get_app_config("results")
    create_permissions(config, verbosity=0, using=database, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ADDED.items():
        group = Group.objects.using(database).get(name=name)
        group.permissions.add(
            *Permission.objects.using(database).filter(
                content_type__app_label="results", codename__in=codenames
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_judging_roles"),
        ("results", "0004_promises_claims_corrections"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
