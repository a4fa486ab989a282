"""Addresses of the public face; each stands behind a language: /kk/kitaptok/winners/."""

from django.urls import path

from website import preview_views, shortlist_views, views

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.campaign, name="campaign"),
    path("<slug:slug>/gallery/", views.gallery, name="gallery"),
    path("<slug:slug>/gallery/<int:entry_id>/", views.entry, name="entry"),
    path("<slug:slug>/leaderboard/<slug:category_slug>/", views.leaderboard, name="leaderboard"),
    path("<slug:slug>/numbers/", views.numbers, name="numbers"),
    path("<slug:slug>/numbers/<slug:partner_slug>/", views.partner_numbers, name="partner_numbers"),
    path("<slug:slug>/rules/", views.rules, name="rules"),
    path("<slug:slug>/rules/<int:number>/", views.rules, name="rules_version"),
    path("<slug:slug>/shortlist/", shortlist_views.shortlist, name="shortlist"),
    path("<slug:slug>/winners/", views.winners, name="winners"),
    path("<slug:slug>/winners/<int:number>/", views.winners, name="winners_version"),
    path("<slug:slug>/winners/how/", views.how_chosen, name="how_chosen"),
    path("<slug:slug>/winners/<int:number>/how/", views.how_chosen, name="how_chosen_version"),
    path("<slug:slug>/winners/preview/", preview_views.winners, name="winners_preview"),
    path("<slug:slug>/winners/preview/how/", preview_views.how_chosen, name="how_chosen_preview"),
    path(
        "<slug:slug>/winners/preview/shortlist/", preview_views.shortlist, name="shortlist_preview"
    ),
]
