"""The people of the demo: one to sign in with for each role, and the invented creators."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import User
from contests.models import Campaign, CampaignRole

PASSWORD = "demo-demo-demo"  # noqa: S105 - for a demo on one's own machine, and printed by it
DOMAIN = "demo.example"
JOINED = datetime(2023, 1, 9, 9, tzinfo=UTC)
"""Before the first campaign of the demo was written."""


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in. Without a role: a creator."""

    account: str
    name: str
    language: str
    role: str = ""
    campaign: str = ""  # the role holds there only

    @property
    def email(self) -> str:
        return f"{self.account}@{DOMAIN}"


PEOPLE = (
    Person("admin", "Aigerim Sultanova", "en", roles.ADMINISTRATOR),
    Person("manager", "Марина Ким", "ru", roles.CAMPAIGN_MANAGER),
    Person("moderator", "Тимур Оспанов", "kk", roles.MODERATOR),
    Person("announcer", "Leyla Məmmədova", "az", roles.ANNOUNCER),
    Person("auditor", "ليلى حداد", "ar", roles.AUDITOR),
    Person("regional", "Гүлнұр Сейітова", "kk", roles.CAMPAIGN_MANAGER, "kitaptok"),
    Person("judge", "Әсел Нұрланқызы", "kk", roles.JUDGE),
    Person("judge2", "Rəşad Quliyev", "az", roles.JUDGE),
    Person("creator", "Мәдина Ерлан", "kk"),
)


@dataclass(frozen=True)
class Cast:
    """The users behind PEOPLE, by what the loader needs them for."""

    admin: User
    manager: User
    moderator: User
    announcer: User
    auditor: User
    regional: User
    judge: User
    judge2: User
    creator: User

    @property
    def judges(self) -> list[User]:
        return [self.judge, self.judge2]


def gather_cast() -> Cast:
    """Return everybody who signs in, making those who are missing; changes nobody."""
    known = {
        user.email: user
        for user in User.objects.filter(email__in=[person.email for person in PEOPLE])
    }
    missing = [person for person in PEOPLE if person.email not in known]
    # Hashing is slow on purpose, and there is only one password.
    hashed = make_password(PASSWORD) if missing else ""
    for person in missing:
        known[person.email] = _welcome(person, hashed=hashed)
    users = {person.account: known[person.email] for person in PEOPLE}
    return Cast(**{field.name: users[field.name] for field in fields(Cast)})


def give_campaign_roles(campaign: Campaign, cast: Cast, *, at: datetime) -> None:
    """Give those their roles who work on this campaign only."""
    for person in PEOPLE:
        if person.campaign == campaign.slug:
            CampaignRole.objects.create(
                campaign=campaign,
                user=getattr(cast, person.account),
                role=person.role,
                given_by=cast.admin,
                given_at=at,
            )


def entrant(handle: str, *, language: str, at: datetime) -> User:
    """Return the account of an invented creator, opened at a moment; nobody can sign in to it."""
    email = f"{handle.strip('._')}@creators.{DOMAIN}".lower()
    return User.objects.filter(email=email).first() or _open(
        email, preferred_language=language, date_joined=at
    )


def _welcome(person: Person, *, hashed: str) -> User:
    user = _open(
        person.email,
        name=person.name,
        preferred_language=person.language,
        date_joined=JOINED,
        is_staff=person.role in roles.STAFF_ROLES,
    )
    user.password = hashed
    user.save(update_fields=["password"])
    if person.role and not person.campaign:
        user.groups.add(Group.objects.get(name=person.role))
    return user


def _open(email: str, **about: Any) -> User:
    """An account without a password whose address is proven."""
    user = User.objects.create_user(email, **about)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
