"""The site's addresses as they are in a demo."""

from django.urls import include, path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as _of_the_site

urlpatterns = [path("demo/mail/", include("outbox.demo_urls")), *_of_the_site]
