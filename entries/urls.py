"""Addresses of creators' pages; each stands behind a language: /kk/kitaptok/submit/."""

from django.urls import path

from entries.views import (
    answer,
    claim,
    entered,
    facts,
    guardian,
    mine,
    ownership,
    recognise,
    submit,
)

app_name = "entries"

urlpatterns = [
    path("my/", mine.mine, name="mine"),
    path("my/<int:entry_id>/", mine.mine_entry, name="mine_entry"),
    path("my/<int:entry_id>/lookup/", facts.lookup, name="lookup"),
    path("my/<int:entry_id>/ownership/", ownership.ownership, name="ownership"),
    path("my/<int:entry_id>/ownership/code/", ownership.look_for_code, name="look_for_code"),
    path("my/<int:entry_id>/ownership/compare/", ownership.compare, name="compare_account"),
    path("my/<int:entry_id>/answer/", answer.answer, name="answer"),
    path("my/<int:entry_id>/withdraw/", mine.withdraw, name="withdraw"),
    path("my/<int:entry_id>/guardian/", guardian.name_guardian, name="name_guardian"),
    path("claim/<str:token>/", claim.claim, name="claim"),
    path("guardian/<str:token>/", guardian.guardian, name="guardian"),
    path("my/<int:entry_id>/confirm/", mine.confirm, name="confirm"),
    path("<slug:slug>/submit/", submit.submit, name="submit"),
    path("<slug:slug>/submit/entered/", entered.entered, name="entered"),
    path("<slug:slug>/submit/recognise/", recognise.recognise, name="recognise"),
]
