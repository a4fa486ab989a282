"""A second factor for staff: always on offer, demanded where STAFF_MFA_REQUIRED says so."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class StaffMfaMiddleware:
    """Sends staff without a second factor to set one up before they enter the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            settings.STAFF_MFA_REQUIRED
            and request.path_info.startswith(reverse("admin:index"))
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        ):
            messages.info(request, _("Set up a second factor before you enter the admin."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)
