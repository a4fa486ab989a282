"""Which language a page speaks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


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
        if request.path_info.startswith(("/admin/", "/judge/")) and request.user.is_authenticated:
            translation.activate(request.user.preferred_language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        return super().process_response(request, response)
