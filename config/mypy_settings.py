"""Settings for the type checker's Django plugin only: the site's own without modeltranslation.

modeltranslation adds its fields while models are being built, which the plugin cannot follow:
with it installed the plugin fails before the first file is read.
"""

import os

os.environ.setdefault("SECRET_KEY", "only-for-the-type-checker")

from config.settings import *  # noqa: F403 - the environment has to be set first
from config.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [
    # The admin's own discovery would import admin classes that build on modeltranslation.
    "django.contrib.admin.apps.SimpleAdminConfig" if app == "django.contrib.admin" else app
    for app in _APPS
    if app != "modeltranslation"
]
