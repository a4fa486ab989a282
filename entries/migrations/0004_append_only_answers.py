from django.db import migrations

from accounts.append_only import append_only


def captions_are_whole(apps, _editor):
    """Captions that are there were typed or imported as a whole."""
    entry = apps.get_model("entries", "Entry")
    entry.objects.exclude(caption="").update(caption_state="whole")


class Migration(migrations.Migration):
    dependencies = [("entries", "0003_intake")]

    operations = [
        append_only("entries_platformanswer"),
        append_only("entries_ownershipproof"),
        migrations.RunPython(captions_are_whole, migrations.RunPython.noop),
    ]
