"""The groups of staff and judges, with their exact permissions.

The list is frozen here as it was when this migration was written; `accounts/roles.py` is the
present truth, and a test compares the two in the database.
"""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

EDIT = ("add", "change", "delete", "view")
CAMPAIGN_MODELS = (
    "partners.partner",
    "partners.partneraccount",
    "partners.quote",
    "contests.campaign",
    "contests.hashtag",
    "contests.category",
    "contests.prize",
    "contests.partnership",
    "contests.ambassador",
    "contests.rulesversion",
)
JUDGING_MODELS = ("judging.judge", "judging.round", "judging.criterion", "judging.assignment")
ENTRY_MODELS = ("entries.creator", "entries.entry")
RECORD_MODELS = (
    "contests.campaigndecision",
    "entries.decision",
    "entries.check",
    "entries.consent",
    "metrics.reading",
    "metrics.campaignreading",
    "judging.score",
    "results.shortlist",
    "results.shortlistitem",
    "results.announcement",
    "results.standing",
    "results.award",
    "results.evidence",
)


def may(verbs, models):
    return {
        f"{app}.{verb}_{name}"
        for app, name in (model.split(".") for model in models)
        for verb in verbs
    }


READ = may(
    ("view",),
    CAMPAIGN_MODELS + JUDGING_MODELS + ENTRY_MODELS + RECORD_MODELS + ("outbox.message",),
)
MANAGE = (
    READ
    | may(EDIT, CAMPAIGN_MODELS + JUDGING_MODELS)
    | may(("change",), ENTRY_MODELS)
    | may(("add",), ("metrics.reading", "metrics.campaignreading"))
    | {
        "contests.publish_campaign",
        "contests.cancel_campaign",
        "entries.moderate_entry",
        "judging.assign_judges",
        "results.change_award",
        "results.view_standings",
        "results.shortlist_entries",
        "outbox.release_message",
        "outbox.change_message",
    }
)
MODERATE = may(
    ("view",),
    CAMPAIGN_MODELS + ENTRY_MODELS + ("entries.decision", "entries.check", "entries.consent"),
) | {"entries.moderate_entry"}
ANNOUNCE = READ | {
    "results.view_standings",
    "results.shortlist_entries",
    "results.announce_campaign",
    "results.change_award",
    "outbox.release_message",
    "outbox.change_message",
}
AUDIT = READ | {"results.view_standings", "accounts.view_user", "auditlog.view_logentry"}
ADMINISTER = (
    MANAGE
    | ANNOUNCE
    | AUDIT
    | {
        "accounts.add_user",
        "accounts.change_user",
        "auth.view_group",
    }
)
GROUPS = {
    "Administrator": ADMINISTER,
    "Campaign manager": MANAGE,
    "Moderator": MODERATE,
    "Announcer": ANNOUNCE,
    "Auditor": AUDIT,
    "Judge": {"judging.score_entries"},
}


def make_groups(apps, editor):
    """Make each group and give it exactly its permissions.

    Django makes permissions only after all migrations; here they are needed now.
    """
    database = editor.connection.alias
    labels = {name.split(".")[0] for names in GROUPS.values() for name in names}
    for label in sorted(labels):
        create_permissions(installed.get_app_config(label), verbosity=0, using=database, apps=apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ids = {
        f"{label}.{codename}": pk
        for label, codename, pk in Permission.objects.using(database).values_list(
            "content_type__app_label", "codename", "pk"
        )
    }
    for name, permissions in GROUPS.items():
        group, _made = Group.objects.using(database).get_or_create(name=name)
        group.permissions.set([ids[permission] for permission in sorted(permissions)])


def remove_groups(apps, editor):
    groups = apps.get_model("auth", "Group").objects.using(editor.connection.alias)
    groups.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("auditlog", "0017_add_actor_email"),
        ("accounts", "0001_initial"),
        ("partners", "0001_initial"),
        ("contests", "0003_append_only"),
        ("entries", "0001_initial"),
        ("metrics", "0001_initial"),
        ("judging", "0001_initial"),
        ("results", "0001_initial"),
        ("outbox", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
