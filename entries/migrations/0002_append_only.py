from django.db import migrations

from accounts.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("entries", "0001_initial")]

    operations = [
        append_only("entries_decision"),
        append_only("entries_consent"),
    ]
