"""Signing in by a code sent by mail, started by a page of ours instead of allauth's form.

The one place that touches allauth's internal flow: allauth has no public way to start it for an
account that has just been opened. `tests/accounts/test_sign_in_code.py` walks it to the end, so
that an upgrade which changes the flow is noticed.
"""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core import ratelimit
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User


def may_send_code(request: HttpRequest, *, email: str) -> bool:
    """Whether another code may be sent to this address now; asking counts as one."""
    return bool(ratelimit.consume(request, action="request_login_code", key=email.lower()))


def send_sign_in_code(request: HttpRequest, *, user: User, next_url: str) -> str:
    """Mail a code to the user and return the address of the page that asks for it.

    After the right code the browser of `request` is signed in, the e-mail address is proven and
    `next_url` opens. Raises OSError (smtplib's errors among them) when the mail cannot be sent.
    """
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=user.email)
    return f"{reverse('account_confirm_login_code')}?{urlencode({'next': next_url})}"


def code_is_awaited(request: HttpRequest) -> bool:
    """Whether this browser was promised a code that is still good."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return stage is not None and LoginCodeVerificationProcess.resume(stage) is not None
