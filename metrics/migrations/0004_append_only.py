"""Readings, attestations and acceptances are written once; a case is decided once."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from accounts.append_only import append_only


def suit_postgres(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """Rows that are all rewritten at once: PostgreSQL finds room for them in their own page."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE metrics_entryviews SET (fillfactor = 45)")


class Migration(migrations.Migration):
    dependencies = [("metrics", "0003_views")]

    operations = [
        append_only("metrics_reading", again=True),
        append_only("metrics_campaignreading", again=True),
        append_only("metrics_attestation"),
        append_only("metrics_readingbatch"),
        append_only("metrics_staleacceptance"),
        append_only("metrics_case", when="OLD.decided_at IS NOT NULL"),
        migrations.RunPython(suit_postgres, migrations.RunPython.noop),
    ]
