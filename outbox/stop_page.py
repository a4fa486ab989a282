"""The page on which all mail of the site is stopped and let go again."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.acting import acting_user
from accounts.clock import database_now
from accounts.reach import may_everywhere
from outbox.delivery import standing_stops
from outbox.models import MailStop, Message
from outbox.stopping import StopRefused, lift_stop, stop_all_mail

EARLIER = 20


class StopForm(forms.Form):
    """Why all mail is stopped."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Colleagues read it until mail goes on."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: HttpRequest) -> HttpResponse:
    """Show whether mail goes, to all who may look at mails; stop and lift for who may release."""
    user = acting_user(request)
    if not user.has_perm("outbox.view_message"):
        raise PermissionDenied
    may_stop = may_everywhere(user, "outbox.release_message")
    form = StopForm(request.POST if "stop" in request.POST else None)
    if request.method == "POST":
        if not may_stop:
            raise PermissionDenied
        at = database_now()
        try:
            if "lift" in request.POST:
                lift_stop(by=user, at=at)
                messages.success(request, _("Mail goes again."))
                return redirect("admin:outbox_stop")
            if form.is_valid():
                stop_all_mail(reason=form.cleaned_data["reason"], by=user, at=at)
                messages.success(request, _("All mail is stopped."))
                return redirect("admin:outbox_stop")
        except StopRefused as refused:
            messages.error(request, refused.message)
            return redirect("admin:outbox_stop")
    stops = MailStop.objects.select_related("stopped_by", "lifted_by")
    context = {
        **admin.site.each_context(request),
        "title": _("All mail of the site"),
        "stop": stops.filter(lifted_at__isnull=True).first(),
        "earlier": stops.filter(lifted_at__isnull=False)[:EARLIER],
        "waiting": Message.objects.filter(status=Message.Status.RELEASED).count(),
        "form": form,
        "may_stop": may_stop,
        "opts": Message._meta,
    }
    return TemplateResponse(request, "admin/outbox/stop.html", context)


def standing_stop() -> MailStop | None:
    """The stop that stands, for the pages that tell of it."""
    return standing_stops().select_related("stopped_by").first()
