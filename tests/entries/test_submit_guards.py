"""What keeps programs out of the form, and people from losing what they typed."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from entries.models import AddressUse, Entry
from tests import personas
from tests.entries.entering import address, build_contest, errors_of, filled_in, send, sign_in

pytestmark = pytest.mark.django_db

TOO_MANY = "From your network 2 videos can be entered within an hour."


def test_trap_is_out_of_sight_and_out_of_the_tab_order(client: Client):
    page = client.get(address(build_contest())).content.decode()
    trap = page[page.index('class="trap"') :].partition("</div>")[0]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap
    assert 'name="homepage"' in trap


def test_program_that_fills_the_trap_is_answered_as_if_it_had_entered(client: Client):
    campaign = build_contest()
    trapped = send(client, campaign, homepage="https://buy.example/")
    assert not Entry.objects.exists()
    assert not User.objects.exists()
    assert not AddressUse.objects.exists()
    assert mail.outbox == []
    honest = send(Client(), campaign)
    assert (trapped.status_code, trapped.url) == (honest.status_code, honest.url)


def test_page_behind_the_trap_leads_to_the_sign_in(client: Client):
    trapped = send(client, build_contest(), homepage="x")
    assert client.get(trapped.url).url == "/kk/account/login/code/"


def test_trap_closes_on_nobody_who_is_signed_in(client: Client):
    sign_in(client, personas.creator())
    campaign = build_contest()
    assert 'name="homepage"' not in client.get(address(campaign)).content.decode()
    send(client, campaign, email=None, homepage="x")
    assert Entry.objects.exists()


def test_address_that_enters_too_many_is_told_and_loses_nothing(client: Client, settings: Any):
    settings.ENTRIES_PER_ADDRESS = 2
    campaign = build_contest()
    for _ in range(2):
        assert send(client, campaign).status_code == 302
    data = filled_in(campaign, email="typed@example.org")
    response = client.post(address(campaign, "en"), data)
    page = response.content.decode()
    assert response.status_code == 429
    assert list(errors_of(response)) == ["__all__"]
    assert TOO_MANY in page
    assert escape(data["links"]) in page
    assert 'value="typed@example.org"' in page
    assert page.count(" checked") == 3
    assert Entry.objects.count() == 2
    other = Client(REMOTE_ADDR="203.0.113.7")
    assert other.post(address(campaign, "en"), data).status_code == 302


def test_each_link_counts_for_its_address(client: Client, settings: Any):
    settings.ENTRIES_PER_ADDRESS = 3
    campaign = build_contest()
    two = " ".join(filled_in(campaign)["links"] for _ in range(2))
    assert send(client, campaign, links=two).status_code == 302
    assert send(client, campaign, links=two).status_code == 429
    assert send(client, campaign).status_code == 302


def test_form_that_is_not_filled_in_rightly_counts_nothing(client: Client):
    send(client, build_contest(), links="no link")
    assert not AddressUse.objects.exists()


def test_forwarded_address_counts_only_behind_a_proxy_of_ours(client: Client, settings: Any):
    settings.ENTRIES_PER_ADDRESS = 1
    campaign = build_contest()

    def enter_from(forwarded: str) -> int:
        headers = {"x-forwarded-for": forwarded}
        data = filled_in(campaign)
        return Client().post(address(campaign), data, headers=headers).status_code

    assert [enter_from("192.0.2.1"), enter_from("192.0.2.2")] == [302, 429]
    settings.TRUSTED_PROXIES = 1
    assert [enter_from("192.0.2.3"), enter_from("192.0.2.4")] == [302, 302]
