"""Addresses of what winners and those who check them read; each stands behind a language."""

from __future__ import annotations

from django.urls import URLPattern, path

from results import certificate_pages, claim_pages

app_name = "results"

urlpatterns: list[URLPattern] = [
    path("prizes/", claim_pages.prizes, name="prizes"),
    path("prizes/<int:claim_id>/", claim_pages.prize, name="claim"),
    path("prizes/<int:claim_id>/decline/", claim_pages.decline, name="decline"),
    path(
        "prizes/<int:claim_id>/certificate/<int:certificate_id>.pdf",
        certificate_pages.certificate_file,
        name="certificate",
    ),
    path("verify/", certificate_pages.ask_code, name="verify"),
    path("verify/<str:code>/", certificate_pages.verified, name="verified"),
]
