"""Which language a page speaks."""

from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from accounts.models import User


class AccountLocaleMiddleware(LocaleMiddleware):
    """Django's choice, and on pages without a language in their address the account's.

    Public pages carry the language in the path. The admin and the judge's desk do not: there the
    cookie of the language switch counts, then the language kept with the account.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if translation.get_language_from_path(request.path_info):
            return
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return
        if not request.path_info.startswith(("/admin/", "/judge/")):
            return
        # Django's middleware for this comes later and takes the same user from the request.
        user = get_user(request)
        if isinstance(user, User):
            translation.activate(user.preferred_language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return super().process_response(request, response)
