"""What press releases brought: their permissions, for the groups that have them from now on."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = {"view_pressrelease", "view_pressdecision"}
DECIDE = READ | {"change_pressrelease", "publish_pressrelease"}
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
        ("desk", "0005_results_roles"),
        ("results", "0005_press_releases"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
