"""Screenings that were set up before there was a quorum: more than half of the reviews."""

from django.db import migrations


def give_quorum(apps, editor):
    Round = apps.get_model("judging", "Round")
    screenings = Round.objects.using(editor.connection.alias).filter(kind="screening")
    for screening in screenings.filter(quorum__isnull=True):
        judges = screening.category.campaign.judges.count()
        screening.quorum = (screening.reviews_per_entry or max(judges, 1)) // 2 + 1
        screening.save(update_fields=["quorum"])


class Migration(migrations.Migration):
    dependencies = [("judging", "0003_rounds_in_full")]

    operations = [migrations.RunPython(give_quorum, migrations.RunPython.noop)]
