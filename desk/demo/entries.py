"""The entries of the demo: entered, confirmed and decided on as people would have done it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from contests.models import Campaign
from desk.demo.covers import Cover
from desk.demo.people import Cast, entrant
from desk.demo.pictures import Draw, stored_cover
from desk.demo.planning import OF_THE_CREATOR, Fate, PlannedEntry
from desk.demo.read import CampaignText, Texts
from entries.application import Application, asks_age
from entries.checking import check_entries
from entries.consents import REQUIRED_CONSENTS
from entries.intake import RECEIVE, submit_entry
from entries.links import VideoLink, parse_video_link
from entries.models import Creator, Decision, Entry, Lookup
from entries.moderation import accept_entry, reject_entry
from entries.video_ids import tiktok_id_for
from partners.models import PartnerAccount, Platform

OF_AGE = 25


@dataclass(frozen=True)
class MadeEntry:
    """An entry in the database and the plan that it follows."""

    entry: Entry
    planned: PlannedEntry


def enter_videos(
    campaign: Campaign,
    text: CampaignText,
    planned: list[PlannedEntry],
    *,
    rejections: list[Texts],
    cast: Cast,
    draw: Draw,
) -> list[MadeEntry]:
    """Enter the planned videos and decide on them; returns them in the order of the plan."""
    made = []
    for one in planned:
        link = _link(campaign, one)
        take = _take_up if campaign.is_showcase else _submit
        entry = take(campaign, one, link=link, cast=cast)
        _describe(entry, one)
        entry.cover.name = stored_cover(_cover(text, one), slug=text.slug, draw=draw)
        entry.save()
        _name_the_others(entry, one)
        check_entries(campaign_id=campaign.pk, entry_ids=[entry.pk], at=one.received_at)
        _decide(entry, one, rejections=rejections, cast=cast)
        entry.refresh_from_db()
        made.append(MadeEntry(entry, one))
    # The videos are invented: no platform is to be asked about them.
    Lookup.objects.filter(video_id__in=[one.entry.video_id for one in made]).delete()
    return made


def _link(campaign: Campaign, one: PlannedEntry) -> VideoLink:
    video_id = tiktok_id_for(one.posted_at, salt=campaign.pk * 1000 + one.number)
    return parse_video_link(f"https://www.tiktok.com/@{one.handle}/video/{video_id}")


def _submit(campaign: Campaign, one: PlannedEntry, *, link: VideoLink, cast: Cast) -> Entry:
    """By the form, as a creator who has proven the address."""
    language = one.video.language
    if one.handle == OF_THE_CREATOR:
        person = cast.creator
    else:
        person = entrant(one.handle, language=language, at=one.received_at - timedelta(minutes=4))
    return submit_entry(
        campaign_id=campaign.pk,
        link=link,
        handle=one.handle,
        by=person,
        application=Application(
            consents=set(REQUIRED_CONSENTS),
            language=language,
            age=OF_AGE if asks_age(campaign) else None,
            country=campaign.countries[0] if campaign.countries else "",
        ),
        at=one.received_at,
        address_proven=True,
    )


def _take_up(campaign: Campaign, one: PlannedEntry, *, link: VideoLink, cast: Cast) -> Entry:
    """By staff: nobody enters a video into a showcase."""
    creator, _new = Creator.objects.get_or_create(platform=link.platform, handle=one.handle)
    entry = Entry.objects.create(
        campaign=campaign,
        platform=link.platform,
        video_id=link.video_id,
        url=link.canonical_url,
        creator=creator,
        source=Entry.Source.STAFF,
        received_at=one.received_at,
        confirmed_at=one.received_at,
    )
    Decision.objects.create(
        entry=entry, verb=RECEIVE, to_status=entry.status, by=cast.moderator, at=one.received_at
    )
    return entry


def _describe(entry: Entry, one: PlannedEntry) -> None:
    """What moderators note about a video when they have looked at it."""
    entry.caption, entry.caption_state = one.video.caption, Entry.CaptionState.WHOLE
    entry.available = True
    entry.language = one.video.language
    entry.posted_at = one.posted_at
    entry.seconds = one.seconds
    account = PartnerAccount.objects.filter(platform=entry.platform, handle=one.handle).first()
    if account:
        entry.institution = account.partner


def _cover(text: CampaignText, one: PlannedEntry) -> Cover:
    return Cover(
        number=one.number,
        accent=text.accent,
        ornament=text.ornament,
        motif=one.video.motif,
        headline=one.video.headline,
        hashtag=text.official_hashtag,
    )


def _name_the_others(entry: Entry, one: PlannedEntry) -> None:
    """Under which name a winner is known, and with whom the video was made."""
    if one.winner is None:
        return
    if one.winner.display_name:
        entry.creator.display_name = one.winner.display_name
        entry.creator.save(update_fields=["display_name"])
    for handle in one.winner.joint:
        creator, _new = Creator.objects.get_or_create(platform=Platform.TIKTOK, handle=handle)
        entry.joint_creators.add(creator)


def _decide(entry: Entry, one: PlannedEntry, *, rejections: list[Texts], cast: Cast) -> None:
    if one.decided_at is None:
        return
    if one.fate is Fate.ACCEPTED:
        accept_entry(entry_id=entry.pk, by=cast.moderator, at=one.decided_at)
    elif one.fate is Fate.REJECTED:
        why = rejections[one.number % len(rejections)]
        # Told in the language of the mail about it.
        language = entry.submitted_by.preferred_language if entry.submitted_by else "en"
        reject_entry(entry_id=entry.pk, by=cast.moderator, at=one.decided_at, reason=why[language])
