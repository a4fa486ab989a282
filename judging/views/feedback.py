"""The page on which creators read what judges wrote for them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from entries.models import Entry
from judging.feedback import feedback_for


@login_required
@never_cache
@require_safe
def feedback(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The comments for one's own entry; 404 while there is none to read."""
    own = Entry.objects.of_user(request.user).select_related("campaign", "creator")
    entry = get_object_or_404(own, pk=entry_id)
    found = feedback_for(entry, at=timezone.now())
    if not found:
        raise Http404
    context = {"entry": entry, "campaign": entry.campaign, "feedback": found}
    return render(request, "judging/feedback.html", context)
