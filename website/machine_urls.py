"""Addresses for programs, without a language."""

from django.urls import include, path

from website import site_files, sitemap_views

urlpatterns = [
    path("api/v1/", include("website.api.urls")),
    path("robots.txt", site_files.robots, name="robots"),
    path("favicon.ico", site_files.favicon, name="favicon"),
    path("apple-touch-icon.png", site_files.touch_icon, name="touch_icon"),
    path("sitemap.xml", sitemap_views.index, name="sitemap"),
    path("sitemap-pages.xml", sitemap_views.pages, name="sitemap_pages"),
    path("sitemap-<slug:slug>-<int:number>.xml", sitemap_views.entries, name="sitemap_entries"),
]
