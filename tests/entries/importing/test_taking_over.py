from datetime import timedelta
from typing import Any

import pytest

from contests.phases import Phase
from entries.checking import check_entries
from entries.importing import taking_over
from entries.importing.starting import resume_import, stop_import
from entries.importing.taking_over import take_over
from entries.models import Check, Creator, Decision, Entry, Lookup, PlatformAnswer, VideoImport
from tests.builders import build_campaign, build_creator, build_entry, utc
from tests.entries.importing.files import POSTED, csv_file, exported, xlsx_file
from tests.entries.importing.imports import (
    AT,
    counts,
    everything,
    imported,
    importing_campaign,
    started,
)
from tests.personas import manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_over, "BATCH", 3)


def test_row_becomes_an_entry_with_everything_that_belongs_to_it():
    campaign = importing_campaign()
    video_import = imported(campaign, [exported(1, handle="Aysel")])
    entry = Entry.objects.get()
    assert (entry.campaign, entry.creator.handle, entry.platform) == (campaign, "Aysel", "tiktok")
    assert entry.url == f"https://www.tiktok.com/@Aysel/video/{entry.video_id}"
    assert (entry.source, entry.video_import, entry.submitted_by) == ("import", video_import, None)
    assert (entry.received_at, entry.confirmed_at) == (AT, AT)
    assert (entry.caption, entry.caption_state) == ("Кітап 1 #кітапток", "whole")
    assert (entry.posted_at, entry.seconds, entry.available) == (POSTED, 42, True)
    assert (entry.status, entry.proposal) == ("received", "accept")
    decision = Decision.objects.get()
    assert (decision.verb, decision.from_status, decision.to_status) == ("receive", "", "received")
    assert (decision.by, decision.at) == (manager(), AT)
    answer = PlatformAnswer.objects.get()
    assert (answer.source, answer.found, answer.said["views"]) == ("import", True, 1000)
    assert counts(video_import) == {"new": 1, "known": 0, "doubled": 0, "refused": 0}
    assert video_import.finished_at == AT


def test_checks_are_those_that_checking_would_write():
    campaign = importing_campaign(max_entries_per_creator=2, min_age=14, countries=["KZ"])
    rows = [exported(number, handle="prolific") for number in range(1, 4)]
    rows += [exported(4, caption="no hashtag", seconds=5), exported(5, caption="")]
    imported(campaign, rows)
    written = everything()
    stored = list(Check.objects.order_by("pk").values("pk", "outcome", "found", "code", "evidence"))
    check_entries(campaign_id=campaign.pk, entry_ids=[e.pk for e in Entry.objects.all()], at=AT)
    assert everything() == written
    assert (
        list(Check.objects.order_by("pk").values("pk", "outcome", "found", "code", "evidence"))
        == stored
    )
    assert {check["outcome"] for check in stored} == {"pass", "fail", "unknown"}
    number = Check.objects.filter(rule="number", entry__creator__handle="prolific")
    assert sorted(number.values_list("outcome", flat=True)) == ["fail", "pass", "pass"]


@pytest.mark.parametrize(
    ("row", "proposal"),
    [
        (exported(1), "accept"),
        (exported(1, caption="no hashtag"), "reject"),
        (exported(1, caption=""), "look"),
        (exported(1, posted_at=POSTED - timedelta(days=60)), "reject"),
        (exported(1, seconds=""), "look"),
    ],
)
def test_rules_propose_what_to_do(row: list[Any], proposal: str):
    imported(importing_campaign(), [row])
    assert Entry.objects.get().proposal == proposal


def test_entries_that_meet_every_rule_are_accepted_where_the_campaign_says_so():
    campaign = importing_campaign(accepts_automatically=True)
    imported(campaign, [exported(1), exported(2, caption="none")])
    assert dict(Entry.objects.values_list("proposal", "status")) == {
        "accept": "accepted",
        "reject": "received",
    }
    accepted = Decision.objects.get(verb="accept")
    assert (accepted.by, accepted.at, accepted.from_status) == (None, AT, "received")


