"""Whatever a public page shows: a change of it is noted, for its campaign and for no other."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from contests.models import (
    Ambassador,
    Campaign,
    Hashtag,
)
from entries.models import Creator, Entry
from metrics.models import EntryViews, ViewsProgress
from results.models import (
    Award,
    CategoryRemark,
)
from tests.builders import (
    build_campaign,
    build_creator,
    build_entry,
)
from tests.website.changes import CHANGES, NOW, Scene, build_scene, change_of
from website import trigger_sql, triggers
from website.models import WATCHED as WATCHED_SITE
from website.models import WHOLE_SITE, Stamp
from website.watched import WATCHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return build_scene()


def sums() -> dict[tuple[int, bool], int]:
    rows = Stamp.objects.values("campaign_id", "views").annotate(sum=Sum("number"))
    return {(row["campaign_id"], row["views"]): row["sum"] for row in rows}


def moved_by(act: Callable[[], object]) -> set[tuple[int, bool]]:
    """Which sums something changes: of a campaign's (or the site's, 0) content or figures."""
    if connection.vendor == "postgresql":
        # A transaction notes each move once, and a test is one transaction.
        ids = [WHOLE_SITE, *Campaign.objects.values_list("pk", flat=True)]
        with connection.cursor() as cursor:
            for pk in ids:
                for views in ("TRUE", "FALSE"):
                    cursor.execute(
                        "SELECT set_config(%s, '', true)", [f"website.moved_{pk}_{views}"]
                    )
    before = sums()
    act()
    after = sums()
    return {key for key in after.keys() | before.keys() if after.get(key) != before.get(key)}


def test_changes_of_every_watched_table_are_tried_here():
    assert {label for label, _change in CHANGES} == {watched.table for watched in WATCHED}


@pytest.mark.parametrize(
    ("label", "change"), CHANGES, ids=[f"{n}-{label}" for n, (label, _c) in enumerate(CHANGES)]
)
def test_change_is_noted_for_its_campaign_and_no_other(scene, label, change):
    watched = next(one for one in WATCHED if one.table == label)
    where = scene.campaign.pk if watched.campaigns else WHOLE_SITE

    assert moved_by(lambda: change(scene)) == {(where, watched.views)}


@pytest.mark.parametrize(
    "change",
    [
        lambda s: build_entry(s.campaign, status=Entry.Status.RECEIVED),
        lambda s: s.received.joint_creators.add(build_creator()),
        lambda s: Entry.objects.filter(pk=s.received.pk).update(caption="Words", asked_at=NOW),
        lambda s: Entry.objects.filter(pk=s.received.pk).delete(),
        lambda s: Entry.objects.filter(pk=s.entry.pk).update(facts_at=NOW, proposal="look"),
        lambda s: Entry.objects.filter(pk=s.entry.pk).update(caption=s.entry.caption),
        lambda s: Creator.objects.filter(pk=s.received.creator_id).update(handle="renamed"),
        lambda s: Creator.objects.filter(pk=s.entry.creator_id).update(platform_user_id="7"),
        lambda s: Award.objects.create(prize=s.prize, creator=s.entry.creator, entry=s.entry),
        lambda s: CategoryRemark.objects.create(category=s.category, text="To be decided."),
        lambda s: EntryViews.objects.filter(entry=s.entry).update(answered_at=NOW),
        lambda s: ViewsProgress.objects.filter(campaign=s.campaign).update(flagged_to=7),
    ],
)
def test_what_no_page_shows_is_not_noted(scene, change):
    assert moved_by(lambda: change(scene)) == set()


def test_editions_before_and_after_are_noted_too(scene):
    campaign = scene.campaign
    later = build_campaign(previous_edition=campaign)
    content = {(later.pk, False), (campaign.pk, False)}

    title = {"title_en": "Anew"}
    assert moved_by(lambda: Campaign.objects.filter(pk=later.pk).update(**title)) == content
    assert moved_by(lambda: Campaign.objects.filter(pk=campaign.pk).update(**title)) == content


def test_name_of_a_joint_creator_and_of_a_winner_without_a_video_is_noted(scene):
    joint, winner = build_creator(), build_creator()
    scene.entry.joint_creators.add(joint)
    Award.objects.create(prize=scene.prize, creator=winner, announcement=scene.announcement)

    for creator in (joint, winner):
        changed = Creator.objects.filter(pk=creator.pk)
        assert moved_by(lambda rows=changed: rows.update(display_name="Анна")) == {
            (scene.campaign.pk, False)
        }


def test_change_that_is_taken_back_is_not_noted_and_the_next_one_is(scene):
    rows = Hashtag.objects.filter(campaign=scene.campaign)

    def half_way() -> None:
        with transaction.atomic():
            rows.update(text="half")
            transaction.set_rollback(True)

    assert moved_by(half_way) == set()
    assert moved_by(lambda: rows.update(text="whole")) == {(scene.campaign.pk, False)}


def test_thousand_rows_in_one_transaction_are_one_move(scene):
    for number in range(30):
        Ambassador.objects.create(campaign=scene.campaign, handle=f"star{number}")
    before = Stamp.objects.count()

    moved_by(lambda: Ambassador.objects.filter(campaign=scene.campaign).update(note_kk="!"))

    assert Stamp.objects.count() - before <= 1


def test_dropped_trigger_is_missed_and_made_anew(scene):
    """The negative control: what is asserted above is the triggers' work."""
    change = change_of(Hashtag, text="unseen")
    assert triggers.missing_triggers(connection) == set()
    name = next(one for one in triggers.wanted_triggers(connection.vendor) if "hashtag_up" in one)
    with connection.cursor() as cursor:
        triggers._drop(cursor, connection.vendor, name, "contests_hashtag")

    assert moved_by(lambda: change(scene)) == set()
    assert triggers.missing_triggers(connection) == {name}
    found = triggers.check_triggers(databases=["default"])
    assert [one.id for one in found] == ["website.W001"]

    triggers.install_triggers(connection)

    assert triggers.missing_triggers(connection) == set()
    again = change_of(Hashtag, text="seen")
    assert moved_by(lambda: again(scene)) == {(scene.campaign.pk, False)}


def test_triggers_name_every_column_that_is_not_hidden():
    """A column that a migration adds is watched from then on: the trigger's name changes."""
    for watched in WATCHED:
        columns = {field.column for field in trigger_sql.model_of(watched)._meta.local_fields}
        assert set(watched.hidden) | set(watched.only) <= columns


def test_migrating_takes_the_triggers_away_and_brings_them_back():
    present = triggers.present_triggers(connection)

    triggers.before_migrating(None, plan=[("a migration", False)], using="default")
    assert triggers.present_triggers(connection) == {}
    assert not Stamp.objects.exists()

    triggers.after_migrating(None, using="default")
    assert triggers.present_triggers(connection) == present
    assert Stamp.objects.filter(campaign_id=WATCHED_SITE).count() == 1


def test_migrating_nothing_touches_nothing():
    before = sums()

    triggers.before_migrating(None, plan=[], using="default")
    triggers.after_migrating(None, using="default")

    assert sums() == before
