"""What browsers and search engines ask every site for: manifest, robots.txt, icons."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from website.languages import direction

A_DAY = 24 * 3600
# Of the page behind the mark and of the bars around it: css/tokens.css, light.
GROUND, MARK = "#ffffff", "#1c3fa8"
# Personal, or of staff: nothing to be found by a search.
UNLISTED = ("/admin/", "/judge/", "/sign-in/", "/i18n/", "/*/account/", "/*/my/", "/*/prizes/")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def manifest(request: HttpRequest) -> HttpResponse:
    """The site as an app on a home screen, in the language of the address."""
    language = get_language() or settings.LANGUAGE_CODE
    icons = [
        {"src": static(f"img/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    maskable = [
        {
            "src": static(f"img/icon-maskable-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": "maskable",
        }
        for size in (192, 512)
    ]
    content = {
        # One app in all languages: it opens in the one in which it was put there.
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "description": gettext("Hashtag contests of ministries of culture and a video platform"),
        "lang": language,
        "dir": direction(language),
        "start_url": reverse("website:home"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": GROUND,
        "theme_color": MARK,
        "icons": [*icons, *maskable],
    }
    return JsonResponse(
        content,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@require_safe
@cache_control(public=True, max_age=A_DAY)
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read. A demo is invented: it is not for them."""
    if settings.DEMO:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        lines = [
            "User-agent: *",
            *(f"Disallow: {path}" for path in UNLISTED),
            "Disallow: /*/preview/",
            f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}",
        ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=A_DAY)
def favicon(request: HttpRequest) -> HttpResponse:
    """For programs that ask without having read a page."""
    return HttpResponseRedirect(static("img/favicon.ico"))


@require_safe
@cache_control(public=True, max_age=A_DAY)
def touch_icon(request: HttpRequest) -> HttpResponse:
    """As above."""
    return HttpResponseRedirect(static("img/apple-touch-icon.png"))
