"""allauth's forms in our words: labels above the fields, no placeholders instead of them."""

from __future__ import annotations

from typing import Any
from unicodedata import digit

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.account_opening import ensure_address
from accounts.models import User


def _label(form: forms.Form, name: str, label: Any, **attrs: str) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, ""
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class _CodeMixin(forms.Form):
    """A code of digits, typed on any keyboard: Arabic ones write ٣ for 3."""

    code_label: Any = _("Code from the mail")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(
            self,
            "code",
            self.code_label,
            autocomplete="one-time-code",
            autofocus="",
            dir="ltr",
            inputmode="numeric",
        )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        self.cleaned_data["code"] = "".join(
            str(digit(letter)) if letter.isdecimal() else letter for letter in typed
        )
        code: str = super().clean_code()  # type: ignore[misc]  # allauth's form, next in line
        return code


class LoginForm(account_forms.LoginForm):
    """Sign in with a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The page has a second form for the code, with an address of its own.
        _label(self, "login", _("E-mail address"), autocomplete="username")
        _label(self, "password", _("Password"))
        _label(self, "remember", _("Keep me signed in on this device"))


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    """Ask for a code by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "email", _("E-mail address"))

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if isinstance(self._user, User):
            ensure_address(self._user)
        return email


class ConfirmLoginCodeForm(_CodeMixin, account_forms.ConfirmLoginCodeForm):
    """Enter the code that signs in."""


class ConfirmEmailForm(_CodeMixin, account_forms.ConfirmEmailVerificationCodeForm):
    """Enter the code that proves the address, after a sign-in with a password."""


class ReauthenticateForm(account_forms.ReauthenticateForm):
    """Enter the password again before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _label(self, "password", _("Password"))


class AuthenticateForm(_CodeMixin, mfa_forms.AuthenticateForm):
    """The second factor at sign-in."""

    code_label = _("Code from your app, or a recovery code")


class MfaReauthenticateForm(_CodeMixin, mfa_forms.ReauthenticateForm):
    """The second factor again before something delicate."""

    code_label = _("Code from your app, or a recovery code")


class ActivateTOTPForm(_CodeMixin, totp_forms.ActivateTOTPForm):
    """The first code shows that the app has the secret."""

    code_label = _("Code that the app shows now")


class LanguageForm(forms.ModelForm[User]):
    """Which language a person's mails speak, and the pages without one in their address."""

    class Meta:
        model = User
        fields = ["preferred_language"]
