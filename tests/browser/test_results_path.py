"""The results in the browser: from the close of the campaign to a corrected announcement."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts import roles
from judging.models import Score
from outbox.models import Message
from results.models import Announcement, Claim
from tests import personas
from tests.browser import announcing, announcing_twice, promising, winning
from tests.browser.announcing import at
from tests.browser.results_contest import AYSEL, DANA, TIMUR, Scene, build_scene
from tests.browser.windows import PHONE, Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JURY = "The most creative video"
UNNAMED = f"{JURY}: name the prizes. Missing languages: Arabic."
NOBODY = "{}: prize places without a winner: 1."
TIE = f"{JURY}: a tie across a prize boundary must be decided."

Open = Callable[..., Window]


@pytest.fixture
def window(browser: Browser, live_server: LiveServer) -> Open:
    """Opens the window of somebody at a telephone that asks for a language."""

    def opened(language: str) -> Window:
        return Window(browser, live_server, language=language, width=PHONE)

    return opened


@pytest.fixture
def staff(browser: Browser, live_server: LiveServer) -> Open:
    """Opens the window of somebody with a role, at a desk."""

    def seated(name: str, role: str) -> Window:
        return Window(browser, live_server).is_signed_in_as(personas.make_person(name, role=role))

    return seated


def clear_the_way(manager: Window, window: Open, scene: Scene) -> None:
    """The manager sees what is in the way, plans, decides the tie, and shortlists."""
    campaign = scene.campaign
    standings, outcome = at("standings", campaign), at("winners", campaign)
    assert promising.in_the_way(manager, campaign) == {
        f"{JURY}: the shortlist is not confirmed yet.": standings,
        TIE: standings,
        "Nobody wins anything yet.": outcome,
        **{NOBODY.format(category): outcome for category in scene.contest.categories},
        UNNAMED: reverse("admin:contests_category_change", args=[scene.jury.pk]),
    }
    manager.can_be_used_by_all(".results")
    promising.plan(manager, campaign, [personas.manager(), personas.announcer()])
    promising.solve(manager, campaign, UNNAMED)
    promising.name_prize_in_arabic(manager)
    promising.solve(manager, campaign, TIE)
    promising.decide_tie(manager, scene)
    promising.shortlist(manager, scene)
    manager.can_be_used_by_all(".results")
    promising.set_time_of_shortlist(manager, scene)
    with window("kk") as visitor:
        assert visitor.status_of(f"/kk/{campaign.slug}/shortlist/") == 404
        promising.let_the_time_come(scene)
        promising.read_shortlist(visitor, scene)
    # Neither the tie, nor the shortlist, nor the text any more: who wins is the announcers' part.
    assert set(promising.in_the_way(manager, campaign).values()) == {outcome}


def change_meanwhile(first: Window, scene: Scene) -> None:
    """A score changes between the last look and the nod: refused, with what is otherwise now."""
    announcing_twice.open_announcement(first, scene.campaign)
    Score.objects.filter(assignment__entry=scene.entries[DANA]).update(points=1)
    announcing_twice.stand_by(first, do="confirm", answer="What has changed since you looked")
    expect(first.page.locator(".results-changes")).to_contain_text("the standings have changed")
    expect(first.page.locator(".results-changes li li", has_text=DANA)).to_have_count(1)
    expect(first.page.get_by_text("Confirmed by")).to_have_count(0)
    first.can_be_used_by_all(".results")


def answer(window: Open, scene: Scene, told: dict[str, list[str]]) -> tuple[str, str]:
    """One winner accepts and one declines, each by their mail; the codes of their certificates."""
    claims = {
        handle: Claim.objects.get(prize=scene.prize(category), creator__handle=handle)
        for handle, category in ((AYSEL, scene.jury), (TIMUR, scene.videos))
    }
    people = {handle: scene.person(handle).email for handle in claims}
    links = {
        handle: winning.claim_link(told[people[handle]], claim) for handle, claim in claims.items()
    }
    with window("kk") as aysel, window("ru") as timur:
        winning.accept(aysel, links[AYSEL], people[AYSEL])
        kept = winning.load_certificate(aysel)
        winning.decline(timur, links[TIMUR], people[TIMUR])
        assert timur.status_of(links[AYSEL]) == 404
    return kept, winning.code_of(claims[TIMUR])


def read_correction(visitor: Window, scene: Scene) -> None:
    """Who wins now and what was announced before, with the note in every language."""
    page = f"/{scene.campaign.slug}/winners/"
    winning.read_winner(visitor, scene.videos, handle=DANA, path=f"/kk{page}")
    winning.read_winner(visitor, scene.jury, handle=AYSEL, path=f"/kk{page}")
    for code, note in announcing_twice.NOTES.items():
        visitor.open(f"/{code}{page}")
        visitor.reads(note)
        visitor.fits()
    visitor.can_be_used_by_all()
    winning.read_winner(visitor, scene.videos, handle=TIMUR, path=f"/kk{page}1/")
    visitor.reads(winning.said_in("kk", "Read what holds now"))


def test_results_from_the_close_to_a_corrected_announcement(
    staff: Open, window: Open, tmp_path: Path
):
    scene = build_scene()
    campaign, winners = scene.campaign, f"/kk/{scene.campaign.slug}/winners/"
    people = {handle: scene.person(handle).email for handle in (AYSEL, TIMUR, DANA)}
    with (
        staff("manager", roles.CAMPAIGN_MANAGER) as manager,
        staff("announcer", roles.ANNOUNCER) as first,
        staff("second announcer", roles.ANNOUNCER) as second,
        window("kk") as visitor,
    ):
        clear_the_way(manager, window, scene)
        announcing_twice.choose_winners(first, scene)
        assert promising.in_the_way(manager, campaign) == {}

        link = announcing_twice.make_private_link(manager, campaign)
        with window("en") as office:
            announcing_twice.read_private_link(office, link)
        assert visitor.status_of(link.partition("?")[0]) == 404
        assert visitor.status_of(winners) == 404

        change_meanwhile(first, scene)
        announcing_twice.by_two(first, second, campaign)
        assert Announcement.objects.get().announced_by.name == "Second Announcer"
        winning.read_winner(visitor, scene.jury, handle=AYSEL, path=winners)
        winning.read_winner(visitor, scene.videos, handle=TIMUR, path=winners)
        visitor.can_be_used_by_all()
        winning.check_evidence(visitor, scene, tmp_path, number=1)

        announcing.release_mails(second, to=[people[AYSEL], people[TIMUR], people[TIMUR]])
        kept, lost = answer(window, scene, announcing.mails_that_left())
        for code in (kept, lost):
            winning.check_code(visitor, code, holds=True)
        winning.read_handover(manager, scene, accepted=AYSEL, declined=TIMUR)

        announcing_twice.correct(first, scene)
        winning.read_winner(visitor, scene.videos, handle=TIMUR, path=winners)
        announcing_twice.by_two(first, second, campaign)
        read_correction(visitor, scene)
        winning.check_code(visitor, kept, holds=True)
        winning.check_code(visitor, lost, holds=False)
        visitor.reads(announcing_twice.NOTES["kk"])
        winning.check_evidence(visitor, scene, tmp_path, number=2)

        drafts = Message.objects.filter(status=Message.Status.DRAFT)
        assert set(drafts.values_list("purpose", "to_email")) == {
            ("winner", people[DANA]),
            ("award_withdrawn", people[TIMUR]),
        }
        announcing.release_mails(second, to=[people[DANA]])
    # The other draft waits: the news to the winners is released by itself.
    assert set(announcing.mails_that_left()) == {people[DANA]}
