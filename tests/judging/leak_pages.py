"""Every address of the site, filled in for a contest, and what a person reads there.

The addresses come from the URL resolver, so that a page that is added later is walked, too: a
parameter of a new name stops the tests until it is said here what to put into it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import product
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from auditlog.models import LogEntry
from django.contrib import admin
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from contests.models import Campaign
from tests.judging.leak_scene import WORDS, Contest

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# What belongs to no contest: one value is enough, and most answer 404.
ANYTHING: dict[str, list[Any]] = {
    "account_id": [1],
    "app_label": ["judging", "results"],
    "case_id": [1],
    "certificate_id": [1],
    "claim_id": [1],
    "code": ["x"],
    "content_type_id": [1],
    "digest": ["0" * 64],
    "evidence_id": [1],
    "name": ["covers/none.webp"],
    "number": [1],
    "partner_slug": ["nobody"],
    "path": ["covers/none.webp"],
    "reading_id": [1],
    "release_id": [1],
    "role_id": [1],
    "token": ["x"],
    "url": ["x"],
    "width": [360],
}
# Signing out ends the walk, and a new secret is another one at every look.
LEFT_OUT = {"account_logout", "admin:logout", "mfa_activate_totp"}
# How a page is asked for besides: as what it can be written, and as scripts ask.
VARIANTS = ("?format=csv", "?format=xlsx")


@dataclass(frozen=True)
class Pattern:
    """One address of the resolver: its name and the names of its parameters."""

    name: str
    parameters: tuple[str, ...]


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[Pattern]:
    """All addresses that have a name."""
    yield from _patterns(resolver or get_resolver(), namespace, ())


def _patterns(resolver: URLResolver, namespace: str, outer: tuple[str, ...]) -> Iterator[Pattern]:
    for one in resolver.url_patterns:
        own = one.pattern.converters or one.pattern.regex.groupindex
        parameters = (*outer, *own)
        if isinstance(one, URLPattern):
            if one.name:
                yield Pattern(f"{namespace}{one.name}", parameters)
        else:
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _patterns(one, inner, parameters)


def values_in(contest: Contest) -> dict[str, list[Any]]:
    """What stands for each parameter in a contest."""
    entries = contest.entries
    return {
        "assignment_id": [
            one.pk
            for reviews in (contest.own, contest.others)
            for one in (*reviews[:1], *reviews[-1:])
        ],
        "campaign_id": [contest.campaign.pk],
        "category_id": [contest.category.pk],
        "category": [contest.category.slug],
        "category_slug": [contest.category.slug],
        "entry_id": [entries[0].pk, entries[1].pk],
        "round_id": [one.pk for one in contest.rounds],
        "slug": [contest.campaign.slug],
    }


def addresses(contest: Contest) -> list[str]:
    """Every address, filled in for a contest; the admin's rows are those of the contest."""
    values = {**ANYTHING, **values_in(contest)}
    found: dict[str, None] = {}
    for pattern in patterns():
        if pattern.name in LEFT_OUT:
            continue
        if "object_id" in pattern.parameters:
            values["object_id"] = _rows(pattern.name, contest)
        for chosen in product(*(values[name] for name in pattern.parameters)):
            filled = dict(zip(pattern.parameters, chosen, strict=True))
            found[reverse(pattern.name, kwargs=filled)] = None
    return list(found)


# From a row of the admin to its contest.
_WAYS = (
    "campaign",
    "entry__campaign",
    "category__campaign",
    "round__category__campaign",
    "criterion__round__category__campaign",
    "closing__round__category__campaign",
    "prize__category__campaign",
    "announcement__campaign",
    "claim__prize__category__campaign",
    "judge__campaign",
)


def _rows(name: str, contest: Contest) -> list[Any]:
    """The keys of rows that an address of the admin can be about: some of each contest."""
    if not name.startswith("admin:"):
        return [1]
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(label):
            return _of_contest(model, contest) or [1]
    return [1]


def _of_contest(model: Any, contest: Contest) -> list[Any]:
    rows = model._default_manager.order_by("pk")
    if model is Campaign:
        return [contest.campaign.pk]
    if model is LogEntry:
        keys = [str(one.pk) for one in contest.others[:6]]
        lines = rows.filter(content_type__model__in=["assignment", "score", "award"])
        return list(lines.filter(object_pk__in=keys).values_list("pk", flat=True)[:6])
    for way in _WAYS:
        try:
            found = rows.filter(**{way: contest.campaign})
        except Exception:  # noqa: BLE001 - the model has no such way
            continue
        keys = list(found.values_list("pk", flat=True))
        return [*keys[:1], *keys[-1:]]
    return list(rows.values_list("pk", flat=True)[:1])


