"""The page that asks before judges are assigned."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from judging.assigning import plan_assignments
from judging.models import Judge, Round
from judging.refusal import JudgingRefused


def confirm_assigning(
    request: HttpRequest, round_: Round, site_context: dict[str, Any]
) -> HttpResponse:
    """Say how many reviews would be added, who would have how many, and what falls short."""
    context = {
        **site_context,
        "opts": Round._meta,
        "original": round_,
        "round": round_,
        "title": _("Assign judges"),
    }
    try:
        plan = plan_assignments(round_, at=timezone.now())
    except JudgingRefused as refused:
        context["refusal"] = str(refused)
    else:
        judges = Judge.objects.filter(pk__in=plan.loads).select_related("user")
        context |= {
            "plan": plan,
            "count": len(plan.pairs),
            "short": len(plan.short),
            "loads": [{"judge": judge, "reviews": plan.loads[judge.pk]} for judge in judges],
        }
    return TemplateResponse(request, "admin/judging/assign.html", context)
