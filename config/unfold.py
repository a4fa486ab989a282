"""How the admin looks; where its navigation leads is in desk/navigation.py."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def site_name(request: HttpRequest) -> str:
    return str(settings.SITE_NAME)


def environment(request: HttpRequest) -> list[str] | None:
    """The label beside the title: staff must see at once that they are on a demo."""
    return [gettext("Demo"), "warning"] if settings.DEMO else None


def _static(path: str) -> Any:
    # Storage is asked when a page is shown: the manifest is not there while settings are read.
    return lambda request: static(path)


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": site_name,
    "SITE_HEADER": site_name,
    "SITE_SUBHEADER": _("Hashtag contests"),
    "SITE_URL": "/",
    # The admin has a theme switch of its own, which a picture cannot see.
    "SITE_ICON": {
        "light": _static("img/admin-mark.svg"),
        "dark": _static("img/admin-mark-dark.svg"),
    },
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": _static("img/mark.svg")},
    ],
    "SHOW_LANGUAGES": True,
    "LANGUAGES": {"navigation": "desk.navigation.languages"},
    "SHOW_BACK_BUTTON": True,
    "ENVIRONMENT": "config.unfold.environment",
    "DASHBOARD_CALLBACK": "desk.dashboard.dashboard",
    "STYLES": [_static("css/admin-fonts.css"), _static("css/admin.css"), _static("css/guides.css")],
    "SCRIPTS": [_static("js/admin-rows.js")],
    "SIDEBAR": {"show_search": False, "navigation": "desk.navigation.navigation"},
    "ACCOUNT": {
        "navigation": [{"title": _("Your account"), "link": "desk.navigation.own_account"}],
    },
    "BORDER_RADIUS": "6px",
    # The public site's warm greys and its lapis.
    "COLORS": {
        "base": {
            "50": "#faf9f7",
            "100": "#f5f4f1",
            "200": "#e7e5e0",
            "300": "#d3d0ca",
            "400": "#9d9aa4",
            "500": "#706d79",
            "600": "#54525c",
            "700": "#3f3d47",
            "800": "#2a2832",
            "900": "#1b1a21",
            "950": "#121116",
        },
        "primary": {
            "50": "#eef2fd",
            "100": "#dfe7fb",
            "200": "#c2d0f8",
            "300": "#9db6ff",
            "400": "#8ea9fb",
            "500": "#7492f6",
            "600": "#1c3fa8",
            "700": "#19388f",
            "800": "#182f73",
            "900": "#17213f",
            "950": "#0e1630",
        },
    },
}
