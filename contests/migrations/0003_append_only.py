from django.db import migrations

from accounts.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("contests", "0002_decisions")]

    operations = [append_only("contests_campaigndecision")]
