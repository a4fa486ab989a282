"""The steps of a press release: which are allowed, the lock they begin with, and their record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from contests.locking import lock_campaign
from contests.phases import Phase
from results.models import PressDecision, PressRelease
from results.press_refusal import PressRefused

State, Kind, Verb = PressRelease.State, PressRelease.Kind, PressDecision.Verb

# (state, step) → new state. What is missing here is refused.
MOVES: dict[tuple[str, str], str] = {
    (State.DRAFT, Verb.WRITE): State.DRAFT,
    (State.DRAFT, Verb.MAKE_ANEW): State.DRAFT,
    (State.DRAFT, Verb.PUBLISH): State.PUBLISHED,
    (State.DRAFT, Verb.PUT_AWAY): State.PUT_AWAY,
    (State.PUBLISHED, Verb.WITHDRAW): State.WITHDRAWN,
}

# What each phase answers to somebody who writes: None allows it, a code refuses it. The launch can
# be prepared while the campaign is a draft, the results once it is closed.
WRITTEN: Mapping[str, Mapping[Phase, str | None]] = {
    Kind.LAUNCH: {phase: "cancelled" if phase is Phase.CANCELLED else None for phase in Phase},
    Kind.RESULTS: {
        Phase.DRAFT: "not_published",
        Phase.COMING: "not_closed",
        Phase.OPEN: "not_closed",
        Phase.REVIEW: None,
        Phase.ANNOUNCED: None,
        Phase.ARCHIVED: None,
        Phase.CANCELLED: "cancelled",
    },
}
# … and to somebody who publishes.
PUBLISHED: Mapping[str, Mapping[Phase, str | None]] = {
    Kind.LAUNCH: {**WRITTEN[Kind.LAUNCH], Phase.DRAFT: "not_published"},
    Kind.RESULTS: {**WRITTEN[Kind.RESULTS], Phase.REVIEW: "not_announced"},
}


def is_possible(release: PressRelease, verb: str) -> bool:
    """Whether the release's state allows the step; the phase is the verb's business."""
    return (release.state, verb) in MOVES


def lock_release(release_id: int, verb: str) -> PressRelease:
    """The release with its campaign locked, for a step that its state allows.

    Raises PressRefused: is_… and PressRelease.DoesNotExist.
    """
    campaign_id = PressRelease.objects.values_list("campaign", flat=True).get(pk=release_id)
    campaign = lock_campaign(campaign_id)
    release = PressRelease.objects.select_for_update(of=("self",)).get(pk=release_id)
    if not is_possible(release, verb):
        raise PressRefused(f"is_{release.state}")
    release.campaign = campaign
    return release


def demand_phase(
    allowed: Mapping[str, Mapping[Phase, str | None]], release: PressRelease, *, at: datetime
) -> None:
    """Raises PressRefused where the campaign's phase forbids the step."""
    code = allowed[release.kind][release.campaign.phase_under_lock(at=at)]
    if code is not None:
        raise PressRefused(code)


def record(
    release: PressRelease,
    verb: str,
    *,
    by: User,
    at: datetime,
    from_state: str = "",
    reason: str = "",
    texts: Mapping[str, Mapping[str, str]] | None = None,
) -> None:
    """Keep what was done; the release stands in its new state already."""
    PressDecision.objects.create(
        release=release,
        verb=verb,
        from_state=from_state,
        to_state=release.state,
        texts=texts or {},
        at=at,
        by=by,
        reason=reason,
    )
