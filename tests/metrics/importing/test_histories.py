"""Files of random histories, cut into any batches: what comes of them is what the rules say."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from entries.models import Entry
from metrics.importing import preview, taking_over
from metrics.keeping import keep_anew
from metrics.models import Reading
from metrics.recording import Figures, record_reading
from metrics.refusal import MetricsRefused
from tests.builders import build_entry
from tests.metrics.importing.imports import (
    AT,
    counts,
    imported,
    kept,
    reading_campaign,
    refusals,
    row,
    taken,
    written,
)

_line = st.tuples(
    st.integers(0, 4),  # the video; the last one is not in the campaign
    st.integers(0, 6),  # minutes
    st.integers(0, 9),  # views
)
_seed = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9))
_names = count(1)


class Model:
    """The rules in plain Python, a row at a time."""

    def __init__(self) -> None:
        self.last: dict[int, tuple[int, int]] = {}
        self.taken = self.falling = 0

    def code(self, video: int, minutes: int, views: int) -> str | None:
        if video == 4:
            return "unknown_video"
        before = self.last.get(video)
        if before and minutes <= before[0]:
            return "same_moment" if minutes == before[0] else "older"
        self.falling += before is not None and views < before[1]
        self.taken += 1
        self.last[video] = (minutes, views)
        return None


def record(entry: Entry, taken_at: datetime, views: int) -> str | None:
    """What the verb for one reading says."""
    try:
        with transaction.atomic():
            record_reading(
                entry_id=entry.pk,
                taken_at=taken_at,
                figures=Figures(views=views, likes=3, shares=1),
                source=Reading.Source.IMPORT,
                by=None,
                at=AT,
            )
    except MetricsRefused as refused:
        return refused.code
    return None


def entries_of_a_campaign() -> Iterator[Entry]:
    campaign = reading_campaign(opens_at=taken(2), closes_at=AT)
    yield from (build_entry(campaign) for _ in range(4))
    yield build_entry(reading_campaign())


class Histories(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(
        st.lists(_seed, max_size=4),
        st.lists(_line, min_size=1, max_size=25),
        st.integers(1, 12),
        st.integers(1, 12),
    )
    def test_import_in_any_chunks_is_what_the_rules_say_row_by_row(
        self,
        seeds: list[tuple[int, int, int]],
        lines: list[tuple[int, int, int]],
        batch: int,
        preview_batch: int,
    ) -> None:
        by_file, one_by_one = list(entries_of_a_campaign()), list(entries_of_a_campaign())
        model = Model()
        for video, minutes, views in seeds:
            if model.code(video, minutes, views) is None:
                record(by_file[video], taken(minutes), views)
                record(one_by_one[video], taken(minutes), views)
        model.taken = model.falling = 0
        expected = [(2 + place, model.code(*line)) for place, line in enumerate(lines)]
        rows = [row(by_file[video], views, minutes=minutes) for video, minutes, views in lines]
        rows[0].append(f"file {next(_names)}")
        with (
            mock.patch.object(taking_over, "BATCH", batch),
            mock.patch.object(preview, "BATCH", preview_batch),
        ):
            reading_import = imported(by_file[0].campaign, rows)
        told = [(line, code) for line, code in expected if code]
        assert refusals(reading_import) == told
        assert counts(reading_import) == (model.taken, model.falling, len(told))
        summary = reading_import.preview
        assert (summary["readings"], summary["falling"]) == (model.taken, model.falling)
        assert summary["refused"] == len(told)

        said = [
            "unknown_video" if video == 4 else record(one_by_one[video], taken(minutes), views)
            for video, minutes, views in lines
        ]
        assert said == [code for _line, code in expected]

        def without_names(entries: list[Entry], rows: list[tuple]) -> list[tuple]:
            names = {entry.video_id: place for place, entry in enumerate(entries)}
            return sorted(((names[first], *rest) for first, *rest in rows), key=str)

        campaigns = (by_file[0].campaign, one_by_one[0].campaign)
        for told_of in (written, kept):
            first, second = (told_of(campaign) for campaign in campaigns)
            assert without_names(by_file, first) == without_names(one_by_one, second)
        before = kept(campaigns[0])
        keep_anew(campaign=campaigns[0])
        assert kept(campaigns[0]) == before


def test_the_model_itself_refuses_and_accepts():
    model = Model()
    assert [model.code(0, 1, 5), model.code(0, 1, 5), model.code(0, 0, 5)] == [
        None, "same_moment", "older",
    ]  # fmt: skip
    assert (model.code(0, 2, 4), model.falling, model.taken) == (None, 1, 2)


@pytest.mark.django_db
def test_the_verb_for_one_reading_says_the_same():
    entry = build_entry(reading_campaign())
    moments = (taken(1), taken(1), taken(0), taken(2))
    assert [record(entry, moment, 5) for moment in moments] == [None, "same_moment", "older", None]
