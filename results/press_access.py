"""Who of the staff may see a press release before the public does."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from accounts.models import User
from contests.models import Campaign
from judging.visibility import demand_scores
from results.models import PressRelease

Kind = PressRelease.Kind


def may_see_results(user: User, campaign: Campaign, *, at: datetime) -> bool:
    """Whether somebody may read who wins before it is announced: not staff who still judge."""
    if not user.has_perm("results.view_standings", campaign):
        return False
    try:
        demand_scores(user, campaign=campaign, at=at)
    except PermissionDenied:
        return False
    return True


def demand_release(user: User, release: PressRelease, *, at: datetime) -> None:
    """Raise PermissionDenied for who may not read this release now."""
    if not user.has_perm("results.view_pressrelease", release):
        raise PermissionDenied
    if release.kind == Kind.RESULTS and release.state != PressRelease.State.PUBLISHED:
        if not user.has_perm("results.view_standings", release):
            raise PermissionDenied
        demand_scores(user, campaign=release.campaign, at=at)
