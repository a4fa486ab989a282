"""What is known of a video: answers are kept as they came, and its entries show their sum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from contests.models import Campaign
from contests.phases import Phase
from entries.checking import check_entries
from entries.models import Entry, PlatformAnswer, VideoCover
from entries.platforms.facts import VideoFacts
from entries.true_creator import correct_creators

Source = PlatformAnswer.Source

# Whose word counts more. Within one source the newest word counts.
RANK = (
    Source.STAFF,
    Source.TIKTOK_DISPLAY,
    Source.YOUTUBE,
    Source.TIKTOK_OEMBED,
    Source.IMPORT,
)
PLATFORMS_THEMSELVES = frozenset({Source.TIKTOK_DISPLAY, Source.YOUTUBE, Source.TIKTOK_OEMBED})
# It leads each person to their own videos only: one that it does not have may be somebody else's.
KNOWS_ONLY_OWN = frozenset({Source.TIKTOK_DISPLAY})
# Signed anew with each answer, so that another address alone is no news.
PASSING = frozenset({"cover_url"})
FIELDS = ("caption", "caption_state", "posted_at", "seconds", "available", "facts_at", "cover")


def keep_answer(
    *,
    platform: str,
    video_id: str,
    source: str,
    found: bool,
    said: Mapping[str, Any],
    at: datetime,
) -> PlatformAnswer:
    """Keep what a source said about a video; what it said last time too is not kept twice."""
    of_source = PlatformAnswer.objects.filter(platform=platform, video_id=video_id, source=source)
    last = of_source.order_by("-said_at", "-pk").first()
    if last and last.found == found and _lasting(last.said) == _lasting(said):
        return last
    return PlatformAnswer.objects.create(
        platform=platform,
        video_id=video_id,
        source=source,
        said_at=at,
        found=found,
        said=dict(said),
    )


def _lasting(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in PASSING}


def known(answers: Iterable[PlatformAnswer]) -> VideoFacts | None:
    """The sum of all answers about one video; None where nobody has said anything.

    Each fact is the highest-ranked source's newest word. A whole caption counts more than a cut
    one, whoever said it, and whether the video is public is the newest word of all. A source that
    takes a word back (None) leaves it to the others.
    """
    newest_first = sorted(answers, key=lambda answer: (answer.said_at, answer.pk), reverse=True)
    if not newest_first:
        return None
    by_rank = sorted(newest_first, key=lambda answer: RANK.index(Source(answer.source)))
    said = _first_words(by_rank)
    _put_caption(said, by_rank)
    said["public"] = next(
        (public for answer in newest_first if (public := _is_public(answer)) is not None), None
    )
    first = newest_first[0]
    return VideoFacts.from_said(first.platform, first.video_id, said)


def _first_words(by_rank: Iterable[PlatformAnswer]) -> dict[str, Any]:
    words: dict[str, Any] = {}
    spoken: set[tuple[str, str]] = set()
    for answer in by_rank:
        for key, value in answer.said.items():
            if (answer.source, key) not in spoken:
                spoken.add((answer.source, key))
                words[key] = value if words.get(key) is None else words[key]
    return words


def _put_caption(words: dict[str, Any], by_rank: Iterable[PlatformAnswer]) -> None:
    """Take caption and caption_cut from the same answer: each source's last, whole ones first."""
    spoken: dict[str, PlatformAnswer] = {}
    for answer in by_rank:
        if "caption" in answer.said:
            spoken.setdefault(answer.source, answer)
    told = [answer.said for answer in spoken.values() if answer.said["caption"] is not None]
    said: Mapping[str, Any] = min(told, key=lambda said: bool(said.get("caption_cut")), default={})
    words["caption"], words["caption_cut"] = said.get("caption"), said.get("caption_cut")


def _is_public(answer: PlatformAnswer) -> bool | None:
    if not answer.found:
        return None if answer.source in KNOWS_ONLY_OWN else False
    public: bool | None = answer.said.get("public")
    return public


