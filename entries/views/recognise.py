"""What the form says about the links while they are typed."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.clock import database_now
from accounts.models import User
from contests.models import Campaign
from contests.phases import Phase
from entries.limits import Purpose, take
from entries.link_messages import link_message
from entries.links import LinkRefused
from entries.pasted_videos import known_videos
from entries.recognising import NewToUs, ask_about_new, new_to_us
from entries.recognising import recognise as recognised
from entries.refusal import EntryRefused
from entries.several_links import read_links

WATCHED_FOR = 60
"""Seconds for which the page asks again; what is not there by then comes after the entry."""
UNCHANGED = 204
STOP_ASKING = 286
"""For htmx: nothing to swap; swap, and ask no more."""


@never_cache
@require_POST
def recognise(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of recognised videos, to stand below the field. Jobs fill it in; see recognising.

    The page sends back what it shows (`shown`) and since when (`since`, in seconds), so that
    nothing is put in place of the same: screen readers would read it again.
    """
    at = database_now()
    campaign = get_object_or_404(
        Campaign.objects.public(at=at).prefetch_related("hashtags", "categories"), slug=slug
    )
    if campaign.is_showcase or campaign.phase(at=at) is not Phase.OPEN:
        return render(
            request, "entries/_recognised.html", {"sentence": EntryRefused("not_open").message}
        )
    text = request.POST.get("links", "")
    try:
        read = read_links(text)
    except LinkRefused as refused:
        sentence = link_message(refused.code) if text.strip() else ""
        return render(request, "entries/_recognised.html", {"sentence": sentence})
    pasted = known_videos(read.links)
    is_limited = not _ask(request, new_to_us(read.links, pasted, at=at), at)
    by = request.user if isinstance(request.user, User) else None
    videos = recognised(campaign, pasted, by=by, at=at)
    since = _seconds(request.POST.get("since")) or int(at.timestamp())
    context = {
        "campaign": campaign,
        "at": at,
        "videos": videos,
        "left_over": read.left_over,
        "is_limited": is_limited,
        "asked_of": sorted({one.video.platform for one in videos if one.video and one.asks_handle}),
        "is_watching": any(video.is_waiting for video in videos)
        and at.timestamp() - since < WATCHED_FOR,
        "since": since,
        "shown": sha256(repr((text, videos, is_limited)).encode()).hexdigest()[:16],
    }
    answer = render(request, "entries/_recognised.html", context)
    if "shown" in request.POST:  # the page asks again by itself
        if not context["is_watching"]:
            answer.status_code = STOP_ASKING
        elif request.POST["shown"] == context["shown"]:
            return HttpResponse(status=UNCHANGED)
    return answer


def _ask(request: HttpRequest, new: NewToUs, at: datetime) -> bool:
    """Have jobs ask about what is new; False where this address has had its share."""
    if not new:
        return True
    address = request.META["REMOTE_ADDR"]
    if not take(Purpose.RECOGNISE, address=address, count=len(new), at=at):
        return False
    ask_about_new(new, at=at)
    return True


def _seconds(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else 0
