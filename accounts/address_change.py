"""A user's e-mail address is changed by staff."""

from allauth.account.models import EmailAddress

from accounts.account_opening import ensure_address
from accounts.models import User


def forget_former_addresses(user: User) -> None:
    """Let nobody sign in with a former address; the present one has to be proven anew."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    ensure_address(user)
