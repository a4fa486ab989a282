"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.first_platform_sign_in import connect_waiting
from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Accounts open when somebody enters a video, not by a sign-up page of their own."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed. Write to the organisers."),
        "incorrect_code": _("This is not the code that we sent. Look at the newest mail."),
        "email_password_mismatch": _(
            "The address or the password is wrong. You can also sign in with a code by mail."
        ),
        "incorrect_password": _("This is not your password. Try again."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait a few minutes, then ask for a new code."
        ),
        "rate_limited": _("Too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """After every kind of sign-in, second factor included."""
        if isinstance(user, User):
            used = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
            account = connect_waiting(request, user) or (used and used.account)
            if account:
                self.platform_account_shown(user, account)
        return super().post_login(request, user, **kwargs)

    def platform_account_shown(self, user: User, account: SocialAccount) -> None:
        """A signed-in person has just shown that this account of a platform is theirs."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send at once, in the language of the page that asked for the mail."""
        context |= {
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60,
        }
        super().send_mail(template_prefix, email, context)


class MfaAdapter(DefaultMFAAdapter):
    """The second factor, in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or no longer. Type the one shown now."),
        "unverified_email": _("Prove your e-mail address first: sign in with a code by mail."),
    }


class PlatformAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts of video platforms, tied to an account here by whoever is signed in.

    Never by an e-mail address alone: what a platform says about it proves nothing here.
    """

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The platforms for which there are keys in the settings."""
        keys = {
            "tiktok": (settings.TIKTOK_CLIENT_KEY, settings.TIKTOK_CLIENT_SECRET),
            "google": (settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET),
        }
        return [
            SocialApp(provider=name, client_id=key, secret=secret)
            for name, (key, secret) in keys.items()
            if key and provider in (None, name) and client_id in (None, key)
        ]

    def is_open_for_signup(self, request: HttpRequest, _login: SocialLogin) -> bool:
        """Whoever signs in for the first time is asked for an address, which has to be proven."""
        return True

    def get_connect_redirect_url(self, request: HttpRequest, _account: SocialAccount) -> str:
        return reverse("account_overview")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,  # noqa: ARG002 - allauth names what it hands over
        error: Any = None,
        exception: Exception | None = None,  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Whoever turns back at the platform's page goes on where they came from."""
        if error == AuthError.CANCELLED:
            state = (extra_context or {}).get("state") or {}
            messages.info(request, _now("You turned back, so nothing has changed."))
            raise ImmediateHttpResponse(redirect(state.get("next") or "account_login"))
