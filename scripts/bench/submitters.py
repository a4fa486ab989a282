"""Makes what the bench of submissions needs, in the database of the environment; prints it as JSON.

`python -m scripts.bench.submitters 500 make` prints the campaign's address name and a session for
each of 500 people; `… count` prints how many entries there are.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django


def make(people: int) -> dict[str, Any]:
    from allauth.account.models import EmailAddress
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from accounts.models import User
    from contests.models import Campaign, Category, Hashtag, RulesVersion

    now = timezone.now()
    campaign = Campaign.objects.create(
        slug="bench",
        title="Bench",
        languages=["en"],
        platforms=["tiktok"],
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        published_at=now - timedelta(days=2),
    )
    Hashtag.objects.create(campaign=campaign, text="bench", kind=Hashtag.Kind.OFFICIAL)
    Category.objects.create(
        campaign=campaign, slug="best", title="Best", method=Category.Method.JURY
    )
    RulesVersion.objects.create(campaign=campaign, number=1, text="Be kind.", created_at=now)
    sessions = []
    for number in range(people):
        user = User.objects.create_user(f"person{number}@example.org", preferred_language="en")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    return {"slug": campaign.slug, "sessions": sessions}


def count() -> dict[str, Any]:
    from entries.models import Decision, Entry

    return {"entries": Entry.objects.count(), "decisions": Decision.objects.count()}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    people, verb = int(sys.argv[1]), sys.argv[2]
    print(json.dumps(make(people) if verb == "make" else count()))


if __name__ == "__main__":
    main()
