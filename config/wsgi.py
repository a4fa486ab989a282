"""WSGI entry point: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

django_application = get_wsgi_application()

from config.plain_requests import without_charset  # noqa: E402 - they need what was set up above
from website.looking_up import kept_pages_first  # noqa: E402

application = kept_pages_first(without_charset(django_application))
