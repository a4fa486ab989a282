"""Where platforms lead back to. These addresses are registered with them: they never change."""

from django.urls import path

from accounts.platform_sign_in import google_comes_back, tiktok_comes_back

urlpatterns = [
    path("tiktok/", tiktok_comes_back, name="tiktok_callback"),
    path("google/", google_comes_back, name="google_callback"),
]
