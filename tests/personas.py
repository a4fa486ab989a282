"""The people of the tests: one of each role, and a stranger."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts import roles
from accounts.models import User
from contests.models import Campaign, CampaignRole

STAFF_PERSONAS = {
    "administrator": roles.ADMINISTRATOR,
    "manager": roles.CAMPAIGN_MANAGER,
    "moderator": roles.MODERATOR,
    "announcer": roles.ANNOUNCER,
    "auditor": roles.AUDITOR,
}


def make_person(name: str, *, role: str | None = None, language: str = "en") -> User:
    """Return the user of that name, made once, with a proven address and perhaps a role."""
    email = f"{name.replace(' ', '.')}@example.org"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email,
            name=name.title(),
            preferred_language=language,
            is_staff=role in roles.STAFF_ROLES,
        )
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if role:
            user.groups.add(Group.objects.get(name=role))
    return user


def in_campaigns(name: str, *campaigns: Campaign, role: str = roles.CAMPAIGN_MANAGER) -> User:
    """Return somebody whose role holds in these campaigns only."""
    user = make_person(name)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    for campaign in campaigns:
        CampaignRole.objects.create(
            campaign=campaign, user=user, role=role, given_at=timezone.now()
        )
    return User.objects.get(pk=user.pk)


def administrator() -> User:
    return make_person("administrator", role=roles.ADMINISTRATOR)


def manager() -> User:
    return make_person("manager", role=roles.CAMPAIGN_MANAGER)


def moderator() -> User:
    return make_person("moderator", role=roles.MODERATOR)


def announcer() -> User:
    return make_person("announcer", role=roles.ANNOUNCER)


def auditor() -> User:
    return make_person("auditor", role=roles.AUDITOR)


def judge() -> User:
    return make_person("judge", role=roles.JUDGE)


def other_judge() -> User:
    return make_person("other judge", role=roles.JUDGE)


def creator() -> User:
    return make_person("creator")


def stranger() -> User:
    return make_person("stranger")
