"""The person behind a request, as our own user."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def signed_in_user(request: HttpRequest) -> User:
    """Return who is signed in; for views behind `login_required` and the admin's checks."""
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user
