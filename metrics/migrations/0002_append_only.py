from django.db import migrations

from accounts.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial")]

    operations = [append_only("metrics_reading"), append_only("metrics_campaignreading")]
