"""Who enters the judge's desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from accounts.models import User


class JudgeRequest(HttpRequest):
    """A request that has passed `for_judges`: somebody is signed in."""

    user: User


View = Callable[..., HttpResponse]


def for_judges(view: View) -> View:
    """Let judges in, send strangers to sign in, answer everybody else 403.

    Nothing of a judge's pages is kept by browsers, so that going back shows what is saved.
    """
    return never_cache(
        login_required(permission_required("judging.score_entries", raise_exception=True)(view))
    )