def test_entry_that_is_there_already_stays_and_what_the_file_says_is_kept():
    campaign = importing_campaign()
    row = exported(1)
    entry = build_entry(
        campaign, status="rejected", video_id=row[0].rpartition("/")[2], caption="As it was"
    )
    video_import = imported(campaign, [row])
    assert counts(video_import) == {"new": 0, "known": 1, "doubled": 0, "refused": 0}
    entry.refresh_from_db()
    assert (entry.status, entry.caption, entry.video_import) == ("rejected", "As it was", None)
    assert PlatformAnswer.objects.get().said["caption"] == "Кітап 1 #кітапток"
    assert not Decision.objects.exists()


def test_what_an_import_said_before_is_not_kept_twice():
    rows = [exported(1), exported(2)]
    imported(importing_campaign(), rows)
    rows[1][2] = "Another caption #кітапток"
    imported(importing_campaign(), rows)
    assert Entry.objects.count() == 4
    assert PlatformAnswer.objects.count() == 3


def test_entry_shows_what_a_better_source_said_before():
    row = exported(1)
    PlatformAnswer.objects.create(
        platform="tiktok",
        video_id=row[0].rpartition("/")[2],
        source=PlatformAnswer.Source.TIKTOK_OEMBED,
        said_at=AT - timedelta(days=1),
        found=True,
        said={"caption": "From the platform #кітапток"},
    )
    imported(importing_campaign(), [row])
    entry = Entry.objects.get()
    assert (entry.caption, entry.seconds) == ("From the platform #кітапток", 42)


@pytest.mark.usefixtures("small_batches")
def test_video_that_stands_in_the_file_twice_is_one_entry():
    campaign = importing_campaign()
    rows = [exported(number) for number in (1, 2, 1, 3, 2, 2)]
    video_import = imported(campaign, rows)
    assert counts(video_import) == {"new": 3, "known": 0, "doubled": 3, "refused": 0}
    assert video_import.preview["doubled"] == 3
    assert Entry.objects.count() == PlatformAnswer.objects.count() == 3


def test_refused_rows_are_kept_with_line_and_cause():
    rows = [exported(1), ["soon", "x"], exported(2), ["https://vm.tiktok.com/ZMabc/", "y"]]
    video_import = imported(importing_campaign(), rows)
    assert counts(video_import) == {"new": 2, "known": 0, "doubled": 0, "refused": 2}
    assert list(video_import.refused_rows.values_list("line", "code", "text")) == [
        (3, "not_a_link", "soon"),
        (5, "short_link", "https://vm.tiktok.com/ZMabc/"),
    ]


def test_creators_are_found_by_id_and_by_handle_in_any_case():
    by_handle = build_creator(handle="Aysel")
    by_id = build_creator(handle="oldname", platform_user_id="77")
    headers = ["Link", "Handle", "Author id", "Display name"]
    rows = [
        [exported(1)[0], "aysel", "", ""],
        [exported(2)[0], "newname", "77", ""],
        [exported(3)[0], "fresh", "88", "Fresh Face"],
        [exported(4)[0], "FRESH", "", ""],
        [exported(5)[0], "İŞIQ", "", ""],
        [exported(6)[0], "işıq", "", ""],
    ]
    imported(importing_campaign(), csv_file(rows, headers=headers))
    owners = list(Entry.objects.order_by("pk").values_list("creator__handle", flat=True))
    assert owners[:4] == [by_handle.handle, by_id.handle, "fresh", "fresh"]
    fresh = Creator.objects.get(handle="fresh")
    assert (fresh.platform_user_id, fresh.display_name) == ("88", "Fresh Face")


def test_workbook_is_taken_over_as_a_text_file_is():
    rows = [exported(number) for number in range(1, 6)]
    imported(importing_campaign(), xlsx_file(rows))
    assert Entry.objects.count() == 5
    assert set(Entry.objects.values_list("posted_at", flat=True)) == {POSTED}


