"""The texts of a campaign side by side: what is missing, and the page that fills it."""

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from contests.models import Campaign, CampaignQuestion
from contests.phases import Phase
from desk.texts import Text, completeness, digest, reference_for, shown_instead, tidy
from tests.builders import build_campaign, build_category, build_prize, build_round
from tests.personas import announcer, auditor, manager, moderator

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def signed_in(user, language="en"):
    client = Client(headers={"accept-language": language}, REMOTE_ADDR="203.0.113.7")
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = language
    return client


def page(campaign, query=""):
    return reverse("admin:desk_texts", args=[campaign.pk]) + query


def text(key="campaign:1:title", **fields):
    values = {"section": "campaign", "owner": "", "name": "Title", "values": {}}
    return Text(key=key, **values | fields)


def test_text_counts_once_it_is_written_somewhere_or_must_be():
    texts = [
        text(values={"ru": "Да", "kk": "Иә"}),
        text(values={"ru": "Да", "kk": "  "}),
        text(values={"en": "not a language of this campaign"}),
        text(values={}, needed=True),
    ]
    kk, ru = completeness(texts, ["kk", "ru"])
    assert (kk.filled, kk.total, kk.missing, kk.percent) == (1, 3, 2, 33)
    assert (ru.filled, ru.total) == (2, 3)
    assert [one.is_gap("kk", ["kk", "ru"]) for one in texts] == [False, True, False, True]


def test_campaign_without_texts_is_complete():
    [kk] = completeness([], ["kk"])
    assert (kk.percent, kk.missing) == (100, 0)


def test_reference_is_the_fullest_language_then_the_readers_own():
    texts = [text(values={"ru": "Да", "kk": "Иә", "en": ""})]
    assert reference_for("ar", texts, ["kk", "ru", "en", "ar"], reader="ru") == "ru"
    assert reference_for("ar", texts, ["kk", "ru", "en", "ar"], reader="en") == "kk"
    assert reference_for("ru", texts, ["ru"], reader="ru") == ""


def test_missing_text_is_shown_in_the_nearest_language_that_has_it():
    assert shown_instead(text(values={"ru": "Да", "az": "Bəli"}), "kk") == "ru"
    assert shown_instead(text(values={"az": "Bəli"}), "kk") == "az"
    assert shown_instead(text(), "kk") == ""


def test_digest_does_not_tell_line_ends_or_emptiness_apart():
    assert digest("a\r\nb\n") == digest("a\nb")
    assert digest(None) == digest(" ")
    assert tidy("a\r\nb") == "a\nb"
    assert digest("a") != digest("b")


def test_overview_leads_from_each_number_to_its_gaps():
    campaign = build_campaign(languages=["kk", "en"])
    build_category(campaign, title_kk="Үздік")
    body = signed_in(manager()).get(page(campaign)).content.decode()
    assert "?to=kk&amp;show=gaps" in body
    assert "?to=kk&amp;show=all&amp;section=categories" in body
    assert "?to=kk&amp;show=gaps&amp;section=campaign" in body


def test_gaps_are_filled_and_the_rest_is_left_alone():
    campaign = build_campaign(languages=["kk", "en"], tagline_en="Read")
    client, address = signed_in(manager()), page(campaign, "?to=kk&show=gaps")
    cells = [cell for _s, inside in client.get(address).context["groups"] for cell in inside]
    keys = {cell.text.key for cell in cells}
    assert {f"campaign:{campaign.pk}:title", f"campaign:{campaign.pk}:tagline"} <= keys
    posted = {f"text-{c.text.key}": c.value for c in cells}
    posted |= {f"was-{c.text.key}": c.was for c in cells}
    posted[f"text-campaign:{campaign.pk}:tagline"] = "Оқы"
    answer = client.post(address, posted, follow=True)
    assert "1 text is saved." in answer.content.decode()
    campaign.refresh_from_db()
    assert (campaign.tagline_kk, campaign.title_kk) == ("Оқы", None)
    logged = LogEntry.objects.get_for_object(campaign).filter(actor=manager())
    assert [(set(one.changes_dict), one.remote_addr) for one in logged] == [
        ({"tagline_kk"}, "203.0.113.7")
    ]


