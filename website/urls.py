"""Addresses of the public face; each stands behind a language: /kk/kitaptok/winners/."""

from django.urls import path

from website import (
    ceremony_views,
    help_view,
    machine_views,
    partner_views,
    press_urls,
    preview_views,
    shortlist_views,
    site_files,
    views,
    winners_views,
)

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", help_view.creators_help, name="help"),
    path("feed/", machine_views.site_feed, name="site_feed"),
    path("site.webmanifest", site_files.manifest, name="manifest"),
    path("calendar.ics", machine_views.site_calendar, name="site_calendar"),
    path("partners/<slug:slug>/", partner_views.partner, name="partner"),
    path("<slug:slug>/", views.campaign, name="campaign"),
    path("<slug:slug>/feed/", machine_views.feed, name="feed"),
    path("<slug:slug>/calendar.ics", machine_views.calendar, name="calendar"),
    path("<slug:slug>/gallery/", views.gallery, name="gallery"),
    path("<slug:slug>/gallery/<int:entry_id>/", views.entry, name="entry"),
    path("<slug:slug>/leaderboard/<slug:category_slug>/", views.leaderboard, name="leaderboard"),
    path("<slug:slug>/numbers/", views.numbers, name="numbers"),
    path("<slug:slug>/numbers/<slug:partner_slug>/", views.partner_numbers, name="partner_numbers"),
    path("<slug:slug>/rules/", views.rules, name="rules"),
    path("<slug:slug>/rules/<int:number>/", views.rules, name="rules_version"),
    path("<slug:slug>/shortlist/", shortlist_views.shortlist, name="shortlist"),
    path("<slug:slug>/ceremony/", ceremony_views.ceremony, name="ceremony"),
    path("<slug:slug>/ceremony/show/", ceremony_views.show, name="ceremony_show"),
    path("<slug:slug>/ceremony/worker.js", ceremony_views.worker, name="ceremony_worker"),
    path("<slug:slug>/winners/", winners_views.winners, name="winners"),
    path("<slug:slug>/winners/<int:number>/", winners_views.winners, name="winners_version"),
    path("<slug:slug>/winners/how/", winners_views.how_chosen, name="how_chosen"),
    path(
        "<slug:slug>/winners/<int:number>/how/", winners_views.how_chosen, name="how_chosen_version"
    ),
    path("<slug:slug>/winners/preview/", preview_views.winners, name="winners_preview"),
    path("<slug:slug>/winners/preview/how/", preview_views.how_chosen, name="how_chosen_preview"),
    *press_urls.urlpatterns,
    path(
        "<slug:slug>/winners/preview/shortlist/", preview_views.shortlist, name="shortlist_preview"
    ),
]
