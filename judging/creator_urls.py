"""Addresses of this room that carry the language: the creators' pages."""

from django.urls import path

from judging.views.feedback import feedback

urlpatterns = [
    path("my/<int:entry_id>/comments/", feedback, name="judging_feedback"),
]
