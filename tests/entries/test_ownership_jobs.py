"""Asking platforms whose video it is: codes that are looked for, accounts that are compared."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from entries.models import Creator, Entry, OwnershipProof, OwnershipQuestion
from entries.ownership import OwnershipRefused, personal_code
from entries.ownership_jobs import compare_account, enqueue_due_questions, look_for_code
from entries.ownership_questions import MOST_IN_AN_HOUR, PAUSE, ask_by_code, ask_by_sign_in
from tests import personas
from tests.builders import build_creator
from tests.entries.owning import CHANNEL, HANDLE, build_owned, build_owned_on_youtube
from tests.fakes.platforms import FakePlatforms

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def ask_code(entry: Entry, *, at: Any = NOW, user: Any = None) -> OwnershipQuestion:
    return ask_by_code(entry_id=entry.pk, user_id=(user or personas.creator()).pk, at=at)


def look(entry: Entry, **asked: Any) -> str:
    """Ask for the code and have the job look for it; what came of it."""
    question = ask_code(entry, **asked)
    look_for_code.call(question.user_id)
    return result_of(entry)


def result_of(entry: Entry) -> str:
    question = OwnershipQuestion.objects.get(entry=entry)
    assert (question.settled_at is None) == (question.due_at is not None)
    assert question.taken_at is None
    return question.result


def code_of(entry: Entry) -> str:
    return personal_code(entry, user_id=personas.creator().pk)


def connect(provider: str = "tiktok", **fields: Any) -> SocialAccount:
    user = fields.pop("user", None) or personas.creator()
    told = {"username": HANDLE} if provider == "tiktok" else {"email": "aysel@example.org"}
    account = SocialAccount.objects.create(
        user=user, provider=provider, uid="open-id-1", extra_data=fields.pop("told", told)
    )
    token = {"token": "act.1", "expires_at": timezone.now() + timedelta(hours=1)}
    SocialToken.objects.create(account=account, **token | fields)
    return account


def compare(entry: Entry) -> str:
    """Have the accounts compared; what came of it."""
    user_id = entry.submitted_by_id
    assert ask_by_sign_in(user_id=user_id, platform=entry.platform, at=NOW) > 0
    compare_account.call(user_id, entry.platform)
    return result_of(entry)


# -- Codes ------------------------------------------------------------------------------------
def test_code_in_a_caption_of_tiktok_is_found(platforms: FakePlatforms):
    entry = build_owned(told=None)
    platforms.add_tiktok(entry.video_id, handle=HANDLE, caption=f"Кітап {code_of(entry)}")
    assert look(entry) == "proven"
    proof = OwnershipProof.objects.get()
    assert (proof.creator.handle, proof.user, proof.method) == (HANDLE, personas.creator(), "code")
    assert proof.evidence["where"] == "caption"
    assert entry.checks.get(rule="owner").outcome == "pass"


def test_code_proves_the_account_that_the_platform_names_not_the_claimed_one(
    platforms: FakePlatforms,
):
    entry = build_owned(told=None, creator=build_creator(handle="claimed.by.the.link"))
    platforms.add_tiktok(entry.video_id, handle="true.owner", caption=code_of(entry))
    assert look(entry) == "proven"
    assert OwnershipProof.objects.get().creator.handle == "true.owner"
    assert Creator.objects.get(handle="claimed.by.the.link").user is None


def test_code_that_is_not_there_is_not_found(platforms: FakePlatforms):
    entry = build_owned()
    platforms.add_tiktok(entry.video_id, handle=HANDLE, caption="sahna-22222222")
    assert look(entry) == "no_code"
    assert not OwnershipProof.objects.exists()


def test_video_that_is_gone_shows_no_code(platforms: FakePlatforms):
    assert look(build_owned()) == "no_code"


@pytest.mark.parametrize("where", ["caption", "profile"])
def test_code_of_youtube_may_stand_in_two_places(platforms: FakePlatforms, where: str):
    entry = build_owned_on_youtube(told=None)
    code = code_of(entry)
    channel_id = platforms.add_channel("aysel", text=code if where == "profile" else "")
    entry.creator.platform_user_id = channel_id
    entry.creator.save()
    caption = f"Title\n{code}" if where == "caption" else "Title\nText"
    platforms.add_youtube(entry.video_id, handle="aysel", caption=caption)
    assert look(entry) == "proven"
    assert OwnershipProof.objects.get().evidence["where"] == where


def test_instagram_cannot_be_asked(platforms: FakePlatforms):
    creator = build_creator(platform="instagram")
    entry = build_owned(creator=creator, told=None, platform="instagram", video_id="CabcdefghiJ")
    question = ask_code(entry)
    for _ in range(6):
        OwnershipQuestion.objects.update(due_at=NOW)
        look_for_code.call(question.user_id)
    assert result_of(entry) == "not_told"


@pytest.mark.parametrize("fault", ["429", "500", "timeout", "half_body", "wrong_json", "drop"])
def test_platform_that_is_away_is_asked_again(platforms: FakePlatforms, fault: str):
    entry = build_owned(told=None)
    platforms.add_tiktok(entry.video_id, handle=HANDLE, caption=code_of(entry))
    platforms.fail("tiktok_oembed", fault)
    assert look(entry) == ""
    question = OwnershipQuestion.objects.get()
    assert question.attempts == 1
    assert question.due_at > NOW
    platforms.heal()
    OwnershipQuestion.objects.update(due_at=NOW)
    look_for_code.call(question.user_id)
    assert result_of(entry) == "proven"


def test_platform_that_stays_away_is_given_up(platforms: FakePlatforms):
    entry = build_owned(told=None)
    platforms.fail("tiktok_oembed", "500")
    OwnershipQuestion.objects.filter(pk=ask_code(entry).pk).update(attempts=5)
    look_for_code.call(personas.creator().pk)
    assert result_of(entry) == "not_told"


def test_dead_workers_question_is_asked_again(platforms: FakePlatforms):
    entry = build_owned(told=None)
    platforms.add_tiktok(entry.video_id, handle=HANDLE, caption=code_of(entry))
    question = ask_code(entry)
    OwnershipQuestion.objects.update(taken_at=timezone.now() - timedelta(minutes=1))
    look_for_code.call(question.user_id)
    assert platforms.calls == []
    OwnershipQuestion.objects.update(taken_at=timezone.now() - timedelta(minutes=10))
    assert enqueue_due_questions(at=timezone.now()) == 1
    look_for_code.call(question.user_id)
    assert result_of(entry) == "proven"


def test_periodic_job_enqueues_each_kind_once(platforms: FakePlatforms):
    entry = build_owned()
    ask_code(entry)
    ask_by_sign_in(user_id=entry.submitted_by_id, platform="tiktok", at=NOW)
    assert enqueue_due_questions(at=NOW - timedelta(seconds=1)) == 0
    assert enqueue_due_questions(at=NOW) == 2
    assert enqueue_due_questions(at=NOW) == 0
    assert {job.task_path.split(".")[-1] for job in DBTaskResult.objects.all()} == {
        "look_for_code",
        "compare_account",
    }


def test_asking_while_it_is_looked_for_changes_nothing():
    entry = build_owned()
    ask_code(entry)
    assert ask_code(entry, at=NOW + PAUSE).asked_at == NOW


def test_asking_again_too_soon_is_refused(platforms: FakePlatforms):
    entry = build_owned()
    look(entry)
    with pytest.raises(OwnershipRefused) as refused:
        ask_code(entry, at=NOW + PAUSE - timedelta(seconds=1))
    assert refused.value.code == "asked_too_often"
    platforms.add_tiktok(entry.video_id, handle=HANDLE, caption=code_of(entry))
    OwnershipQuestion.objects.update(asked_at=NOW - PAUSE)
    assert look(entry) == "proven"


def test_one_person_asks_so_often_in_an_hour_and_no_more():
    entry = build_owned()
    for _ in range(MOST_IN_AN_HOUR):
        ask_code(build_owned(entry.campaign, creator=entry.creator))
    with pytest.raises(OwnershipRefused):
        ask_code(entry)
    ask_code(entry, user=personas.stranger())
    ask_code(entry, at=NOW + timedelta(hours=1))


# -- Accounts ---------------------------------------------------------------------------------
def test_tiktok_account_is_compared_with_the_videos_that_it_lists(platforms: FakePlatforms):
    connect(told={})
    platforms.add_token("act.1", handle=HANDLE, scopes=("user.info.basic", "video.list"))
    entry = build_owned(told=None, creator=build_creator(handle="claimed"))
    platforms.add_tiktok(entry.video_id, handle=HANDLE, duration=42)
    assert compare(entry) == "proven"
    assert OwnershipProof.objects.get().creator.handle == HANDLE
    entry.refresh_from_db()
    assert (entry.creator.user, entry.seconds) == (personas.creator(), 42)
    assert entry.checks.get(rule="owner").outcome == "pass"


def test_tiktok_account_without_the_video_proves_nothing(platforms: FakePlatforms):
    """Though its handle is the one in the link: a stranger's video under a link of one's own."""
    connect()
    platforms.add_token("act.1", handle=HANDLE)
    entry = build_owned(told=None)
    platforms.add_tiktok(entry.video_id, handle="true.owner")
    assert compare(entry) == "other_account"
    assert not OwnershipProof.objects.exists()


@pytest.mark.parametrize(("owner", "result"), [(HANDLE, "proven"), ("true.owner", "other_account")])
def test_without_the_list_the_handle_that_tiktok_tells_counts(
    platforms: FakePlatforms, owner: str, result: str
):
    connect()
    platforms.add_token("act.1", handle=HANDLE, scopes=("user.info.basic", "user.info.profile"))
    entry = build_owned(told=None)
    platforms.add_tiktok(entry.video_id, handle=owner)
    assert compare(entry) == result


def test_comparing_without_permission_says_so(platforms: FakePlatforms):
    assert compare(build_owned()) == "not_allowed"


def test_google_account_is_compared_by_its_channels(platforms: FakePlatforms):
    connect("google", token="ya29.1")
    entry = build_owned_on_youtube(told=None)
    video = platforms.add_youtube(entry.video_id, handle="aysel")
    platforms.sign_in.add_google("ya29.1", "1001", channels=["UCx", video.author_id])
    Creator.objects.update(platform_user_id=video.author_id)
    assert compare(entry) == "proven"


def test_google_account_with_another_channel_proves_nothing(platforms: FakePlatforms):
    connect("google", token="ya29.1")
    platforms.sign_in.add_google("ya29.1", "1001", channels=["UCx"])
    assert compare(build_owned_on_youtube(told=CHANNEL)) == "other_account"


@pytest.mark.parametrize("token", [{"token": "withdrawn"}, {"expires_at": NOW}])
def test_google_token_that_is_over_says_so(platforms: FakePlatforms, token: dict[str, Any]):
    connect("google", **token)
    assert compare(build_owned_on_youtube()) == "not_allowed"


def test_many_entries_are_compared_twenty_at_a_time(platforms: FakePlatforms):
    connect()
    platforms.add_token("act.1", handle=HANDLE)
    first = build_owned(told=None)
    entries = [
        first,
        *(build_owned(first.campaign, told=None, creator=first.creator) for _ in range(20)),
    ]
    for entry in entries:
        platforms.add_tiktok(entry.video_id, handle=HANDLE)
    ask_by_sign_in(user_id=first.submitted_by_id, platform="tiktok", at=NOW)
    compare_account.call(first.submitted_by_id, "tiktok")
    assert {result_of(entry) for entry in entries} == {"proven"}
    assert len(platforms.calls_of("tiktok_display")) == 2
    assert OwnershipProof.objects.count() == 1


def test_what_is_proven_or_withdrawn_is_not_compared(platforms: FakePlatforms):
    first = build_owned()
    build_owned(first.campaign, status="withdrawn", creator=build_creator())
    OwnershipProof.objects.create(
        creator=first.creator, user=first.submitted_by, method="code", proven_at=NOW
    )
    assert ask_by_sign_in(user_id=first.submitted_by_id, platform="tiktok", at=NOW) == 0
