"""Signing in and out, the second factor, and where one lands.

allauth's pages one by one: those that make sense here. Nobody signs up or manages several
addresses, and who has forgotten a password signs in with a code by mail.
"""

from allauth.account import views as allauth_views
from django.urls import include, path
from django.views.generic import RedirectView

from accounts import platform_sign_in, views
from accounts.first_platform_sign_in import ask_address

urlpatterns = [
    path("", views.overview, name="account_overview"),
    path("landing/", views.landing, name="account_landing"),
    path("login/", allauth_views.login, name="account_login"),
    path("login/code/", allauth_views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path(
        "confirm-email/",
        allauth_views.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("mfa/", include("allauth.mfa.urls")),
    path("tiktok/", platform_sign_in.start_tiktok, name="tiktok_login"),
    path("google/", platform_sign_in.start_google, name="google_login"),
    path("first-sign-in/", ask_address, name="socialaccount_signup"),
    path("disconnect/<int:account_id>/", views.disconnect, name="account_disconnect"),
    # allauth leads to these two by name: the first says how an account opens.
    path("signup/", allauth_views.signup, name="account_signup"),
    path("email/", RedirectView.as_view(pattern_name="account_overview"), name="account_email"),
]
