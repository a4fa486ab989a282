from django.conf import settings
from django.db import migrations, models

from accounts.append_only import append_only

# SQLite makes the table anew for a constraint, and loses the trigger with the old one.
consents = append_only("entries_consent")


class Migration(migrations.Migration):
    dependencies = [
        ("contests", "0004_entry_terms"),
        ("entries", "0006_ownership_question"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AddressUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=20, verbose_name="purpose")),
                ("digest", models.CharField(max_length=40, verbose_name="digest of the address")),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("used", models.PositiveIntegerField(default=0, verbose_name="used")),
            ],
            options={
                "verbose_name": "use by a network address",
                "verbose_name_plural": "uses by network addresses",
            },
        ),
        migrations.RunPython(consents.reverse_code, consents.code),
        migrations.RemoveConstraint(
            model_name="consent",
            name="entries_consent_once",
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                fields=("entry", "kind", "given_by", "rules_version"),
                name="entries_consent_once",
                violation_error_message="This consent was given already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("rules_version__isnull", True)),
                fields=("entry", "kind", "given_by"),
                name="entries_consent_once_without_rules",
                violation_error_message="This consent was given already.",
            ),
        ),
        consents,
        migrations.AddConstraint(
            model_name="addressuse",
            constraint=models.UniqueConstraint(
                fields=("purpose", "digest", "began_at"),
                name="entries_addressuse_hour_unique",
                violation_error_message="This hour is counted already.",
            ),
        ),
    ]
