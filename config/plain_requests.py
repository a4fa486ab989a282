"""What no browser sends, and what the layers below would stumble over."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

Application = Callable[[dict[str, Any], Callable[..., Any]], Any]

_CHARSET = re.compile(r";\s*charset\*?\s*=[^;]*", re.IGNORECASE)
NULL = "\0"
WRITTEN_NULL = "\\000"
"""How a cookie writes it, in quotes (RFC 2109): nothing else in the header can become one."""


def without_charset(application: Application) -> Application:
    """The application, for which every request is in UTF-8, as all its pages and forms are.

    A request may name any of Python's codecs, also those that make no text of an address; Django
    stumbles over them before it can answer.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        kind = environ.get("CONTENT_TYPE")
        if kind and "charset" in kind.lower():
            environ["CONTENT_TYPE"] = _CHARSET.sub("", kind)
        return application(environ, start_response)

    return answer


class PlainCookiesMiddleware:
    """Takes cookies with null bytes for none: no database has a session of such a key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if WRITTEN_NULL in request.META.get("HTTP_COOKIE", ""):
            request.COOKIES = {
                name: value for name, value in request.COOKIES.items() if NULL not in value
            }
        return self.get_response(request)
