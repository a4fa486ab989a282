"""A made-up contest with a jury of any size, whose judges are signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from allauth.account.models import EmailAddress
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from accounts import roles
from accounts.models import User
from contests.models import Campaign, Category, Hashtag, RulesVersion
from entries.importing.writing import insert
from entries.models import Creator, Entry
from entries.video_ids import tiktok_id_for
from judging.models import Criterion, Judge, Round
from judging.scoring import Aggregation

REVIEWS = 3
CRITERIA = (
    ("Idea", "2.00", 5),
    ("Craft", "1.00", 5),
    ("Message", "1.00", 10),
    ("Sound", "0.50", 3),
)


@dataclass(frozen=True)
class Jury:
    """The round that is judged, its people, and how to sign in as each judge."""

    round: Round
    staff: User
    users: dict[int, User]
    """By the judge's id."""
    sessions: dict[int, str]
    criteria: dict[int, int]
    """The most points, by the criterion's id."""
    entries: int


def make_jury(name: str, *, entries: int, judges: int, now: datetime) -> Jury:
    """A contest whose round is open, with nothing assigned yet."""
    campaign = Campaign.objects.create(
        slug=name,
        title=f"Bench {name}",
        languages=["en"],
        platforms=["tiktok"],
        opens_at=now - timedelta(days=30),
        closes_at=now - timedelta(days=1),
        published_at=now - timedelta(days=40),
    )
    Hashtag.objects.create(campaign=campaign, text=name, kind=Hashtag.Kind.OFFICIAL)
    RulesVersion.objects.create(campaign=campaign, number=1, text="Be kind.", created_at=now)
    category = Category.objects.create(
        campaign=campaign, slug="best", title="Best", method=Category.Method.JURY
    )
    round_ = Round.objects.create(
        category=category,
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=1),
        reviews_per_entry=REVIEWS,
        aggregation=Aggregation.ADJUSTED.value,
    )
    criteria = [
        Criterion.objects.create(
            round=round_, title=title, weight=Decimal(weight), max_points=most, order=order
        )
        for order, (title, weight, most) in enumerate(CRITERIA)
    ]
    _make_entries(campaign, entries, now)
    users = {}
    for number in range(judges):
        user = _make_judge(f"{name}.judge{number}@example.org")
        users[Judge.objects.create(campaign=campaign, user=user).pk] = user
    return Jury(
        round=round_,
        staff=User.objects.create_user(f"{name}@example.org", is_staff=True, is_superuser=True),
        users=users,
        sessions={judge: _sign_in(user) for judge, user in users.items()},
        criteria={criterion.pk: criterion.max_points for criterion in criteria},
        entries=entries,
    )


def tidy(*tables: str) -> None:
    """What a server does by itself in quiet hours."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _make_judge(email: str) -> User:
    user = User.objects.create_user(email, preferred_language="en")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.groups.add(Group.objects.get(name=roles.JUDGE))
    return user


def _sign_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _make_entries(campaign: Campaign, count: int, now: datetime) -> None:
    """One creator to each, with numbers that no other contest of the bench has."""
    first = 1 + (Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)
    numbers = range(first, first + count)
    insert(
        Creator,
        ("id", "handle"),
        ((number, f"{campaign.slug}.{number}") for number in numbers),
        platform="tiktok",
    )
    posted_at = now - timedelta(days=10)
    insert(
        Entry,
        ("id", "creator_id", "video_id", "url"),
        (
            (
                number,
                number,
                video_id := tiktok_id_for(posted_at, salt=number),
                f"https://www.tiktok.com/@{campaign.slug}.{number}/video/{video_id}",
            )
            for number in numbers
        ),
        campaign_id=campaign.pk,
        platform="tiktok",
        posted_at=posted_at,
        status=Entry.Status.ACCEPTED.value,
        caption="Бүгінгі кітабым #bench",
        caption_state=Entry.CaptionState.WHOLE.value,
        source=Entry.Source.IMPORT.value,
        received_at=posted_at,
        confirmed_at=posted_at,
    )
    tidy("entries_entry", "entries_creator")
