"""Writing a press release: begun from the campaign's facts, changed by hand, made anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from contests.locking import lock_campaign
from results.evidence import digest
from results.models import PressRelease
from results.press_facts import LANGUAGES, Texts, texts_of
from results.press_moves import WRITTEN, Kind, Verb, demand_phase, lock_release, record
from results.press_refusal import PressRefused

LONGEST = {"title": 250, "body": 50_000}
"""Letters of a headline and of a text."""


@transaction.atomic
def begin_release(*, campaign_id: int, kind: str, by: User, at: datetime) -> PressRelease:
    """Begin a press release with texts made of the facts, in every language of the site.

    Before the announcement a results release tells of the drafted awards: let nobody begin one who
    may not see them. Raises PressRefused: no_such_occasion, begun_already and those of the phase.
    """
    if kind not in Kind.values:
        raise PressRefused("no_such_occasion")
    campaign = lock_campaign(campaign_id)
    release = PressRelease(
        campaign=campaign, kind=kind, created_at=at, created_by=by, edited_at=at, edited_by=by
    )
    demand_phase(WRITTEN, release, at=at)
    if PressRelease.objects.drafts().filter(campaign=campaign, kind=kind).exists():
        raise PressRefused("begun_already")
    texts = _fill(release, at=at)
    release.save()
    record(release, Verb.BEGIN, by=by, at=at, texts=texts)
    return release


@transaction.atomic
def write_release(
    *, release_id: int, texts: Mapping[str, Mapping[str, str]], by: User, at: datetime
) -> PressRelease:
    """Change headlines ("title") and texts ("body") by their language; what is not given stays.

    Raises PressRefused: is_…, no_such_language, too_long and those of the phase.
    """
    release = lock_release(release_id, Verb.WRITE)
    demand_phase(WRITTEN, release, at=at)
    if not texts.keys() <= set(LANGUAGES):
        raise PressRefused("no_such_language")
    written: dict[str, dict[str, str]] = {}
    for code, parts in texts.items():
        for name, longest in LONGEST.items():
            if name not in parts:
                continue
            text = _tidied(parts[name])
            if len(text) > longest:
                raise PressRefused("too_long", **LONGEST)
            if text != (getattr(release, f"{name}_{code}") or ""):
                setattr(release, f"{name}_{code}", text)
                written.setdefault(code, {})[name] = text
    if written:
        _save(release, by=by, at=at)
        record(release, Verb.WRITE, by=by, at=at, from_state=release.state, texts=written)
    return release


@transaction.atomic
def make_release_anew(*, release_id: int, by: User, at: datetime) -> PressRelease:
    """Throw away what was written by hand, and make the texts of the facts of now.

    What it said before is kept in its steps. Raises PressRefused: is_… and those of the phase.
    """
    release = lock_release(release_id, Verb.MAKE_ANEW)
    demand_phase(WRITTEN, release, at=at)
    texts = _fill(release, at=at)
    _save(release, by=by, at=at)
    record(release, Verb.MAKE_ANEW, by=by, at=at, from_state=release.state, texts=texts)
    return release


def present_texts(release: PressRelease) -> dict[str, dict[str, str]]:
    """What it says now, by language."""
    return {
        code: {name: getattr(release, f"{name}_{code}") or "" for name in LONGEST}
        for code in LANGUAGES
    }


def digest_of(release: PressRelease) -> str:
    """One line that stands for all its texts: whoever publishes sends back what was looked at."""
    return digest({"texts": present_texts(release), "named": release.named})


def _fill(release: PressRelease, *, at: datetime) -> Texts:
    texts, release.named = texts_of(release.campaign, release.kind, at=at)
    for code, parts in texts.items():
        for name, text in parts.items():
            setattr(release, f"{name}_{code}", text)
    return texts


def _save(release: PressRelease, *, by: User, at: datetime) -> None:
    release.edited_at, release.edited_by = at, by
    release.save()


def _tidied(text: str) -> str:
    """As it was typed, with one kind of line ends and nothing that a database refuses."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
