"""Facts become kept answers and come back; what was not said is not in them."""

import json
from datetime import UTC, datetime, timedelta, timezone

from entries.platforms.facts import VideoFacts

POSTED = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_said_holds_only_what_was_told():
    assert VideoFacts("tiktok", "1").said() == {}
    facts = VideoFacts("tiktok", "1", caption="", public=False, views=0)
    assert facts.said() == {"caption": "", "public": False, "views": 0}


def test_said_comes_back_through_json():
    facts = VideoFacts(
        "tiktok", "1", caption="#a", caption_cut=True, posted_at=POSTED, seconds=42, likes=3
    )
    told = json.loads(json.dumps(facts.said()))
    assert told["posted_at"] == "2026-11-02T09:00:00+00:00"
    assert VideoFacts.from_said("tiktok", "1", told) == facts


def test_said_writes_moments_of_other_zones_in_utc():
    elsewhere = POSTED.astimezone(timezone(timedelta(hours=4)))
    assert VideoFacts("youtube", "x", posted_at=elsewhere).said() == {
        "posted_at": "2026-11-02T09:00:00+00:00"
    }


def test_from_said_passes_over_foreign_keys():
    said = {"views": 5, "video_id": "other", "colour": "red", "likes": None}
    assert VideoFacts.from_said("tiktok", "1", said) == VideoFacts("tiktok", "1", views=5)
