"""Whose address a request comes from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class TrustedProxyMiddleware:
    """Puts the visitor's address into REMOTE_ADDR and drops what anybody could forge.

    Each of the TRUSTED_PROXIES in front appends the address that it saw to X-Forwarded-For, so
    the visitor stands that many places from the end. Throttling and the audit log read
    REMOTE_ADDR only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        if 0 < settings.TRUSTED_PROXIES <= len(hops):
            request.META["REMOTE_ADDR"] = hops[-settings.TRUSTED_PROXIES]
        return self.get_response(request)