@dataclass(frozen=True)
class Read:
    """What came back: the status and the text, without what is another at every request."""

    status: int
    text: str


class Reader:
    """A person who reads pages; None reads without signing in."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(raise_request_exception=True)
        if user:
            self.client.force_login(user, backend=BACKEND)

    def get(self, address: str) -> Read:
        cache.clear()
        return _read(self.client.get(address))

    def post(self, address: str, data: str, content_type: str) -> Read:
        cache.clear()
        return _read(self.client.post(address, data, content_type=content_type))

    def crawl(self, starts: list[str], *, follow: bool = True) -> dict[str, Read]:
        """Read the addresses, and what their pages link to."""
        found: dict[str, Read] = {}
        waiting = list(dict.fromkeys(starts))
        while waiting:
            address = waiting.pop()
            if address in found:
                continue
            found[address] = read = self.get(address)
            if read.status == 200 and follow:
                waiting += [one for one in links_of(read.text, address) if one not in found]
        return found


_EVERY_TIME = re.compile(
    r"name=\"token\" value=\"[0-9a-f-]{36}\"|"  # what the next save calls itself
    r"csrfmiddlewaretoken\W[^>]*|nonce=\"[^\"]*\"|\"csrf\": ?\"[^\"]*\"|"
    r"csrf[-_]?token\"[^>]{0,20}\"[^\"]*\"|X-CSRFToken[^>]{0,12}[\w-]{64}",
    re.IGNORECASE,
)
_LINK = re.compile(r"""(?:href|src|action|hx-get|data-[\w-]+)=["']([/?][^"'<>\s]*)["']""")


def _read(response: Any) -> Read:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        body = _unzipped(body)
    head = "\n".join(
        f"{name}: {value}"
        for name, value in sorted(response.headers.items())
        if name in ("Content-Type", "Content-Disposition", "Location", "ETag")
    )
    text = body.decode(errors="replace")
    return Read(response.status_code, f"{head}\n{_EVERY_TIME.sub('', text)}")


def _unzipped(body: bytes) -> bytes:
    """The sheets of a workbook, without the moments of its making."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"\n".join(
            book.read(name) for name in sorted(book.namelist()) if not name.startswith("docProps")
        )


def links_of(text: str, address: str) -> list[str]:
    """Addresses of our own that a page leads to, with one question at most behind them.

    Lists of the admin link to every mixture of their filters; one at a time tells as much.
    """
    found = []
    for raw in _LINK.findall(text):
        whole = urlsplit(urljoin(address, unescape(raw)))
        asked = parse_qsl(whole.query, keep_blank_values=True)
        if whole.netloc or not whole.path.startswith("/") or len(asked) > 1:
            continue
        if whole.path.startswith(_ELSEWHERE) or "logout" in whole.path or "/mfa/" in whole.path:
            continue
        if whole.path.startswith("/admin/") and not _tells_of_judging(whole.path):
            continue
        if {name for name, _value in asked} & {"next", "page", "p", "_to_field"}:
            continue
        found.append(f"{whole.path}?{whole.query}" if whole.query else whole.path)
    return list(dict.fromkeys(found))


# Files, and the same pages in other languages.
_ELSEWHERE = ("/static/", "/media/", "/i18n/", "/ar/", "/az/", "/kk/", "/ru/")


def _tells_of_judging(path: str) -> bool:
    return path.startswith(("/admin/judging/", "/admin/results/", "/admin/auditlog/"))


def asked_otherwise(contest: Contest) -> list[str]:
    """Pages about judging asked for as files, and lists searched for a secret word."""
    about = [
        address
        for address in addresses(contest)
        if address.startswith(("/admin/judging/", "/admin/results/", "/judge/"))
    ]
    files = [one for one in about if "/round/" in one or "/campaign/" in one]
    plain = [one + variant for one in files for variant in VARIANTS]
    lists = [one for one in about if one.startswith("/admin/") and not _is_about_one(one)]
    return plain + [f"{one}?q={word}" for one in lists for word in WORDS[:1]]


def _is_about_one(address: str) -> bool:
    return bool(re.search(r"/\d+/", address))


def unknown_parameters() -> set[str]:
    """Parameters for which nothing is known to put in."""
    known = {*ANYTHING, "object_id", *_KNOWN_IN_CONTESTS}
    return {name for one in patterns() for name in one.parameters} - known


_KNOWN_IN_CONTESTS = (
    "assignment_id",
    "campaign_id",
    "category_id",
    "category",
    "category_slug",
    "entry_id",
    "round_id",
    "slug",
)
