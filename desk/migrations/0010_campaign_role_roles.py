"""What roles in campaigns brought: who may see and give them, for the groups that may."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

READ = {"view_campaignrole"}
EDIT = READ | {"change_campaignrole"}
ADDED = {
    "Administrator": EDIT,
    "Campaign manager": EDIT,
    "Announcer": READ,
    "Auditor": READ,
}


def add_permissions(apps, editor):
    """Django makes permissions only after all migrations; here they are needed now."""
    database = editor.connection.alias
    config = installed.get_app_config("contests")
    create_permissions(config, verbosity=0, using=database, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in ADDED.items():
        group = Group.objects.using(database).get(name=name)
        group.permissions.add(
            *Permission.objects.using(database).filter(
                content_type__app_label="contests", codename__in=codenames
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0007_question_roles"),
        ("contests", "0006_campaign_roles"),
    ]

    operations = [migrations.RunPython(add_permissions, migrations.RunPython.noop)]
