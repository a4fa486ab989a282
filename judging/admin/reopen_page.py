"""The page that asks why a closed round is opened again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import acting_user
from accounts.clock import database_now
from judging.admin.round_pages import for_those_who_see_scores, round_context
from judging.closing import refusal_to_reopen, reopen_round
from judging.models import Round, RoundClosing
from judging.refusal import JudgingRefused


def _reopen_page(request: HttpRequest, round_: Round) -> HttpResponseBase:
    """Say what opening again means; on POST do it."""
    if not request.user.has_perm("judging.close_round"):
        raise PermissionDenied
    reason = request.POST.get("reason", "").replace("\x00", "")
    fault = ""
    if request.method == "POST":
        try:
            reopen_round(
                round_id=round_.pk, reason=reason, by=acting_user(request), at=database_now()
            )
        except JudgingRefused as refused:
            round_.refresh_from_db(fields=["closed_at"])
            fault = refused.message
        else:
            messages.success(
                request, _("The round is open again. What was decided before is kept.")
            )
            return redirect("admin:judging_round_change", round_.pk)
    code = refusal_to_reopen(round_, at=timezone.now())
    closing = RoundClosing.objects.filter(round=round_, reopened_at__isnull=True).first()
    context = round_context(request, round_, title=_("Open the round again"), here="close") | {
        "refusal": JudgingRefused(code).message if code else "",
        "fault": "" if code else fault,
        "reason": reason,
        "advancing": closing.outcomes.filter(advances=True).count() if closing else 0,
        "is_past_close": timezone.now() >= round_.closes_at,
    }
    return TemplateResponse(request, "admin/judging/reopen.html", context)


reopen_page = for_those_who_see_scores(_reopen_page, methods=("GET", "HEAD", "POST"))
