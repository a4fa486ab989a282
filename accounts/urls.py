"""Signing in and out, the second factor, and where one lands."""

from django.urls import include, path

from accounts import views

urlpatterns = [
    path("landing/", views.landing, name="account_landing"),
    path("mfa/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
