"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


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
