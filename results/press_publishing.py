"""Publishing a press release, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from partners.language_tabs import own_name
from results.models import Announcement, PressRelease
from results.press_facts import awards_behind, named_by, newest_announcement
from results.press_moves import PUBLISHED, Kind, State, Verb, demand_phase, lock_release, record
from results.press_refusal import PressRefused
from results.press_writing import digest_of, present_texts


@transaction.atomic
def publish_release(
    *, release_id: int, digest: str, compared: bool = False, by: User, at: datetime
) -> PressRelease:
    """Make a release public, from now on and unchangeable.

    digest: of the texts that `by` looked at (press_writing.digest_of). compared: `by` says that the
    text fits the announced winners although it was made of others. Raises PressRefused: is_…,
    changed, text_missing, winners_changed, published_already and those of the phase.
    """
    release = lock_release(release_id, Verb.PUBLISH)
    demand_phase(PUBLISHED, release, at=at)
    if digest_of(release) != digest:
        raise PressRefused("changed")
    _demand_texts(release)
    if release.kind == Kind.RESULTS:
        release.announcement = newest_announcement(release.campaign)
        if release.announcement is None:
            raise PressRefused("not_announced")
        if not compared and named_now(release, release.announcement) != release.named:
            raise PressRefused("winners_changed")
    if rival_of(release) is not None:
        raise PressRefused("published_already")
    release.published_at, release.published_by = at, by
    release.save(update_fields=["announcement", "published_at", "published_by"])
    texts = present_texts(release)
    record(release, Verb.PUBLISH, by=by, at=at, from_state=State.DRAFT, texts=texts)
    return release


@transaction.atomic
def withdraw_release(*, release_id: int, reason: str, by: User, at: datetime) -> PressRelease:
    """Take a published release back: its page then says so, without the text.

    reason: for the staff. Raises PressRefused: is_…, no_reason.
    """
    release = lock_release(release_id, Verb.WITHDRAW)
    if not reason.strip():
        raise PressRefused("no_reason")
    _end(release, by=by, at=at)
    record(
        release,
        Verb.WITHDRAW,
        by=by,
        at=at,
        from_state=State.PUBLISHED,
        reason=reason.strip(),
    )
    return release


@transaction.atomic
def put_release_away(*, release_id: int, by: User, at: datetime) -> PressRelease:
    """Give a draft up; its texts are kept. Raises PressRefused: is_…."""
    release = lock_release(release_id, Verb.PUT_AWAY)
    _end(release, by=by, at=at)
    record(release, Verb.PUT_AWAY, by=by, at=at, from_state=State.DRAFT)
    return release


def rival_of(release: PressRelease) -> PressRelease | None:
    """A public release for the same occasion, beside which this one cannot be published."""
    public = PressRelease.objects.filter(
        campaign=release.campaign_id,
        kind=release.kind,
        published_at__isnull=False,
        withdrawn_at__isnull=True,
    ).exclude(pk=release.pk)
    if release.kind == Kind.RESULTS:
        newest = newest_announcement(release.campaign)
        public = public.filter(announcement=newest)
    return public.first()


def named_now(release: PressRelease, announcement: Announcement | None) -> str:
    """The digest of who is announced, or drafted (announcement None): to compare with `named`."""
    if release.kind != Kind.RESULTS:
        return ""
    return named_by(awards_behind(release.campaign, announcement))


def languages_missing(release: PressRelease) -> list[str]:
    """The languages of the campaign in which headline or text is empty, by their own names."""
    texts = present_texts(release)
    return [
        own_name(code)
        for code in release.campaign.languages
        if not all(texts.get(code, {"": ""}).values())
    ]


def _demand_texts(release: PressRelease) -> None:
    missing = languages_missing(release)
    if missing:
        raise PressRefused("text_missing", languages=", ".join(missing))
    if not any(all(parts.values()) for parts in present_texts(release).values()):
        raise PressRefused("text_missing", languages=", ".join(map(own_name, ("en",))))


def _end(release: PressRelease, *, by: User, at: datetime) -> None:
    release.withdrawn_at, release.withdrawn_by = at, by
    release.save(update_fields=["withdrawn_at", "withdrawn_by"])
