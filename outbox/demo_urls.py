"""The demo's mailbox, for everybody; included only where DEMO is on."""

from django.urls import path

from outbox import demo_views

urlpatterns = [path("", demo_views.mail, name="demo_mail")]
