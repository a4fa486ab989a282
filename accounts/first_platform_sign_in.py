"""Somebody signs in with a platform's account that is tied to nobody here yet.

TikTok tells no e-mail address, and one that Google tells proves nothing here. So an address is
asked for and a code sent to it: only who types that code into the same browser has the platform's
account tied to theirs. Until then nothing is kept but a note in the browser's session, so that
nobody can leave a way into an account with an address that is somebody else's.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.socialaccount.internal.flows.signup import clear_pending_signup, get_pending_signup
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.account_opening import open_account
from accounts.models import User
from accounts.sign_in_code import may_send_code, send_sign_in_code

SESSION_KEY = "platform_account_to_connect"


class AddressForm(forms.Form):
    """Where the code is sent."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_address(request: HttpRequest) -> HttpResponse:
    """Ask for the address of the account that the platform's account is to open."""
    login = get_pending_signup(request)
    if login is None or request.user.is_authenticated:
        return redirect("account_login")
    form = AddressForm(
        request.POST or None, initial={"email": login.account.extra_data.get("email")}
    )
    if form.is_valid():
        answer = _send_code(request, login, form)
        if answer is not None:
            return answer
    context = {"form": form, "provider": login.provider, "account": login.account}
    return render(request, "socialaccount/signup.html", context)


def _send_code(request: HttpRequest, login: SocialLogin, form: AddressForm) -> HttpResponse | None:
    """Send the code and lead on; None when the form has to be shown again."""
    email = form.cleaned_data["email"]
    if not may_send_code(request, email=email):
        form.add_error("email", _("Too many codes were asked for. Wait a minute, then try again."))
        return None
    user = open_account(email=email, language=translation.get_language() or "en")
    if not user.is_active:
        form.add_error("email", _("This account is closed. Write to the organisers."))
        return None
    next_url = login.get_redirect_url(request) or reverse("account_landing")
    try:
        answer = redirect(send_sign_in_code(request, user=user, next_url=next_url))
    except OSError:
        form.add_error(
            "email", _("The mail with the code could not be sent. Try again in a few minutes.")
        )
        return None
    request.session[SESSION_KEY] = {
        "login": login.serialize(),
        "user": user.pk,
        "until": time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
    }
    clear_pending_signup(request)
    return answer


def connect_waiting(request: HttpRequest, user: User) -> SocialAccount | None:
    """Tie the account that this browser signed in with to the user who has just typed the code.

    None: there is no such account, or it is somebody's meanwhile.
    """
    waiting: dict[str, Any] | None = request.session.pop(SESSION_KEY, None)
    if waiting is None or waiting["user"] != user.pk or waiting["until"] < time.time():
        return None
    login = SocialLogin.deserialize(waiting["login"])
    try:
        with transaction.atomic():
            login.connect(request, user)
    except IntegrityError:
        messages.error(request, connected_elsewhere(login.provider.name))
        return None
    messages.success(
        request,
        _("From now on you can sign in with %(platform)s.") % {"platform": login.provider.name},
    )
    return login.account


def connected_elsewhere(platform: str) -> str:
    return _(
        "This %(platform)s account belongs to another account on this site. "
        "Sign in with %(platform)s to get there."
    ) % {"platform": platform}
