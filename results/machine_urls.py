"""Addresses without a language: files for machines, and the short link on certificates."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
