"""All addresses of the site.

Public and creators' pages carry their language in the path; the admin, the judge's desk and
machine addresses do not.
"""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from config.health import healthz
from config.media import media

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # allauth's documented hook: sign-in with its throttling and second factor

handler403 = "website.errors.forbidden"
handler404 = "website.errors.not_found"
handler500 = "website.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("judge/", include("judging.urls")),
    path("sign-in/", include("accounts.callback_urls")),
    re_path(r"^media/(?P<path>.+)$", media, name="media"),
    path("", include("website.root_urls")),
    path("", include("website.machine_urls")),
    path("", include("results.machine_urls")),
    *i18n_patterns(
        path("account/", include("accounts.urls")),
        path("", include("entries.urls")),
        path("", include("judging.creator_urls")),
        path("", include("results.urls")),
        path("", include("website.urls")),
    ),
]
if settings.DEMO:
    urlpatterns.insert(0, path("demo/mail/", include("outbox.demo_urls")))