def known_of(*, platform: str, video_ids: Collection[str]) -> dict[str, VideoFacts]:
    """What is known of each of these videos, by id; those of which nothing is known are missing."""
    of_video: dict[str, list[PlatformAnswer]] = defaultdict(list)
    for answer in PlatformAnswer.objects.filter(platform=platform, video_id__in=video_ids):
        of_video[answer.video_id].append(answer)
    facts = {video_id: known(answers) for video_id, answers in of_video.items()}
    return {video_id: fact for video_id, fact in facts.items() if fact}


def apply_facts(*, platform: str, video_id: str, at: datetime) -> None:
    """Write what is known of a video onto all its entries and check them anew."""
    apply_facts_of(platform=platform, video_ids=[video_id], at=at)


@transaction.atomic
def apply_facts_of(
    *, platform: str, video_ids: Collection[str], at: datetime, heard_at: datetime | None = None
) -> None:
    """The same for several videos of a platform. heard_at: when the platform was asked, if it was.

    Entries of published results stay as they were published. What nobody has said is left as it
    is, so that an older word of staff or an import is never emptied.
    """
    campaigns = lock_campaigns_of(platform=platform, video_ids=video_ids)
    write_facts(
        platform=platform, video_ids=video_ids, campaigns=campaigns, at=at, heard_at=heard_at
    )


def lock_campaigns_of(*, platform: str, video_ids: Collection[str]) -> list[Campaign]:
    """The campaigns that these videos take part in, locked in the order that everybody keeps."""
    of_videos = Entry.objects.filter(platform=platform, video_id__in=video_ids)
    campaigns = Campaign.objects.filter(pk__in=of_videos.values("campaign"))
    return list(campaigns.select_for_update(no_key=True).order_by("pk"))


def write_facts(
    *,
    platform: str,
    video_ids: Collection[str],
    campaigns: Iterable[Campaign],
    at: datetime,
    heard_at: datetime | None = None,
) -> None:
    """What `apply_facts_of` does, in campaigns that are locked already."""
    open_ones = [campaign for campaign in campaigns if not _is_published(campaign, at)]
    entries = list(
        Entry.objects.filter(platform=platform, video_id__in=video_ids, campaign__in=open_ones)
        .select_for_update(of=("self",), no_key=True)
        .select_related("creator")
        .order_by("pk")
    )
    if not entries:
        return
    facts = known_of(platform=platform, video_ids=video_ids)
    covers = _covers(platform, video_ids)
    for entry in entries:
        _write(entry, facts.get(entry.video_id), covers.get(entry.video_id), heard_at)
    Entry.objects.bulk_update(entries, FIELDS)
    touched = correct_creators(entries=entries, facts=facts, at=at)
    for campaign in open_ones:
        check_entries(
            campaign_id=campaign.pk,
            entry_ids=sorted(
                {entry.pk for entry in entries if entry.campaign_id == campaign.pk}
                | touched[campaign.pk]
            ),
            at=at,
        )


def _is_published(campaign: Campaign, at: datetime) -> bool:
    return campaign.phase_under_lock(at=at) in {Phase.ANNOUNCED, Phase.ARCHIVED}


def _covers(platform: str, video_ids: Collection[str]) -> dict[str, str]:
    covers = VideoCover.objects.filter(platform=platform, video_id__in=video_ids)
    return dict(covers.values_list("video_id", "image"))


def _write(
    entry: Entry, facts: VideoFacts | None, cover: str | None, heard_at: datetime | None
) -> None:
    if cover and not entry.cover:
        entry.cover.name = cover
    entry.facts_at = heard_at or entry.facts_at
    if facts is None:
        return
    if facts.caption is not None:
        states = Entry.CaptionState
        entry.caption = facts.caption
        entry.caption_state = states.CUT if facts.caption_cut else states.WHOLE
    if facts.posted_at is not None:
        entry.posted_at = facts.posted_at
    if facts.seconds is not None:
        entry.seconds = facts.seconds
    if facts.public is not None:
        entry.available = facts.public
