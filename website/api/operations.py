"""How an address of the interface is declared, and what every answer has in common."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from website.api.shapes import Paging, Problem
from website.public_page import public_page

VERSION = "1.0.0"
PER_PAGE = 50
METHODS = ("GET", "HEAD")

Make = Callable[..., Any]
View = Callable[..., HttpResponseBase]


class BadParameterError(Exception):
    """A parameter of the query cannot be read; the message says which and why."""


@dataclass(frozen=True)
class Operation:
    """One address. route: below /api/v1/; params: what it reads of the query."""

    route: str
    name: str
    answer: type
    params: Sequence[str]
    make: Make

    def view(self) -> View:
        """The view that Django calls: open to pages of all hosts, kept like a page."""

        def answered(request: HttpRequest, /, **arguments: Any) -> HttpResponseBase:
            try:
                return respond(asdict(self.make(request, **arguments)))
            except Http404 as missing:
                return problem(404, "not_found", str(missing) or "There is nothing here.")
            except BadParameterError as bad:
                return problem(400, "bad_parameter", str(bad))

        return for_everybody(public_page(params=self.params)(answered))


OPERATIONS: list[Operation] = []


def operation(route: str, *, answer: type, params: Sequence[str] = ()) -> Callable[[Make], Make]:
    """Declare a function to be what an address answers."""

    def declare(make: Make) -> Make:
        OPERATIONS.append(Operation(route, make.__name__, answer, params, make))
        return make

    return declare


def for_everybody(view: View) -> View:
    """Everything here is public: scripts of any host may read it, and nobody may do more."""

    def opened(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
        if request.method not in METHODS:
            response = problem(
                405, "method_not_allowed", "This is only for reading, by GET or HEAD."
            )
            response["Allow"] = ", ".join(METHODS)
            return response
        answer = view(request, **arguments)
        answer["Access-Control-Allow-Origin"] = "*"
        return answer

    # Where nothing is changed nothing can be forged: who writes is told so, not asked for a token.
    return csrf_exempt(opened)


def respond(content: Any, *, status: int = 200) -> HttpResponse:
    """JSON as people can read it, in its own letters."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_in_json)
    return HttpResponse(text, content_type="application/json", status=status)


def problem(status: int, code: str, message: str) -> HttpResponse:
    """Why there is no answer."""
    response = respond(asdict(Problem(code=code, message=message)), status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def asked_page(request: HttpRequest) -> int:
    """The number of `?page=`; 1 without it."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal()) or len(asked) > 9 or int(asked) < 1:
        raise BadParameterError("page must be a whole number from 1 on.")
    return int(asked)


def page_of(request: HttpRequest, items: Any) -> Page[Any]:
    """The page of a list that is asked for."""
    try:
        return Paginator(items, PER_PAGE).page(asked_page(request))
    except EmptyPage:
        raise Http404("There is no such page.") from None


def paging(request: HttpRequest, page: Page[Any]) -> Paging:
    """Where a page stands in its list."""

    def address(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"{_here(request)}?{query.urlencode()}"

    return Paging(
        page=page.number,
        pages=page.paginator.num_pages,
        count=page.paginator.count,
        previous=address(page.number - 1) if page.has_previous() else None,
        next=address(page.number + 1) if page.has_next() else None,
    )


def _here(request: HttpRequest) -> str:
    return f"{settings.SITE_URL}{request.path}"


def _in_json(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no form in JSON")