def test_text_changed_by_another_comes_back_beside_theirs():
    campaign = build_campaign(tagline_kk="Ескі")
    key = f"campaign:{campaign.pk}:tagline"
    Campaign.objects.filter(pk=campaign.pk).update(tagline_kk="Олардікі")
    client, address = signed_in(manager()), page(campaign, "?to=kk&show=gaps")
    answer = client.post(address, {f"text-{key}": "Менікі", f"was-{key}": digest("Ескі")})
    assert answer.status_code == 200
    [cell] = [c for _s, inside in answer.context["groups"] for c in inside if c.text.key == key]
    assert (cell.value, cell.theirs, cell.was) == ("Менікі", "Олардікі", digest("Олардікі"))
    body = answer.content.decode()
    assert "Somebody else has changed this text meanwhile." in body
    assert "1 text is not saved." in body
    client.post(address, {f"text-{key}": "Менікі", f"was-{key}": cell.was})
    campaign.refresh_from_db()
    assert campaign.tagline_kk == "Менікі"


def test_text_of_a_deleted_row_comes_back_to_be_copied():
    campaign = build_campaign()
    key = "campaignquestion:999:answer"
    answer = signed_in(manager()).post(
        page(campaign, "?to=kk"), {f"text-{key}": "Жауап <b>", f"was-{key}": digest("")}
    )
    assert answer.context["lost"][0][0] == "Жауап <b>"
    assert "Жауап &lt;b&gt;" in answer.content.decode()


def test_too_long_text_comes_back_as_it_was_typed():
    campaign = build_campaign()
    build_prize(build_category(campaign), title_kk="Кітап")
    key = f"campaign:{campaign.pk}:title"
    answer = signed_in(manager()).post(
        page(campaign, "?to=kk&section=prizes"),
        {f"text-{key}": "ұ" * 121, f"was-{key}": digest("")},
    )
    [cell, *_prizes] = [c for _s, inside in answer.context["groups"] for c in inside]
    assert (cell.text.key, cell.value, cell.theirs) == (key, "ұ" * 121, None)
    assert "120" in cell.problem


def test_cells_know_their_language_and_its_direction():
    campaign = build_campaign(description_en="One\nTwo")
    body = signed_in(manager()).get(page(campaign, "?to=ar&from=en")).content.decode()
    assert f'name="text-campaign:{campaign.pk}:description" rows="4" lang="ar" dir="rtl"' in body
    assert '<div class="texts-source" lang="en" dir="ltr">One\nTwo</div>' in body
    assert "Missing: the public page shows English meanwhile." in body


@pytest.mark.parametrize("who", [announcer, auditor, moderator])
def test_who_may_only_look_finds_no_field_and_cannot_post(who):
    campaign = build_campaign(tagline_kk="Оқы")
    client, address = signed_in(who()), page(campaign, "?to=kk")
    body = client.get(address).content.decode()
    assert "Оқы" in body
    assert "<textarea" not in body
    key = f"campaign:{campaign.pk}:tagline"
    posted = {f"text-{key}": "Басқа", f"was-{key}": digest("Оқы")}
    assert client.post(address, posted).status_code == 403
    campaign.refresh_from_db()
    assert campaign.tagline_kk == "Оқы"


def test_moderator_sees_no_criteria():
    campaign = build_campaign(phase=Phase.OPEN)
    build_round(build_category(campaign))
    codes = {
        who: {one["code"] for one in signed_in(who()).get(page(campaign)).context["sections"]}
        for who in (moderator, manager)
    }
    assert codes[manager] - codes[moderator] == {"criteria"}


@pytest.mark.parametrize("query", ["?to=xx", "?to=en", "?to=kk&from=zz&section=x&show=y&page=-7"])
def test_what_the_address_makes_up_is_as_if_not_asked(query):
    campaign = build_campaign(languages=["kk", "ru"])
    assert signed_in(manager()).get(page(campaign, query)).status_code == 200


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize(("query", "queries"), [("", 20), ("?to=ru", 20)])
def test_page_takes_the_same_queries_for_any_number(
    count, query, queries, django_assert_num_queries
):
    campaign = build_campaign(phase=Phase.OPEN)
    for number in range(count):
        category = build_category(campaign)
        build_prize(category)
        build_round(category)
        CampaignQuestion.objects.create(campaign=campaign, question=f"Why {number}?", answer="So.")
    client = signed_in(manager())
    client.get(page(campaign, query))
    with django_assert_num_queries(queries):
        client.get(page(campaign, query))


def test_desk_leads_to_the_gaps():
    campaign = build_campaign()
    body = signed_in(manager()).get(reverse("admin:desk_campaign", args=[campaign.pk]))
    assert page(campaign, "?to=kk&amp;show=gaps") in body.content.decode()
