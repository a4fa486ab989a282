"""What can be said about pasted videos before they are entered, without asking the network.

Jobs ask; this module reads what they have found, and has them asked about what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from contests.models import Campaign
from entries.check_sentences import rule_name, sentence_of
from entries.checking import terms_of
from entries.eligibility import Code, Finding, Outcome, Owner, Rule, Subject, evaluate
from entries.facts import known_of
from entries.intake import check_free, platform_names
from entries.links import VideoLink
from entries.looking_up import ask_about
from entries.models import Check, Entry, Lookup, PlatformAnswer, ShortLink, VideoCover
from entries.pasted_videos import PastedVideo, ask_short_links, short_links_in
from entries.platforms.facts import VideoFacts
from entries.refusal import EntryRefused
from entries.several_links import PastedLink
from partners.models import Platform

NEWS_AFTER = timedelta(days=1)
"""How old an answer may be before the platform is asked again because somebody types a link."""
# About the video itself; the others need to know who enters it.
_RULES = frozenset({Rule.WINDOW, Rule.DURATION, Rule.HASHTAG, Rule.PUBLIC})
_WORTH_SAYING = frozenset({Code.ID_DRAWN_BEFORE_OPENING, Code.HASHTAG_LOOKALIKE, Code.CAPTION_CUT})
_COLOURS = {Outcome.PASS: "ok", Outcome.FAIL: "bad", Outcome.UNKNOWN: "warn"}


@dataclass(frozen=True)
class SaidCheck:
    """What a rule found, as far as it is worth saying: outcome and colour, or why it matters."""

    rule: str
    outcome: str
    colour: str
    sentence: str


@dataclass(frozen=True)
class Recognised:
    """One pasted link and what is known of its video so far.

    problem: why it cannot be entered; empty where nothing speaks against it as yet.
    handle: told by the platform or claimed by the link; empty where the person has to say it.
    is_waiting: whether a job may tell more.
    """

    text: str
    problem: str = ""
    video: VideoLink | None = None
    facts: VideoFacts | None = None
    handle: str = ""
    cover_url: str = ""
    checks: tuple[SaidCheck, ...] = ()
    is_waiting: bool = False

    @property
    def platform(self) -> str:
        """As people write it."""
        return str(Platform(self.video.platform).label) if self.video else ""

    @property
    def asks_handle(self) -> bool:
        """Whether the account will have to be named."""
        return bool(self.video and not (self.problem or self.handle or self.is_waiting))


@dataclass(frozen=True)
class NewToUs:
    """Short links and videos about which nobody has been asked lately."""

    short_links: list[str]
    videos: list[VideoLink]

    def __len__(self) -> int:
        return len(self.short_links) + len(self.videos)


def new_to_us(
    links: Sequence[PastedLink], pasted: Sequence[PastedVideo], *, at: datetime
) -> NewToUs:
    """What of these links has still to be asked."""
    short_links = short_links_in(links)
    known = ShortLink.objects.filter(link__in=short_links).values_list("link", flat=True)
    videos = [one.video for one in pasted if one.video]
    asked = _keys(Lookup.objects.filter(_is_one_of(videos))) | _keys(
        PlatformAnswer.objects.filter(_is_one_of(videos), said_at__gt=at - NEWS_AFTER)
    )
    return NewToUs(
        [link for link in short_links if link not in set(known)],
        [video for video in videos if (video.platform, video.video_id) not in asked],
    )


def ask_about_new(new: NewToUs, *, at: datetime) -> None:
    """Have jobs follow the short links and ask the platforms about the videos."""
    ask_short_links(new.short_links, at=at)
    for video in new.videos:
        ask_about(platform=video.platform, video_id=video.video_id, at=at)


def recognise(
    campaign: Campaign, pasted: Sequence[PastedVideo], *, by: User | None, at: datetime
) -> list[Recognised]:
    """What is known of each pasted video now; as many queries for ten of them as for one."""
    videos = [one.video for one in pasted if one.video]
    entries = {
        (entry.platform, entry.video_id): entry
        for entry in campaign.entries.filter(_is_one_of(videos))
    }
    covers = {
        (cover.platform, cover.video_id): cover.image.url
        for cover in VideoCover.objects.filter(_is_one_of(videos))
    }
    asked = _keys(Lookup.objects.filter(_is_one_of(videos)))
    facts = {
        platform: known_of(platform=platform, video_ids=[v.video_id for v in videos])
        for platform in sorted({video.platform for video in videos})
    }
    terms = terms_of(campaign)
    found = []
    for one in pasted:
        if one.video is None:
            found.append(Recognised(one.text, problem=str(one.problem), is_waiting=one.is_pending))
            continue
        key = (one.video.platform, one.video.video_id)
        known = facts[one.video.platform].get(one.video.video_id)
        told = evaluate(terms, _subject(one.video, known, at))
        found.append(
            Recognised(
                one.text,
                problem=_problem(campaign, one.video, entries.get(key), by, at),
                video=one.video,
                facts=known,
                handle=(known and known.author_handle) or one.video.claimed_handle or "",
                cover_url=covers.get(key, ""),
                checks=_said(told, campaign),
                is_waiting=key in asked,
            )
        )
    return found


def _is_one_of(videos: Iterable[VideoLink]) -> Q:
    one_of = Q(pk__in=[])
    for video in videos:
        one_of |= Q(platform=video.platform, video_id=video.video_id)
    return one_of


def _keys(rows: Iterable[Lookup] | Iterable[PlatformAnswer]) -> set[tuple[str, str]]:
    return {(row.platform, row.video_id) for row in rows}


def _problem(
    campaign: Campaign, video: VideoLink, entry: Entry | None, by: User | None, at: datetime
) -> str:
    if video.platform not in campaign.platforms:
        refused = EntryRefused("platform_not_allowed", platforms=platform_names(campaign))
        return refused.message
    if entry is not None:
        try:
            check_free(entry, by, at)
        except EntryRefused as refused:
            return refused.message
    return ""


def _said(findings: Iterable[Finding], campaign: Campaign) -> tuple[SaidCheck, ...]:
    """What is met, what is not, and what has to be looked at; the merely unknown is left out."""
    return tuple(
        SaidCheck(
            rule=rule_name(finding.rule),
            outcome=str(Check.Outcome(finding.outcome).label),
            colour=_COLOURS[finding.outcome],
            sentence=""
            if finding.outcome is Outcome.PASS
            else sentence_of(finding.rule, finding.code, finding.evidence, campaign.zone),
        )
        for finding in findings
        if finding.rule in _RULES
        and (finding.outcome is not Outcome.UNKNOWN or finding.code in _WORTH_SAYING)
    )


def _subject(video: VideoLink, known: VideoFacts | None, at: datetime) -> Subject:
    """What the rules about the video are asked with; nothing is known of the person yet."""
    facts = known or VideoFacts(video.platform, video.video_id)
    return Subject(
        platform=video.platform,
        video_id=video.video_id,
        posted_at=facts.posted_at,
        caption=facts.caption,
        caption_cut=facts.caption_cut,
        seconds=facts.seconds,
        public=facts.public,
        owner=Owner.UNKNOWN,
        earlier_entries=0,
        age=None,
        country="",
        guardian_agreed=None,
        excluded_as="",
        received_at=at,
    )
