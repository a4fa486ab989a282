"""What platforms said, and what is waited for, as staff read it."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entries.looking_up import look_up
from entries.models import Lookup, PlatformAnswer
from tests import personas
from tests.entries.entering import sign_in
from tests.entries.lookups import OEMBED, waiting_entry, work_off

pytestmark = pytest.mark.django_db

ANSWERS, QUESTIONS = "/admin/entries/platformanswer/", "/admin/entries/lookup/"


@pytest.fixture
def desk(client: Client) -> Client:
    return sign_in(client, personas.moderator())


def found(client: Client, address: str, term: str) -> list[Any]:
    return list(client.get(address, {"q": term}).context["cl"].result_list)


def test_answer_is_read_in_words(desk: Client, platforms: Any):
    entry = waiting_entry(platforms, caption="<b>A minute</b>", author_name="True Owner")
    work_off()
    answer = PlatformAnswer.objects.get()
    page = desk.get(f"{ANSWERS}{answer.pk}/change/").content.decode()
    assert "&lt;b&gt;A minute&lt;/b&gt;" in page
    assert "True Owner" in page
    assert "Yes" in page
    assert f"/admin/entries/entry/?q={entry.video_id}" in page


def test_answer_with_words_of_another_version_is_read(desk: Client):
    answer = PlatformAnswer.objects.create(
        platform="tiktok",
        video_id="7340215487445339434",
        source="staff",
        said_at=timezone.now(),
        found=True,
        said={"caption": None, "mood": "bright"},
    )
    page = desk.get(f"{ANSWERS}{answer.pk}/change/").content.decode()
    assert "bright" in page


def test_rows_are_found_by_id_and_any_link(desk: Client, platforms: Any):
    entry = waiting_entry(platforms)
    waiting_entry(platforms)
    row = Lookup.objects.get(video_id=entry.video_id)
    for term in (entry.video_id, f"https://m.tiktok.com/v/{entry.video_id}.html"):
        assert found(desk, QUESTIONS, term) == [row]
    work_off()
    assert [answer.video_id for answer in found(desk, ANSWERS, entry.video_id)] == [entry.video_id]


def test_last_error_of_a_question_is_told(desk: Client, platforms: Any):
    waiting_entry(platforms)
    platforms.fail("tiktok_oembed", "500")
    look_up(source=OEMBED, at=timezone.now())
    row = Lookup.objects.get()
    assert row.error in desk.get(QUESTIONS).content.decode()
    assert row.error in desk.get(f"{QUESTIONS}{row.pk}/change/").content.decode()
    assert desk.get(QUESTIONS, {"error__isempty": "1"}).context["cl"].result_count == 0


def test_strangers_read_nothing(client: Client):
    sign_in(client, personas.stranger())
    for address in (ANSWERS, QUESTIONS):
        assert client.get(address).status_code == 302
