"""Two with the same form: the second to save learns of the first, and loses nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.changed_meanwhile import ChangedMeanwhileMixin
from contests.models import Campaign, Category
from contests.phases import Phase
from tests import personas
from tests.builders import build_campaign, build_category, build_round
from tests.contests.typed import change, errors_of, no_rows, typed
from tests.races import at_once

pytestmark = pytest.mark.django_db


def client_of(name: str = "manager") -> Client:
    client = Client()
    client.force_login(
        getattr(personas, name)(), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def build_draft() -> Campaign:
    campaign = build_campaign(phase=Phase.DRAFT, languages=["kk", "ru"])
    campaign.hashtags.all().delete()
    return campaign


def seen_on(client: Client, url: str) -> str:
    found = re.search(r'name="_seen_state" value="(\w+)"', client.get(url).content.decode())
    assert found
    return found[1]


def test_form_that_nobody_else_touched_is_saved():
    client, campaign = client_of(), build_draft()
    seen = seen_on(client, change(campaign))
    saved = client.post(change(campaign), typed(title_kk="Жаңа", _seen_state=seen))
    assert saved.status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).title_kk == "Жаңа"


def test_second_to_save_is_told_who_was_first_and_keeps_what_was_typed():
    first, second, campaign = client_of("administrator"), client_of(), build_draft()
    url = change(campaign)
    seen = seen_on(first, url)
    assert seen_on(second, url) == seen
    first.post(url, typed(title_kk="Бірінші", _seen_state=seen))

    refused = second.post(url, typed(title_kk="Екінші", tagline_kk="Ұран", _seen_state=seen))
    assert refused.status_code == 200
    assert Campaign.objects.get(pk=campaign.pk).title_kk == "Бірінші"
    [told] = errors_of(refused)["__all__"]
    assert "Administrator" in told
    assert "Title" in told.title()
    page = refused.content.decode()
    assert "Екінші" in page
    assert "Ұран" in page

    again = re.search(r'name="_seen_state" value="(\w+)"', page)
    assert again
    data = typed(title_kk="Екінші", _seen_state=again[1])
    assert second.post(url, data).status_code == 302
    assert Campaign.objects.get(pk=campaign.pk).title_kk == "Екінші"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_text_in_a_language_that_nobody_reads_just_now_counts(language):
    client, campaign = client_of(), build_draft()
    seen = seen_on(client, change(campaign))
    client.cookies["django_language"] = language
    assert seen_on(client, change(campaign)) == seen  # whatever the page's language
    Campaign.objects.filter(pk=campaign.pk).update(tagline_ru="Слоган")
    assert "__all__" in errors_of(client.post(change(campaign), typed(_seen_state=seen)))


def test_row_of_an_inline_that_another_tab_added_counts():
    client, campaign = client_of(), build_draft()
    url = change(campaign)
    seen = seen_on(client, url)
    build_category(campaign)
    refused = client.post(url, typed(_seen_state=seen))
    assert "__all__" in errors_of(refused)


def test_decision_made_meanwhile_counts():
    client, campaign = client_of(), build_draft()
    seen = seen_on(client, change(campaign))
    Campaign.objects.filter(pk=campaign.pk).update(published_at=campaign.opens_at)
    assert "__all__" in errors_of(client.post(change(campaign), typed(_seen_state=seen)))


def test_category_and_round_are_kept_from_each_other_too():
    client, campaign = client_of(), build_draft()
    category = build_category(campaign)
    url = reverse("admin:contests_category_change", args=[category.pk])
    seen = seen_on(client, url)
    Category.objects.filter(pk=category.pk).update(order=7)
    data = {"slug": "best", "method": "jury", "order": "1", "title_kk": "Үздік"}
    refused = client.post(url, data | no_rows("prizes") | {"_seen_state": seen})
    assert "__all__" in errors_of(refused)
    round_ = build_round(category)
    assert seen_on(client, reverse("admin:judging_round_change", args=[round_.pk]))


def test_state_that_is_no_digest_is_an_old_one():
    client, campaign = client_of(), build_draft()
    refused = client.post(change(campaign), typed(_seen_state="x" * 1000))
    assert "__all__" in errors_of(refused)


def save_both(campaign: Campaign) -> list[int]:
    """Two people who press at once; how each was answered."""
    clients = [client_of("manager"), client_of("administrator")]
    url = change(campaign)
    sent = [typed(title_kk=f"Title {n}", _seen_state=seen_on(clients[0], url)) for n in (0, 1)]
    numbers = iter((0, 1))

    def save() -> int:
        number = next(numbers)
        return clients[number].post(url, sent[number]).status_code

    return sorted(at_once(2, save))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_saved_and_one_is_told():
    assert save_both(build_draft()) == [200, 302]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_both_would_be_saved_without_the_question(monkeypatch):
    monkeypatch.setattr(ChangedMeanwhileMixin, "_state", lambda *_args: "same")
    campaign = build_draft()
    clients = [client_of("manager"), client_of("administrator")]
    data = [typed(title_kk=f"Title {n}", _seen_state="same") for n in (0, 1)]
    answers = [
        one.post(change(campaign), sent).status_code
        for one, sent in zip(clients, data, strict=True)
    ]
    assert answers == [302, 302]
