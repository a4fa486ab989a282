"""Private links to the preview: what they open, for how long, and for whom they are made."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from contests.models import Campaign
from contests.phases import Phase
from results.correcting import open_correction, withdraw_correction, write_correction_note
from results.models import PreviewLink
from results.refusal import ResultsRefused
from results.sharing import (
    key_of,
    make_preview_link,
    open_preview_link,
    preview_path,
    withdraw_preview_link,
)
from tests import personas
from tests.builders import build_campaign, build_category
from tests.results.announcing import announce
from tests.results.contests import Contest, build_contest
from tests.results.staff import client as at_browser
from tests.results.staff import told
from tests.website.campaigns import publish_shortlist

pytestmark = pytest.mark.django_db

PAGES = ("", "how/")


@pytest.fixture
def contest() -> Contest:
    contest = build_contest()
    contest.draft()
    return contest


def link_to(contest: Contest, **values) -> PreviewLink:
    given = {"label": "The minister", "by": contest.staff, "at": contest.at}
    return make_preview_link(campaign_id=contest.campaign.pk, **given | values)


def url(contest: Contest, key: str, page: str = "", language: str = "en") -> str:
    return f"/{language}/{contest.campaign.slug}/winners/preview/{page}?key={key}"


def code_of(contest: Contest, key: str, **values) -> str:
    given = {"campaign_id": contest.campaign.pk, "at": contest.at}
    with pytest.raises(ResultsRefused) as refusal:
        open_preview_link(key, **given | values)
    return refusal.value.code


@pytest.mark.parametrize("language", ["kk", "ru", "az", "en", "ar"])
def test_link_opens_what_would_be_announced_without_signing_in(client, contest, language):
    link = link_to(contest)
    key = key_of(link)
    for page in PAGES:
        answer = client.get(url(contest, key, page, language))
        shown = answer.content.decode()
        assert answer.status_code == 200
        assert contest.entries[0].creator.handle in shown
        assert contest.digest() in shown
        assert "<bdi>The minister</bdi>" in shown
        # The switch of languages and the way to the other page keep the key.
        assert f"/kk/{contest.campaign.slug}/winners/preview/{page}?key={key}" in shown
        assert f"/{language}/{contest.campaign.slug}/winners/preview/?key={key}" in shown


def test_preview_leaves_no_trace(client, contest: Contest):
    for key in (key_of(link_to(contest)), "x"):
        answer = client.get(url(contest, key))
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer.cookies == {}


def test_link_is_made_for_the_first_language_of_the_campaign(contest: Contest):
    link = link_to(contest)
    path = f"/kk/{contest.campaign.slug}/winners/preview/"
    assert preview_path(link) == f"{path}?key={key_of(link)}"
    assert link.expires_at == contest.at + timedelta(days=7)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"days": 0}, "link_days"),
        ({"days": 31}, "link_days"),
        ({"label": "  "}, "link_label"),
        ({"label": "x" * 121}, "link_label"),
    ],
)
def test_link_is_refused(contest: Contest, values, code):
    with pytest.raises(ResultsRefused) as refusal:
        link_to(contest, **values)
    assert refusal.value.code == code
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize(
    ("phase", "code"), [(Phase.OPEN, "not_closed"), (Phase.ANNOUNCED, "already_announced")]
)
def test_link_is_made_while_there_is_something_to_preview(contest: Contest, phase, code):
    campaign = build_campaign(phase=phase)
    build_category(campaign)
    with pytest.raises(ResultsRefused) as refusal:
        make_preview_link(campaign_id=campaign.pk, label="x", by=contest.staff, at=contest.at)
    assert refusal.value.code == code


def test_showcase_has_no_preview(contest: Contest):
    campaign = build_campaign(phase=Phase.REVIEW)
    with pytest.raises(ResultsRefused) as refusal:
        make_preview_link(campaign_id=campaign.pk, label="x", by=contest.staff, at=contest.at)
    assert refusal.value.code == "showcase"


def test_key_that_is_not_ours_opens_nothing(client, contest: Contest):
    link = link_to(contest)
    key = key_of(link)
    forged = [
        "x",
        key[:-1],
        key.swapcase(),
        signing.dumps([link.pk, link.nonce], salt="entries.claim"),
        signing.dumps([link.pk, "other"], salt="results.sharing"),
        signing.dumps([link.pk + 1, link.nonce], salt="results.sharing"),
        signing.dumps("junk", salt="results.sharing"),
        signing.dumps([None, None], salt="results.sharing"),
    ]
    assert {code_of(contest, one) for one in forged} == {"preview_unknown"}
    answer = client.get(url(contest, "x"))
    assert answer.status_code == 404
    assert "not one of ours" in answer.content.decode()
    assert contest.entries[0].creator.handle not in answer.content.decode()


def test_key_of_another_campaign_opens_nothing(client, contest: Contest):
    key = key_of(link_to(build_contest()))
    assert code_of(contest, key) == "preview_unknown"
    assert client.get(url(contest, key)).status_code == 404


def test_link_runs_out(client, contest: Contest):
    link = link_to(contest, days=1, at=contest.at - timedelta(days=1))
    key = key_of(link)
    assert code_of(contest, key) == "preview_expired"
    assert open_preview_link(
        key, campaign_id=contest.campaign.pk, at=contest.at - timedelta(seconds=1)
    )
    answer = client.get(url(contest, key))
    assert answer.status_code == 410
    assert "Ask whoever sent it for a new one." in answer.content.decode()


def test_withdrawn_link_opens_nothing(client, contest: Contest):
    link = link_to(contest)
    for _again in range(2):
        withdraw_preview_link(link_id=link.pk, by=contest.staff, at=contest.at)
    assert code_of(contest, key_of(link)) == "preview_withdrawn"
    answer = client.get(url(contest, key_of(link)))
    assert answer.status_code == 410
    assert contest.entries[0].creator.handle not in answer.content.decode()


def test_link_of_a_cancelled_campaign_opens_nothing(client, contest: Contest):
    link = link_to(contest)
    Campaign.objects.filter(pk=contest.campaign.pk).update(cancelled_at=contest.at)
    assert client.get(url(contest, key_of(link))).status_code == 410


def test_link_leads_to_the_public_page_once_it_is_announced(client, contest: Contest):
    key = key_of(link_to(contest))
    announce(contest)
    for page, public in (("", "winners/"), ("how/", "winners/how/")):
        answer = client.get(url(contest, key, page))
        assert answer.status_code == 302
        assert answer["Location"] == f"/en/{contest.campaign.slug}/{public}"


def test_link_shows_the_corrected_page_while_a_correction_is_open(client, contest: Contest):
    announce(contest)
    correction = open_correction(
        campaign_id=contest.campaign.pk, reason="Wrong name.", by=contest.staff, at=contest.at
    )
    texts = {"en": "The citation was wrong."}
    write_correction_note(correction_id=correction.pk, texts=texts, by=contest.staff, at=contest.at)
    key = key_of(link_to(contest))
    assert "The citation was wrong." in client.get(url(contest, key)).content.decode()
    assert client.get(url(contest, "")).status_code == 404
    public = client.get(f"/en/{contest.campaign.slug}/winners/").content.decode()
    assert "The citation was wrong." not in public

    withdraw_correction(correction_id=correction.pk, by=contest.staff, at=contest.at)
    assert client.get(url(contest, key)).status_code == 302


def test_shortlist_that_has_its_time_is_previewed(client, contest: Contest):
    key = key_of(link_to(contest))
    assert client.get(url(contest, key, "shortlist/")).status_code == 404
    shortlist = publish_shortlist(contest.jury, contest.entries[:1])
    shortlist.published_at = contest.at + timedelta(days=1)
    shortlist.save()
    answer = client.get(url(contest, key, "shortlist/"))
    assert contest.entries[0].creator.handle in answer.content.decode()
    assert client.get(f"/en/{contest.campaign.slug}/shortlist/").status_code == 404


MAKE = {"label": "The minister", "days": 3}


def admin_url(contest: Contest) -> str:
    return reverse("admin:results_preview_links", args=[contest.campaign.pk])


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("administrator", 302),
        ("manager", 302),
        ("announcer", 302),
        ("auditor", 403),
        ("moderator", 403),
    ],
)
def test_links_are_made_by_those_with_the_right(contest: Contest, persona, status):
    answer = at_browser(persona).post(admin_url(contest), MAKE)
    assert answer.status_code == status
    assert PreviewLink.objects.count() == (status == 302)


def test_staff_who_judge_make_no_link(contest: Contest):
    browser = at_browser("manager")
    contest.judges[0].user = personas.manager()
    contest.judges[0].save()
    contest.round.closes_at = contest.at + timedelta(days=1)
    contest.round.save()
    assert browser.post(admin_url(contest), MAKE).status_code == 403
    assert not PreviewLink.objects.exists()


def test_address_is_shown_to_those_who_may_make_links(contest: Contest):
    page = reverse("admin:results_announce", args=[contest.campaign.pk])
    link = link_to(contest)
    for persona, shown in (("announcer", True), ("auditor", False)):
        html = at_browser(persona).get(page).content.decode()
        assert "The minister" in html
        assert (key_of(link) in html) is shown
    withdraw_preview_link(link_id=link.pk, by=contest.staff, at=contest.at)
    assert key_of(link) not in at_browser("announcer").get(page).content.decode()


def test_staff_withdraw_a_link_of_this_campaign_only(contest: Contest):
    link, other = link_to(contest), link_to(build_contest())
    browser = at_browser("manager")
    for wanted, status in ((other.pk, 404), ("junk", 404), ("", 404), (link.pk, 302)):
        assert browser.post(admin_url(contest), {"withdraw": wanted}).status_code == status
    assert [one.revoked_at is None for one in (link, other) if not one.refresh_from_db()] == [
        False,
        True,
    ]


@pytest.mark.parametrize("values", [{"days": "0"}, {"days": "x"}, {"label": ""}])
def test_form_that_is_wrong_makes_no_link(contest: Contest, values):
    answer = at_browser("manager").post(admin_url(contest), MAKE | values)
    assert answer.status_code == 302
    assert len(told(answer)) == 1
    assert not PreviewLink.objects.exists()
