"""What judging in full brought: its permissions, added to the groups that have them from now on."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = {
    "view_relation",
    "view_comparison",
    "view_completion",
    "view_roundclosing",
    "view_roundoutcome",
}
MANAGE = READ | {"add_relation", "delete_relation", "close_round"}
ADDED = {
    "Administrator": MANAGE,
    "Campaign manager": MANAGE,
    "Announcer": READ,
    "Auditor": READ,
}


def add_permissions(apps, editor):
    """Django makes permissions only after all migrations; here they are needed now."""
    database = editor.connection.alias
    config = installed.get_app_config("judging")
    create_permissions(config, verbosity=0, using=database, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ADDED.items():
        group = Group.objects.using(database).get(name=name)
        group.permissions.add(
            *Permission.objects.using(database).filter(
                content_type__app_label="judging", codename__in=codenames
            )
        )


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_views_roles"), ("judging", "0005_what_rounds_refuse")]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
