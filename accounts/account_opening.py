"""Accounts open when somebody enters a video: no password, the address still to be proven."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.models import User


def open_account(*, email: str, language: str) -> User:
    """Return the account with this address, opening it if there is none.

    language: what a new account's mails and pages speak; an account that is there keeps its own.
    Two requests with one new address at once get the same account.
    """
    email = email.strip().lower()
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        try:
            with transaction.atomic():
                user = User.objects.create_user(email, preferred_language=language)
        except IntegrityError:
            user = User.objects.get(email__iexact=email)
    ensure_address(user)
    return user


def ensure_address(user: User) -> EmailAddress:
    """Return the row in which allauth notes whether the user's address is proven.

    Users made in the admin or on the command line have none; without it a code that was sent
    to the address would prove nothing.
    """
    address, _created = EmailAddress.objects.get_or_create(
        user=user,
        email=user.email.lower(),
        defaults={
            "primary": not EmailAddress.objects.filter(user=user, primary=True).exists(),
            "verified": False,
        },
    )
    return address


def address_is_proven(user: User) -> bool:
    """Whether the user has shown by a code that mail to the account's address arrives."""
    return EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
