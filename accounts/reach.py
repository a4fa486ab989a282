"""How far a right reaches: the whole site, or some topics of it.

Who holds a role on the whole site may do what it allows everywhere. Another backend of
`AUTHENTICATION_BACKENDS` may give rights that hold in some topics only (contests.campaign_roles
does, for campaigns); rooms that cannot know what a topic is ask here.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol, runtime_checkable

from django.contrib.auth import get_backends
from django.contrib.auth.backends import ModelBackend

from accounts.models import User


@runtime_checkable
class GivesTopics(Protocol):
    """A backend whose rights hold in topics."""

    def topics_where(self, user: User, permission: str) -> Collection[str]:
        """The topics in which the user may do this."""

    def has_topics(self, user: User) -> bool:
        """Whether the user holds a role in any topic."""


def rights_everywhere(user: User) -> set[str]:
    """What the user's roles on the whole site allow; two queries, once for each user object."""
    return set(ModelBackend().get_all_permissions(user))


def may_everywhere(user: User, permission: str) -> bool:
    """Whether the user may do this whatever it is about."""
    return user.is_active and (user.is_superuser or permission in rights_everywhere(user))


def topics_where(user: User, permission: str) -> frozenset[str] | None:
    """The topics in which the user may do this; None stands for everywhere."""
    if may_everywhere(user, permission):
        return None
    return frozenset(
        topic
        for backend in get_backends()
        if isinstance(backend, GivesTopics)
        for topic in backend.topics_where(user, permission)
    )


def has_topics(user: User) -> bool:
    """Whether the user holds a role that is not one of the whole site."""
    backends = [one for one in get_backends() if isinstance(one, GivesTopics)]
    return any(backend.has_topics(user) for backend in backends)
