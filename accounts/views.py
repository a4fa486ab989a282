"""Where a person lands after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """Send staff to the admin, judges to their desk, everybody else to their own entries."""
    if request.user.is_staff:
        return redirect("admin:index")
    if request.user.has_perm("judging.score_entries"):
        return redirect("judging:desk")
    return redirect("entries:mine")
