"""Where a newcomer to the demo reads the mails that the site has sent."""

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox.demo_mails import read_mails

PER_PAGE = 20


@require_safe
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """All mails, newest first. They hold sign-in codes, so nothing of it exists but in a demo."""
    if not settings.DEMO:
        raise Http404
    mails = read_mails(Path(settings.EMAIL_FILE_PATH))
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    response = render(request, "outbox/demo_mail.html", {"page": page})
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
