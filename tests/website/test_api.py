"""The JSON interface: it answers what its own document says, and nothing that is not public."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from jsonschema import Draft202012Validator

from contests.models import Campaign, Category, Hashtag
from contests.phases import Phase
from entries.models import Entry
from metrics.models import Board, BoardLine
from tests import personas
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
)
from tests.website.campaigns import announce, rich_campaign
from website.api.urls import OPERATIONS

pytestmark = pytest.mark.django_db
API = "/api/v1"


def read(client: Client, path: str, status: int = 200):
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.content)


def board(category: Category, lines: int) -> Board:
    now = timezone.now()
    made = Board.objects.create(category=category, as_of=now, built_at=now, lines_count=lines)
    for position in range(1, lines + 1):
        entry = build_entry(category.campaign)
        BoardLine.objects.create(
            board=made,
            position=position,
            rank=position,
            entry=entry,
            creator=entry.creator,
            views=1000 - position,
            videos=1,
            read_at=now,
        )
    return made


def scene() -> dict[str, Campaign]:
    """Something of everything that the interface tells of."""
    views = rich_campaign(size=2, slug="open")
    board(build_category(views, method=Category.Method.MOST_VIEWED_VIDEO, slug="views"), 3)
    announced = rich_campaign(size=2, slug="announced", phase=Phase.ANNOUNCED)
    announce(announced)
    return {"open": views, "announced": announced}


EXAMPLES = {
    "campaigns": "campaigns",
    "campaign": "campaigns/open",
    "categories": "campaigns/open/categories",
    "winners": "campaigns/announced/winners",
    "winners_of": "campaigns/announced/winners/1",
    "leaderboard": "campaigns/open/leaderboards/views",
    "partners": "partners",
    "partner": "partners/{partner}",
}


def example(name: str) -> str:
    partner = Campaign.objects.get(slug="open").partnerships.first().partner
    return EXAMPLES[name].format(partner=partner.slug)


def strict(document: dict) -> dict:
    """The document, taken so that a field which it does not name is a fault."""
    for schema in document["components"]["schemas"].values():
        schema["additionalProperties"] = False
    return document


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_answer_is_as_the_document_says(client, operation):
    scene()
    document = strict(read(client, "openapi.json"))
    declared = next(
        path["get"]
        for path in document["paths"].values()
        if path["get"]["operationId"] == operation.name
    )
    schema = declared["responses"]["200"]["content"]["application/json"]["schema"]
    answer = read(client, example(operation.name))
    Draft202012Validator({**schema, "components": document["components"]}).validate(answer)


def test_document_is_sound(client):
    document = read(client, "openapi.json")
    assert document["openapi"].startswith("3.1")
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    addresses = set(document["paths"])
    assert "/campaigns/{slug}/winners/{number}" in addresses
    for path, methods in document["paths"].items():
        named = {one["name"] for one in methods["get"]["parameters"] if one["in"] == "path"}
        assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def test_texts_come_in_every_language_that_they_were_written_in(client):
    build_campaign(slug="one", title_en="Books", title_kk="Кітап", title_ru="")
    title = read(client, "campaigns/one")["about"]["title"]
    assert title == {"en": "Books", "kk": "Кітап"}


def test_times_carry_the_zone_of_the_campaign(client):
    campaign = build_campaign(slug="one", time_zone="Asia/Baku")
    about = read(client, "campaigns/one")["about"]
    assert about["time_zone"] == "Asia/Baku"
    assert about["closes_at"].endswith("+04:00")
    local = campaign.closes_at.astimezone(campaign.zone).replace(microsecond=0)
    assert about["closes_at"] == local.isoformat()


def test_drafts_are_for_nobody_not_even_for_staff(client):
    build_campaign(slug="draft", phase=Phase.DRAFT)
    category = build_category(Campaign.objects.get(), method="most_viewed_video", slug="views")
    partner = build_partnership(category.campaign).partner
    client.force_login(
        personas.administrator(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert read(client, "campaigns")["campaigns"] == []
    assert read(client, "partners")["partners"] == []
    for path in (
        "campaigns/draft",
        "campaigns/draft/categories",
        "campaigns/draft/leaderboards/views",
        f"partners/{partner.slug}",
    ):
        assert read(client, path, 404)["code"] == "not_found"


def test_winners_are_unknown_until_they_are_announced(client):
    campaign = rich_campaign(size=1, slug="one", phase=Phase.REVIEW)
    announce(campaign)
    assert read(client, "campaigns/one/winners", 404)["code"] == "not_found"
    soon = timezone.now() + timedelta(hours=1)
    Campaign.objects.filter(pk=campaign.pk).update(announced_at=soon)
    read(client, "campaigns/one/winners", 404)
    assert read(client, "campaigns/one")["about"]["announced_at"] is None


def test_winner_is_told_with_all_who_made_the_video(client):
    campaign = build_campaign(slug="one", phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign, slug="best"), title_en="A book")
    announcement = announce(campaign)
    entry = announcement.awards.get().entry
    (group,) = read(client, "campaigns/one/winners")["categories"]
    (winner,) = group["winners"]
    joint = entry.joint_creators.get()
    assert group["category"] == "best"
    assert winner["prize"] == {"en": "A book"}
    assert [one["handle"] for one in winner["creators"]] == [entry.creator.handle, joint.handle]
    assert winner["video"]["id"] == entry.pk
    assert winner["citation"] == {"en": "Because it is good."}


def test_video_that_has_left_is_not_told(client):
    campaign = build_campaign(slug="one", phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign))
    entry = announce(campaign).awards.get().entry
    Entry.objects.filter(pk=entry.pk).update(status=Entry.Status.WITHDRAWN)
    (winner,) = read(client, "campaigns/one/winners")["categories"][0]["winners"]
    assert winner["video"] is None
    assert winner["creators"][0]["handle"] == entry.creator.handle


def test_announcement_of_no_number_is_not_found(client):
    announce(rich_campaign(size=1, slug="one", phase=Phase.ANNOUNCED))
    read(client, "campaigns/one/winners/2", 404)


def test_leaderboard_gives_way_to_the_winners(client):
    campaign = build_campaign(slug="one", phase=Phase.ANNOUNCED)
    build_category(campaign, method=Category.Method.MOST_VIEWED_VIDEO, slug="views")
    assert "winners" in read(client, "campaigns/one/leaderboards/views", 404)["message"]


def test_leaderboard_of_a_jury_is_none(client):
    build_category(build_campaign(slug="one"), slug="jury")
    read(client, "campaigns/one/leaderboards/jury", 404)


def test_leaderboard_is_told_page_by_page(client):
    campaign = build_campaign(slug="one")
    board(build_category(campaign, method="most_viewed_video", slug="views"), 51)
    first = read(client, "campaigns/one/leaderboards/views")
    assert len(first["lines"]) == 50
    assert first["paging"]["count"] == 51
    assert first["paging"]["previous"] is None
    second = read(client, first["paging"]["next"].partition(f"{API}/")[2])
    assert [line["rank"] for line in second["lines"]] == [51]
    assert second["paging"]["next"] is None
    read(client, "campaigns/one/leaderboards/views?page=3", 404)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²", "9" * 30, ""])
def test_page_that_is_no_number_is_a_bad_parameter(client, page):
    assert read(client, f"campaigns?page={page}", 400)["code"] == "bad_parameter"


def test_phase_that_is_none_is_a_bad_parameter(client):
    assert read(client, "campaigns?phase=draft", 400)["code"] == "bad_parameter"


def test_campaigns_are_found_by_phase(client):
    build_campaign(slug="open")
    build_campaign(slug="soon", phase=Phase.COMING)
    found = read(client, "campaigns?phase=coming")["campaigns"]
    assert [one["slug"] for one in found] == ["soon"]
    assert read(client, "campaigns")["paging"]["count"] == 2


def test_tolerated_spellings_are_taught_to_nobody(client):
    campaign = build_campaign(slug="one")
    Hashtag.objects.create(campaign=campaign, text="kitaptok", kind=Hashtag.Kind.TOLERATED)
    assert [tag["kind"] for tag in read(client, "campaigns/one")["about"]["hashtags"]] == [
        "official"
    ]


def test_no_user_is_told_of(client):
    campaign = build_campaign(slug="one", phase=Phase.ANNOUNCED)
    build_prize(build_category(campaign))
    person = personas.make_person("anna")
    creator = build_creator(user=person)
    entry = announce(campaign).awards.get().entry
    Entry.objects.filter(pk=entry.pk).update(submitted_by=person, creator=creator)
    for path in ("campaigns", "campaigns/one", "campaigns/one/winners"):
        assert person.email not in json.dumps(read(client, path))


def test_unknown_address_is_told_as_json(client):
    assert read(client, "nothing", 404)["code"] == "not_found"


def test_nothing_can_be_written(client):
    assert client.post(f"{API}/campaigns").status_code == 405
    assert client.head(f"{API}/campaigns").status_code == 200


def test_language_of_the_reader_changes_nothing(client):
    build_campaign(slug="one", title_kk="Кітап")
    plain = client.get(f"{API}/campaigns/one").content
    assert client.get(f"{API}/campaigns/one", headers={"accept-language": "kk"}).content == plain


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_queries_do_not_grow_with_what_is_told(client, operation):
    scene()
    path = f"{API}/{example(operation.name)}"
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(path)
    for name in ("open", "announced"):
        campaign = Campaign.objects.get(slug=name)
        for _ in range(5):
            build_partnership(campaign, partner=build_partner())
            build_prize(build_category(campaign), sponsor=build_partner())
            build_entry(campaign)
    rich_campaign(size=3)
    announcement = Campaign.objects.get(slug="announced").announcements.get()
    with CaptureQueriesContext(connection) as many:
        client.get(path)
    assert announcement.number == 1
    assert len(many) == len(few)
    assert len(many) <= 12
