from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from entries.importing import preview
from entries.importing.preview import preview_import
from entries.importing.states import State, state_of
from entries.importing.uploading import map_columns
from entries.models import Creator, Entry, PlatformAnswer, VideoImport
from tests.builders import build_creator, build_entry
from tests.entries.importing.files import POSTED, csv_file, exported
from tests.entries.importing.imports import (
    AT,
    counts,
    imported,
    importing_campaign,
    previewed,
    upload,
)
from tests.personas import manager

pytestmark = pytest.mark.django_db


def mixed_rows() -> list[list[Any]]:
    return [
        exported(1),
        exported(2, caption="no hashtag"),
        exported(3, caption=""),
        exported(1),
        ["nothing", "x"],
        exported(4),
        exported(5, posted_at=POSTED - timedelta(days=90)),
    ]


def test_preview_counts_what_would_happen_and_writes_nothing():
    campaign = importing_campaign()
    build_entry(campaign, video_id=exported(4)[0].rpartition("/")[2])
    before = Creator.objects.count()
    video_import = previewed(campaign, mixed_rows())
    summary = video_import.preview
    assert {name: summary[name] for name in ("new", "known", "doubled", "refused")} == {
        "new": 4,
        "known": 1,
        "doubled": 1,
        "refused": 1,
    }
    assert summary["proposals"] == {"accept": 1, "look": 1, "reject": 2}
    # A rule, how many entries break it, and of how many it is not known.
    assert summary["findings"] == [["window", 1, 0], ["hashtag", 1, 1]]
    assert summary["doubled_lines"] == [5]
    assert (video_import.rows_total, state_of(video_import)) == (7, State.PREVIEWED)
    assert list(video_import.refused_rows.values_list("line", "code")) == [(6, "not_a_link")]
    assert Entry.objects.count() == 1
    assert (Creator.objects.count(), PlatformAnswer.objects.count()) == (before, 0)


def test_import_does_what_its_preview_said():
    campaign = importing_campaign(max_entries_per_creator=2)
    build_entry(campaign, creator=build_creator(handle="reader7"))
    rows = [*mixed_rows(), *(exported(number, handle="Reader7") for number in range(10, 14))]
    video_import = imported(campaign, rows)
    told = {name: video_import.preview[name] for name in ("new", "known", "doubled", "refused")}
    assert counts(video_import) == told
    proposals: dict[str, int] = {}
    for proposal in video_import.entries.values_list("proposal", flat=True):
        proposals[proposal] = proposals.get(proposal, 0) + 1
    assert proposals == video_import.preview["proposals"]


@pytest.mark.parametrize(
    ("rows", "settings_", "failure"),
    [
        ([], {}, "no_rows"),
        ([exported(1), exported(2)], {"IMPORT_MAX_ROWS": 1}, "too_many_rows"),
    ],
)
def test_file_that_turns_out_unreadable_says_why(
    rows: list[Any], settings_: dict[str, int], failure: str, settings: LazySettings
):
    for name, value in settings_.items():
        setattr(settings, name, value)
    video_import = previewed(importing_campaign(), rows)
    assert (video_import.failure, state_of(video_import)) == (failure, State.UNREADABLE)


def test_columns_chosen_while_the_file_was_read_make_that_reading_worthless(
    monkeypatch: pytest.MonkeyPatch,
):
    video_import = upload(importing_campaign(), csv_file([exported(1)]))

    def choose_meanwhile(*_arguments: Any) -> bool:
        map_columns(
            import_id=video_import.pk,
            columns={"link": "Video URL"},
            encoding=video_import.encoding,
            time_zone="",
            by=manager(),
            at=AT + timedelta(minutes=1),
        )
        return False

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(preview, "_before_id", choose_meanwhile)
        preview_import(import_id=video_import.pk, at=AT)
    video_import.refresh_from_db()
    assert state_of(video_import) is State.READING
    preview_import(import_id=video_import.pk, at=AT)
    assert VideoImport.objects.get().preview["findings"][-1] == ["hashtag", 0, 1]


def test_reading_again_replaces_the_refused_rows():
    video_import = previewed(importing_campaign(), mixed_rows())
    VideoImport.objects.update(previewed_at=None)
    preview_import(import_id=video_import.pk, at=AT)
    assert video_import.refused_rows.count() == 1
