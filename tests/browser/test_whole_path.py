"""One contest in the browser, from the empty form to the mails to its winners."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from playwright.sync_api import expect

from accounts.clock import database_now
from accounts.models import User
from contests.models import Campaign
from entries.models import Entry
from judging.models import Round
from outbox.models import Message
from results.models import Announcement, Claim
from results.refusal import ResultsRefused
from tests import personas
from tests.accounts.signing_in import PASSWORD
from tests.browser import announcing, creating, judging, managing
from tests.browser.windows import PHONE, Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SLUG = "kitaptok"
AYSEL, TIMUR, SPAMMER = "aysel.reads", "timur_kitap", "buy.followers"
REASON = "Бұл бейне кітап туралы емес."
CITATIONS = {
    "creative": {"kk": "Жылы сөзі үшін", "ru": "За тёплые слова", "en": "For warm words"},
    "seen": {"en": "Seen by more people than any other"},
    "star": {"en": "Nobody was watched more"},
}
# Where a language has no text, the nearest that its readers are likely to know.
READ = {
    "kk": ("Жылы сөзі үшін", "Ең шығармашыл бейне", "Сертификат"),
    "ru": ("За тёплые слова", "Самое творческое видео", "Сертификат"),
    "az": ("For warm words", "The most creative video", "Gift card"),
    "en": ("For warm words", "The most creative video", "Gift card"),
    "ar": ("For warm words", "The most creative video", "Gift card"),
}


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


def close_campaign_and_round(campaign: Campaign) -> None:
    """Let the closes be now: a test cannot wait three weeks for them."""
    now = database_now()
    Campaign.objects.filter(pk=campaign.pk).update(closes_at=now)
    Round.objects.filter(category__campaign=campaign).update(closes_at=now)


def make_campaign(window: Window) -> Campaign:
    """The manager fills in forms until nothing is missing, and publishes."""
    window.sign_in_with_password(with_password(personas.manager()).email)
    managing.add_partner(window, slug="otyrar", kind="library", name=managing.ORGANISER)
    managing.add_partner(window, slug="meloman", kind="sponsor", name=managing.SPONSOR)
    campaign = managing.create_campaign(window, slug=SLUG)
    for plan in managing.CATEGORIES:
        managing.add_category(window, campaign, plan, prize=plan.slug != "star")
    managing.desk(window, campaign)
    assert managing.what_is_missing(window) == [
        "Describe the campaign. Missing languages: Kazakh, Russian, English.",
        "Name at least one organiser.",
        "Say what “The most viewed creator” wins: add a prize.",
    ]
    managing.solve(window, "Describe the campaign.")
    managing.describe(window)
    managing.write_rules(window, campaign)
    managing.desk(window, campaign)
    managing.solve(window, "Name at least one organiser.")
    managing.name_partners(window)
    managing.desk(window, campaign)
    managing.solve(window, "Say what “The most viewed creator” wins")
    managing.add_prize(window, value=managing.CATEGORIES[2].value)
    managing.save(window)
    managing.publish(window, campaign)
    managing.solve(window, "Say how the jury of “The most creative video” works")
    managing.add_round(window)
    managing.desk(window, campaign)
    managing.solve(window, "Appoint the judges.")
    managing.appoint_judge(window, email="saule@example.org", name="Saule")
    return campaign


def read_winners(window: Window, language: str) -> None:
    """Anybody reads who has won what, for what, and from whom."""
    window.open(f"/{language}/{SLUG}/winners/")
    html = window.page.locator("html")
    expect(html).to_have_attribute("lang", language)
    expect(html).to_have_attribute("dir", "rtl" if language == "ar" else "ltr")
    window.fits()
    sections = window.page.locator("section[aria-labelledby^=category-]")
    for slug, handle, value in (
        ("creative", AYSEL, 70),
        ("seen", TIMUR, 50),
        ("star", TIMUR, 30),
    ):
        section = sections.and_(window.page.locator(f"[aria-labelledby=category-{slug}]"))
        expect(section.locator("h3")).to_have_text(f"@{handle}")
        expect(section).to_contain_text(managing.SPONSOR)
        expect(section).to_contain_text(re.compile(rf"{value}\D?000"))
    for text in READ[language]:
        expect(sections.first).to_contain_text(text)


def decide_about_entries(window: Window) -> None:
    """The moderator accepts two entries and rejects one, not without a reason."""
    window.sign_in_with_password(with_password(personas.moderator()).email)
    for handle in (AYSEL, TIMUR):
        judging.decide(window, handle=handle, verb="accept")
    judging.reject_without_a_reason(window, handle=SPAMMER)
    judging.decide(window, handle=SPAMMER, verb="reject", reason=REASON)


def announce(window: Window, campaign: Campaign) -> None:
    """The announcer goes from the standings to the announcement, and presses twice."""
    window.sign_in_with_password(with_password(personas.announcer()).email)
    announcing.confirm_shortlist(window, campaign, order=[AYSEL, TIMUR])
    announcing.propose_winners(window, campaign)
    announcing.write_citations(window, CITATIONS)
    announcing.look_at_preview(window, campaign, CITATIONS["creative"]["kk"])
    other_tab = window.new_page()
    for tab in (window.page, other_tab):
        announcing.open_announcement(tab, campaign)
    announcing.press_announce(window.page, answer="Announced. The mails to the winners")
    with translation.override("en"):  # asking for /kk/… earlier left Kazakh in this thread
        refusal = str(ResultsRefused("already_announced"))
    announcing.press_announce(other_tab, answer=refusal)
    assert Announcement.objects.count() == 1


def test_contest_from_the_first_form_to_the_mails_to_the_winners(browser, live_server):
    def window(language: str = "en", **options: int) -> Window:
        return Window(browser, live_server, language=language, **options)

    links = {
        handle: creating.link_of(handle, days_ago=days)
        for handle, days in ((AYSEL, 5), (TIMUR, 4), (SPAMMER, 3))
    }
    with window() as manager, window("kk", width=PHONE) as spammer:
        campaign = make_campaign(manager)

        for handle in (AYSEL, TIMUR):
            with window("kk", width=PHONE) as creator:
                creating.enter(creator, slug=SLUG, handle=handle, link=links[handle])
        creating.enter(spammer, slug=SLUG, handle=SPAMMER, link=links[SPAMMER])
        with window("kk", width=PHONE) as stranger:
            creating.enter_again(stranger, slug=SLUG, link=links[AYSEL])
        assert Entry.objects.count() == 3

        with window() as moderator:
            decide_about_entries(moderator)
        creating.read_state(spammer, handle=SPAMMER, status="rejected")
        spammer.reads(REASON)

        managing.assign(manager, campaign)
        with window("kk", width=PHONE) as judge:
            judge.sign_in_with_code("saule@example.org", to="/judge/")
            expect(judge.page.locator("html")).to_have_attribute("lang", "kk")
            judging.score_everything(judge, {AYSEL: (5, 4), TIMUR: (3, 4)})

        close_campaign_and_round(campaign)
        for handle, views in ((AYSEL, 1_200), (TIMUR, 98_000)):
            entry = Entry.objects.get(creator__handle=handle)
            managing.record_views(manager, entry_id=entry.pk, views=views)
        with window() as moderator:
            moderator.sign_in_with_password(personas.moderator().email)
            managing.attest_views(moderator, count=2)

    with window() as announcer, window(width=PHONE) as visitor:
        assert visitor.context.request.get(f"/kk/{SLUG}/winners/").status == 404
        announce(announcer, campaign)
        for language in READ:
            read_winners(visitor, language)

        to_winners = Message.objects.filter(purpose="winner")
        assert set(to_winners.values_list("status", flat=True)) == {"draft"}
        assert creating.address_of(AYSEL) not in announcing.mails_that_left()
        winners = [creating.address_of(handle) for handle in (AYSEL, TIMUR, TIMUR)]
        announcing.release_mails(announcer, to=winners)
    told = announcing.mails_that_left()
    assert {address: len(texts) for address, texts in told.items()} == {
        creating.address_of(AYSEL): 1,
        creating.address_of(TIMUR): 2,
    }
    [to_aysel] = told[creating.address_of(AYSEL)]
    assert CITATIONS["creative"]["kk"] in to_aysel
    assert f"/kk/{SLUG}/winners/" in to_aysel
    claim = Claim.objects.get(creator__handle=AYSEL)
    assert f"/kk/prizes/{claim.pk}/\n" in to_aysel
