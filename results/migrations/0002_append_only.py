from django.db import migrations

from accounts.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("results", "0001_initial")]

    operations = [
        append_only("results_announcement"),
        append_only("results_standing"),
        append_only("results_evidence"),
        append_only("results_award", when="OLD.announcement_id IS NOT NULL"),
    ]
