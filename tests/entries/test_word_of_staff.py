"""What staff mend on an entry stands against whatever a platform says later."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entries.models import Entry, PlatformAnswer
from tests import personas
from tests.builders import build_campaign, build_entry
from tests.entries.entering import sign_in
from tests.entries.lookups import ask, outcomes, waiting_entry, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, personas.manager())


def mend(desk: Client, entry: Entry, **fields: Any) -> Entry:
    """Send the form of the entry's page, as it is but for these fields."""
    address = f"/admin/entries/entry/{entry.pk}/change/"
    posted = entry.posted_at and entry.posted_at.astimezone(entry.campaign.zone)
    data = {
        "caption": entry.caption,
        "seconds": entry.seconds or "",
        "language": entry.language,
        "posted_at_0": f"{posted:%Y-%m-%d}" if posted else "",
        "posted_at_1": f"{posted:%H:%M:%S}" if posted else "",
    }
    for prefix in ("decisions", "checks", "consents"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    assert desk.post(address, data | fields).status_code == 302
    entry.refresh_from_db()
    return entry


def test_mended_caption_is_not_written_over(desk: Client, platforms: Any):
    entry = waiting_entry(platforms, caption="what the platform says", cover=False)
    mend(desk, entry, caption="As written: #кітапток")
    work_off()
    entry.refresh_from_db()
    assert (entry.caption, entry.caption_state) == ("As written: #кітапток", "whole")
    assert outcomes(entry)["hashtag"] == "pass"
    answer = PlatformAnswer.objects.get(source="staff")
    assert answer.said == {"caption": "As written: #кітапток", "by": personas.manager().pk}


def test_emptied_caption_is_the_platform_s_again(desk: Client, platforms: Any):
    entry = waiting_entry(platforms, caption="what the platform says", cover=False)
    work_off()
    entry.refresh_from_db()
    mend(desk, entry, caption="mended")
    mend(desk, entry, caption="")
    assert (entry.caption, entry.caption_state) == ("what the platform says", "whole")


def test_emptied_caption_is_unknown_where_nobody_else_told_one(desk: Client):
    entry = build_entry(build_campaign(), caption="typed", caption_state="whole")
    mend(desk, entry, caption="")
    assert (entry.caption, entry.caption_state) == ("", "unknown")


def test_mended_length_and_time_reach_every_entry_of_the_video(desk: Client):
    entry = build_entry(build_campaign(), status="received")
    other = build_entry(build_campaign(), video_id=entry.video_id, creator=entry.creator)
    posted = timezone.localtime(entry.posted_at) + timedelta(hours=1)
    mend(desk, entry, seconds=42)
    entry = mend(desk, entry, posted_at_0=f"{posted:%Y-%m-%d}", posted_at_1="23:59")
    other.refresh_from_db()
    assert (other.seconds, other.posted_at) == (42, entry.posted_at)
    assert entry.posted_at.minute == 59


def test_what_was_not_mended_is_not_written(desk: Client, monkeypatch: Any):
    """While the form was open, somebody else may have decided."""
    entry = build_entry(build_campaign(), status="received")
    save = Entry.save

    def save_late(self: Entry, **kwargs: Any) -> None:
        Entry.objects.filter(pk=entry.pk).update(status="withdrawn", facts_at=timezone.now())
        save(self, **kwargs)

    monkeypatch.setattr(Entry, "save", save_late)
    mend(desk, entry, seconds=42)
    assert (entry.seconds, entry.status) == (42, "withdrawn")
    assert entry.facts_at is not None


def test_mended_language_says_nothing_about_the_video(desk: Client):
    entry = build_entry(build_campaign())
    mend(desk, entry, language="kk")
    assert not PlatformAnswer.objects.exists()
    ask(entry)


def test_change_of_joint_creators_is_checked(desk: Client):
    entry = build_entry(build_campaign(), status="received")
    joint = build_entry(build_campaign()).creator
    assert not entry.checks.exists()
    mend(desk, entry, joint_creators=[joint.pk])
    assert list(entry.joint_creators.all()) == [joint]
    assert entry.checks.exists()
