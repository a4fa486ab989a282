"""What came of several links: the videos that were entered, and those that were not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contests.models import Campaign
from entries.entering import Entered
from entries.models import Entry
from entries.states import state_of

SESSION_KEY = "videos_entered"


def remember_answer(
    request: HttpRequest, campaign: Campaign, entered: Entered, *, left_over: Iterable[str]
) -> None:
    """Keep for this browser what came of its links, until it enters others."""
    request.session[SESSION_KEY] = {
        "campaign": campaign.pk,
        "entries": [entry.pk for entry in entered.entries],
        "refused": [(link.text, link.sentence) for link in entered.refused],
        "left_over": list(left_over),
    }


def _answer(request: HttpRequest, campaign: Campaign) -> dict[str, Any] | None:
    kept: dict[str, Any] = request.session.get(SESSION_KEY, {})
    return kept if kept.get("campaign") == campaign.pk else None


def links_to_mend(request: HttpRequest, campaign: Campaign) -> str:
    """The links that were not entered, for a form to begin with where it is asked to."""
    kept = _answer(request, campaign) if "again" in request.GET else None
    if kept is None:
        return ""
    return "\n".join([*(text for text, _sentence in kept["refused"]), *kept["left_over"]])


@login_required
@never_cache
@require_safe
def entered(request: HttpRequest, slug: str) -> HttpResponse:
    """The videos that this browser has just entered, and beside each refused link the reason."""
    campaign = get_object_or_404(
        Campaign.objects.public(at=timezone.now()).prefetch_related("hashtags", "categories"),
        slug=slug,
    )
    kept = _answer(request, campaign)
    if kept is None:
        return redirect("entries:mine")
    own = Entry.objects.of_user(request.user).filter(pk__in=kept["entries"])
    entries = own.select_related("campaign", "creator").order_by("pk")
    context = {
        "campaign": campaign,
        "rows": [(entry, state_of(entry)) for entry in entries],
        "refused": kept["refused"],
        "left_over": kept["left_over"],
    }
    return render(request, "entries/entered.html", context)
