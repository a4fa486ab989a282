"""Addresses without a language: files for machines, and the short link on certificates."""

from __future__ import annotations

from django.urls import URLPattern, path

from results import card_pages, certificate_pages, evidence_pages

urlpatterns: list[URLPattern] = [
    path("evidence/verify.py", evidence_pages.program, name="evidence_program"),
    path("evidence/schema.json", evidence_pages.schema, name="evidence_schema"),
    path(
        "evidence/<slug:slug>/<int:number>.json",
        evidence_pages.evidence_file,
        name="evidence_file",
    ),
    path("cards/<str:digest>.png", card_pages.card_file, name="card"),
    # Printed on certificates: as short as it can be, and good in every language.
    path("verify/", certificate_pages.to_readers_language, name="verify_any"),
    path("verify/<str:code>", certificate_pages.to_readers_language, name="verify"),
    path("verify/<str:code>/", certificate_pages.to_readers_language, name="verify_with_slash"),
]