@pytest.mark.usefixtures("small_batches")
def test_import_that_was_stopped_goes_on_where_it_stopped():
    video_import = started(importing_campaign(), [exported(number) for number in range(8)])

    def stop_after_the_second_batch() -> Any:
        if Entry.objects.count() == 3:
            stop_import(import_id=video_import.pk, by=manager(), at=AT)
        return AT

    take_over(import_id=video_import.pk, clock=stop_after_the_second_batch)
    video_import.refresh_from_db()
    assert (video_import.rows_done, video_import.finished_at) == (3, None)
    take_over(import_id=video_import.pk, clock=lambda: AT)
    assert Entry.objects.count() == 3
    resume_import(import_id=video_import.pk, by=manager(), at=AT)
    take_over(import_id=video_import.pk, clock=lambda: AT)
    video_import.refresh_from_db()
    assert (video_import.rows_done, video_import.finished_at) == (8, AT)
    assert Entry.objects.count() == 8


@pytest.mark.usefixtures("small_batches")
def test_failure_within_a_batch_leaves_nothing_of_it(monkeypatch: pytest.MonkeyPatch):
    video_import = started(importing_campaign(), [exported(number) for number in range(8)])
    move_on = taking_over._move_on

    def fail_in_the_second_batch(*arguments: Any) -> None:
        move_on(*arguments)
        if Entry.objects.count() == 6:
            raise RuntimeError

    monkeypatch.setattr(taking_over, "_move_on", fail_in_the_second_batch)
    with pytest.raises(RuntimeError):
        take_over(import_id=video_import.pk, clock=lambda: AT)
    assert Entry.objects.count() == Decision.objects.count() == 3
    assert VideoImport.objects.get().rows_done == 3
    monkeypatch.setattr(taking_over, "_move_on", move_on)
    take_over(import_id=video_import.pk, clock=lambda: AT)
    assert Entry.objects.count() == 8


@pytest.mark.usefixtures("small_batches")
def test_import_rests_when_the_campaign_is_over():
    campaign = importing_campaign()
    video_import = started(campaign, [exported(number) for number in range(8)])

    def announce_after_the_second_batch() -> Any:
        if Entry.objects.count() == 3:
            type(campaign).objects.update(announced_at=AT)
        return AT

    take_over(import_id=video_import.pk, clock=announce_after_the_second_batch)
    video_import.refresh_from_db()
    assert (video_import.rows_done, video_import.stop_asked_at) == (3, AT)
    assert video_import.failure == "not_in_this_phase"


def test_import_whose_file_is_gone_rests_and_says_so():
    video_import = started(importing_campaign(), [exported(1)])
    video_import.file.storage.delete(video_import.file.name)
    take_over(import_id=video_import.pk, clock=lambda: AT)
    video_import.refresh_from_db()
    assert (video_import.failure, video_import.stop_asked_at) == ("file_gone", AT)


@pytest.mark.parametrize("rows", [3, 30])
def test_batch_takes_as_many_queries_however_long_it_is(
    rows: int, django_assert_max_num_queries: Any
):
    video_import = started(importing_campaign(), [exported(number) for number in range(rows)])
    with django_assert_max_num_queries(45):
        take_over(import_id=video_import.pk, clock=lambda: AT)


def test_platforms_are_asked_about_new_videos_one_after_the_other():
    rows = [exported(number) for number in range(4)]
    known, other = rows[0][0].rpartition("/")[2], utc(2026, 11, 1)
    Lookup.objects.create(
        source="tiktok_oembed", platform="tiktok", video_id=known, due_at=other, asked_at=other
    )
    imported(importing_campaign(), rows)
    due = dict(Lookup.objects.values_list("video_id", "due_at"))
    assert due.pop(known) == other
    assert sorted(due.values()) == [AT + timedelta(seconds=number) for number in (1, 2, 3)]


def test_campaign_under_review_takes_imports():
    campaign = build_campaign(phase=Phase.REVIEW, at=utc(2026, 12, 1))
    imported(campaign, [exported(1)], at=utc(2026, 12, 1))
    assert Entry.objects.count() == 1
