"""Addresses of what winners and those who check them read; each stands behind a language."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "results"

urlpatterns: list[URLPattern] = []
