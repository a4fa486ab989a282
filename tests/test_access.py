"""Every address of the public site, the creators' pages and the judge's desk, for every persona.

The admin's addresses are walked in tests/desk/test_admin_access.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from judging.models import Assignment, Round
from results.evidence import canonical_json
from results.evidence_content import evidence_of
from results.models import Award, Certificate, Evidence, PressRelease
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_partnership,
    build_prize,
    build_round,
)
from tests.press_constraints import build_published_release, build_release
from tests.results_constraints import build_announcement, build_certificate, build_claim

ANONYMOUS = "anonymous"
OUTSIDERS = ("stranger", "creator", "judge", "other_judge")
STAFF = ("moderator", "manager", "announcer", "auditor", "administrator")
WHO_SEE_STANDINGS = ("manager", "announcer", "auditor", "administrator")
EVERYBODY = (ANONYMOUS, *OUTSIDERS, *STAFF)

Statuses = dict[str, int]


@dataclass(frozen=True)
class Scene:
    """One campaign in each state that matters, with an entry and a duty."""

    opened: Campaign
    draft: Campaign
    announced: Campaign
    views: Category
    accepted: Entry
    received: Entry
    duty: Assignment
    final: Round
    certificate: Certificate
    release: PressRelease
    drafted: PressRelease


def build_scene() -> Scene:
    opened = build_campaign(phase=Phase.OPEN, slug="opened")
    creator = personas.creator()
    jury = build_category(opened)
    judge = build_judge(opened, personas.judge())
    build_judge(opened, personas.other_judge())
    announced = build_campaign(phase=Phase.ANNOUNCED, slug="announced")
    accepted = build_entry(opened, submitted_by=creator)
    announcement = build_announcement(announced)
    winner = build_entry(announced, submitted_by=creator)
    award = Award.objects.create(
        prize=build_prize(build_category(announced)),
        entry=winner,
        creator=winner.creator,
        announcement=announcement,
    )
    body = canonical_json(evidence_of(announced, [], [])).decode()
    Evidence.objects.create(announcement=announcement, body=body, sha256="0" * 64)
    return Scene(
        opened=opened,
        draft=build_campaign(phase=Phase.DRAFT, slug="draft"),
        announced=announced,
        views=build_category(opened, method=Category.Method.MOST_VIEWED_VIDEO),
        accepted=accepted,
        received=build_entry(opened, status=Entry.Status.RECEIVED, submitted_by=creator),
        duty=build_assignment(build_round(jury), accepted, judge),
        final=build_round(build_category(opened), criteria=0, kind=Round.Kind.PAIRWISE),
        certificate=build_certificate(build_claim(award)),
        release=build_published_release(announced),
        drafted=build_release(opened),
    )


def everybody(status: int) -> Statuses:
    return dict.fromkeys(EVERYBODY, status)


def only_staff() -> Statuses:
    return everybody(404) | dict.fromkeys(STAFF, 200)


def signed_in(**statuses: int) -> Statuses:
    return {ANONYMOUS: 302} | dict.fromkeys((*OUTSIDERS, *STAFF), 200) | statuses


def members(status: int) -> Statuses:
    """Everybody who is signed in."""
    return dict.fromkeys((*OUTSIDERS, *STAFF), status)


def only_anonymous() -> Statuses:
    return {ANONYMOUS: 200} | members(302)


def owner_only(owner: str, others: int = 404) -> Statuses:
    return signed_in(**dict.fromkeys((*OUTSIDERS, *STAFF), others) | {owner: 200})


def judges_only(**statuses: int) -> Statuses:
    people = dict.fromkeys((*OUTSIDERS, *STAFF), 403)
    return signed_in(**people | {"judge": 200, "other_judge": 200} | statuses)


@dataclass(frozen=True)
class Page:
    name: str
    arguments: Callable[[Scene], tuple[object, ...]]
    statuses: Statuses


def _opened(scene: Scene) -> tuple[object, ...]:
    return (scene.opened.slug,)


def _version(scene: Scene) -> tuple[object, ...]:
    return (scene.opened.slug, 1)


def _draft(scene: Scene) -> tuple[object, ...]:
    return (scene.draft.slug,)


def _partner_of(state: str) -> Callable[[Scene], tuple[object, ...]]:
    """A new partner of the scene's campaign in a state."""
    return lambda scene: (build_partnership(getattr(scene, state)).partner.slug,)


def _announced(scene: Scene) -> tuple[object, ...]:
    return (scene.announced.slug,)


def _announcement(scene: Scene) -> tuple[object, ...]:
    return (scene.announced.slug, 1)


def _claim(scene: Scene) -> tuple[object, ...]:
    return (scene.certificate.claim_id,)


def _release(scene: Scene) -> tuple[object, ...]:
    return (scene.announced.slug, scene.release.pk)


def _drafted(scene: Scene) -> tuple[object, ...]:
    return (scene.opened.slug, scene.drafted.pk)


def _code(scene: Scene) -> tuple[object, ...]:
    return (scene.certificate.code,)


def _nothing(scene: Scene) -> tuple[object, ...]:
    return ()


def _duty(scene: Scene) -> tuple[object, ...]:
    return (scene.duty.pk,)


PAGES = {
    "root": Page("root", _nothing, everybody(302)),
    "healthz": Page("healthz", _nothing, everybody(200)),
    "media that is not there": Page("media", lambda _: ("covers/no.webp",), everybody(404)),
    "cover that is not there": Page(
        "sized_picture", lambda _: (360, "covers/no.webp"), everybody(404)
    ),
    "set language by reading": Page("set_language", _nothing, everybody(302)),
    "robots": Page("robots", _nothing, everybody(200)),
    "favicon": Page("favicon", _nothing, everybody(302)),
    "touch icon": Page("touch_icon", _nothing, everybody(302)),
    "sitemap": Page("sitemap", _nothing, everybody(200)),
    "pages in the sitemap": Page("sitemap_pages", _nothing, everybody(200)),
    "entries in the sitemap": Page("sitemap_entries", _version, everybody(200)),
    "entries of a draft in the sitemap": Page(
        "sitemap_entries", lambda scene: (scene.draft.slug, 1), everybody(404)
    ),
    "description of the interface": Page("api:openapi", _nothing, everybody(200)),
    "campaigns as data": Page("api:campaigns", _nothing, everybody(200)),
    "campaign as data": Page("api:campaign", _opened, everybody(200)),
    "draft as data": Page("api:campaign", _draft, everybody(404)),
    "categories as data": Page("api:categories", _opened, everybody(200)),
    "partners as data": Page("api:partners", _nothing, everybody(200)),
    "partner as data, invented": Page("api:partner", lambda _: ("nobody",), everybody(404)),
    "winners as data": Page("api:winners", _announced, everybody(200)),
    "winners as data, not announced": Page("api:winners", _opened, everybody(404)),
    "winners of an announcement as data": Page("api:winners_of", _announcement, everybody(200)),
    "leaderboard as data": Page(
        "api:leaderboard", lambda scene: (scene.opened.slug, scene.views.slug), everybody(200)
    ),
    "help for creators": Page("website:help", _nothing, everybody(200)),
    "help for judges": Page("judging:help", _nothing, judges_only()),
    "site as an app": Page("website:manifest", _nothing, everybody(200)),
    "news of all campaigns": Page("website:site_feed", _nothing, everybody(200)),
    "news of a campaign": Page("website:feed", _opened, everybody(200)),
    "news of a draft": Page("website:feed", _draft, everybody(404)),
    "dates of all campaigns": Page("website:site_calendar", _nothing, everybody(200)),
    "dates of a campaign": Page("website:calendar", _opened, everybody(200)),
    "dates of a draft": Page("website:calendar", _draft, everybody(404)),
    "home": Page("website:home", _nothing, everybody(200)),
    "campaign": Page("website:campaign", _opened, everybody(200)),
    "campaign, draft": Page("website:campaign", _draft, only_staff()),
    "gallery": Page("website:gallery", _opened, everybody(200)),
    "gallery, draft": Page("website:gallery", _draft, only_staff()),
    "entry": Page(
        "website:entry", lambda scene: (scene.opened.slug, scene.accepted.pk), everybody(200)
    ),
    "entry, not accepted": Page(
        "website:entry", lambda scene: (scene.opened.slug, scene.received.pk), everybody(404)
    ),
    "entry, of another campaign": Page(
        "website:entry", lambda scene: (scene.announced.slug, scene.accepted.pk), everybody(404)
    ),
    "leaderboard": Page(
        "website:leaderboard",
        lambda scene: (scene.opened.slug, scene.views.slug),
        everybody(200),
    ),
    "leaderboard, draft": Page(
        "website:leaderboard", lambda scene: (scene.draft.slug, scene.views.slug), everybody(404)
    ),
    "numbers that are not public": Page("website:numbers", _opened, only_staff()),
    "an institution's numbers, invented": Page(
        "website:partner_numbers", lambda scene: (scene.opened.slug, "nobody"), everybody(404)
    ),
    "partner": Page("website:partner", _partner_of("opened"), everybody(200)),
    "partner of a draft": Page("website:partner", _partner_of("draft"), only_staff()),
    "rules": Page("website:rules", _opened, everybody(200)),
    "rules_version": Page("website:rules_version", _version, everybody(200)),
    "rules, draft": Page("website:rules", _draft, only_staff()),
    "winners": Page("website:winners", lambda scene: (scene.announced.slug,), everybody(200)),
    "winners, not announced": Page("website:winners", _opened, everybody(404)),
    "preview of the winners": Page(
        "website:winners_preview",
        _opened,
        everybody(404) | dict.fromkeys(WHO_SEE_STANDINGS, 200),
    ),
    "preview of announced winners": Page(
        "website:winners_preview", lambda scene: (scene.announced.slug,), everybody(302)
    ),
    "ceremony": Page("website:ceremony", _announced, everybody(200)),
    "ceremony, not announced": Page(
        "website:ceremony",
        _opened,
        everybody(404) | dict.fromkeys(WHO_SEE_STANDINGS, 200),
    ),
    "what the ceremony shows": Page("website:ceremony_show", _announced, everybody(200)),
    "what the ceremony shows, not announced": Page(
        "website:ceremony_show",
        _opened,
        everybody(404) | dict.fromkeys(WHO_SEE_STANDINGS, 200),
    ),
    "what keeps the ceremony": Page("website:ceremony_worker", _opened, everybody(200)),
    "winners, of one announcement": Page("website:winners_version", _announcement, everybody(200)),
    "winners, of no announcement": Page("website:winners_version", _version, everybody(404)),
    "how winners were chosen": Page("website:how_chosen", _announced, everybody(200)),
    "how winners were chosen, by announcement": Page(
        "website:how_chosen_version", _announcement, everybody(200)
    ),
    "how winners are going to be chosen": Page(
        "website:how_chosen_preview",
        _opened,
        everybody(404) | dict.fromkeys(WHO_SEE_STANDINGS, 200),
    ),
    "shortlist that is not there": Page("website:shortlist", _opened, everybody(404)),
    "shortlist that is not to come": Page("website:shortlist_preview", _opened, everybody(404)),
    "press": Page("website:press", _opened, everybody(200)),
    "press, draft": Page("website:press", _draft, only_staff()),
    "quotes for the press": Page("website:press_quotes", _opened, everybody(200)),
    "figures for the press": Page("website:press_figures_csv", _opened, everybody(200)),
    "figures as a workbook": Page("website:press_figures_xlsx", _opened, everybody(200)),
    "pictures for the press": Page("website:press_pictures", _opened, everybody(200)),
    "press release": Page("website:press_release", _release, everybody(200)),
    "press release as text": Page("website:press_release_text", _release, everybody(200)),
    "press release as a document": Page("website:press_release_docx", _release, everybody(200)),
    "press release, draft": Page("website:press_release", _drafted, everybody(404)),
    "press release, draft as text": Page("website:press_release_text", _drafted, everybody(404)),
    "press release, draft as a document": Page(
        "website:press_release_docx", _drafted, everybody(404)
    ),
    "preview of a press release": Page(
        "website:press_preview",
        _drafted,
        everybody(404) | dict.fromkeys(WHO_SEE_STANDINGS, 200),
    ),
    "evidence": Page("evidence_file", _announcement, everybody(200)),
    "evidence of nothing": Page("evidence_file", _version, everybody(404)),
    "program that checks evidence": Page("evidence_program", _nothing, everybody(200)),
    "schema of evidence": Page("evidence_schema", _nothing, everybody(200)),
    "share card that is not there": Page("card", lambda _: ("0" * 64,), everybody(404)),
    "checking a code": Page("results:verify", _nothing, everybody(200)),
    "a certificate's code": Page("results:verified", _code, everybody(200)),
    "checking, in no language": Page("verify_any", _nothing, everybody(302)),
    "a code, in no language": Page("verify", _code, everybody(302)),
    "a code with a slash": Page("verify_with_slash", _code, everybody(302)),
    "my prizes": Page("results:prizes", _nothing, signed_in()),
    "my prize": Page("results:claim", _claim, owner_only("creator")),
    "declining a prize": Page("results:decline", _claim, owner_only("creator")),
    "my certificate": Page(
        "results:certificate",
        lambda scene: (scene.certificate.claim_id, scene.certificate.pk),
        owner_only("creator") | dict.fromkeys(WHO_SEE_STANDINGS, 200),
    ),
    "submit": Page("entries:submit", _opened, everybody(200)),
    "submit, draft": Page("entries:submit", _draft, everybody(404)),
    "what became of several links": Page("entries:entered", _opened, everybody(302)),
    "recognising by reading": Page("entries:recognise", _opened, everybody(405)),
    "guardian's page, invented link": Page("entries:guardian", lambda _: ("x",), everybody(404)),
    "claim, invented link": Page("entries:claim", lambda _: ("x",), everybody(404)),
    "my entries": Page("entries:mine", _nothing, signed_in()),
    "my entry": Page(
        "entries:mine_entry", lambda scene: (scene.received.pk,), owner_only("creator")
    ),
    "withdraw": Page("entries:withdraw", lambda scene: (scene.received.pk,), owner_only("creator")),
    "what is known of my video": Page(
        "entries:lookup", lambda scene: (scene.received.pk,), owner_only("creator")
    ),
    "answering what nobody asked": Page(
        "entries:answer",
        lambda scene: (scene.received.pk,),
        owner_only("creator") | {"creator": 302},
    ),
    "guardian whom nobody needs": Page(
        "entries:name_guardian",
        lambda scene: (scene.received.pk,),
        {ANONYMOUS: 302} | members(404),
    ),
    "whose account it is": Page(
        "entries:ownership", lambda scene: (scene.received.pk,), owner_only("creator")
    ),
    "looking for a code by reading": Page(
        "entries:look_for_code", lambda scene: (scene.received.pk,), {ANONYMOUS: 302} | members(405)
    ),
    "comparing an account by reading": Page(
        "entries:compare_account",
        lambda scene: (scene.received.pk,),
        {ANONYMOUS: 302} | members(405),
    ),
    "judge's desk": Page("judging:desk", _nothing, judges_only()),
    "judge's round": Page(
        "judging:round", lambda scene: (scene.duty.round_id,), judges_only(other_judge=404)
    ),
    "review": Page("judging:review", _duty, judges_only(other_judge=404)),
    "recusal": Page("judging:recuse", _duty, judges_only(other_judge=404)),
    # A script asks: nobody is sent anywhere.
    "saving a review": Page("judging:save", _duty, judges_only(other_judge=404, anonymous=401)),
    "marking a review by reading": Page("judging:mark", _duty, everybody(405)),
    "opening a review by reading": Page("judging:reopen", _duty, everybody(405)),
    "taking a recusal back by reading": Page("judging:return", _duty, everybody(405)),
    "low-data mode by reading": Page("judging:low_data", _nothing, everybody(405)),
    "flag for staff": Page("judging:flag", _duty, judges_only(other_judge=404)),
    "“I am finished”": Page(
        "judging:finished", lambda scene: (scene.duty.round_id,), judges_only(other_judge=404)
    ),
    "pairs": Page("judging:pairs", lambda scene: (scene.final.pk,), judges_only()),
    "stepping back from a finalist": Page(
        "judging:pair_recuse",
        lambda scene: (scene.final.pk, scene.accepted.pk),
        judges_only(),
    ),
    "undoing a comparison by reading": Page(
        "judging:pair_undo", lambda scene: (scene.final.pk,), everybody(405)
    ),
    "comparing a finalist after all by reading": Page(
        "judging:pair_return", lambda scene: (scene.final.pk, scene.accepted.pk), everybody(405)
    ),
    "comments of the jury that are not to be read": Page(
        "judging_feedback",
        lambda scene: (scene.accepted.pk,),
        {ANONYMOUS: 302} | members(404),
    ),
    "confirming an entry by reading": Page(
        "entries:confirm", lambda scene: (scene.received.pk,), {ANONYMOUS: 302} | members(405)
    ),
    "landing": Page("account_landing", _nothing, everybody(302)),
    "account": Page("account_overview", _nothing, signed_in()),
    "to TikTok, without keys": Page("tiktok_login", _nothing, everybody(404)),
    "to Google, without keys": Page("google_login", _nothing, everybody(404)),
    "back from TikTok, without keys": Page("tiktok_callback", _nothing, everybody(404)),
    "back from Google, without keys": Page("google_callback", _nothing, everybody(404)),
    "address of a newcomer": Page("socialaccount_signup", _nothing, everybody(302)),
    "disconnecting by reading": Page(
        "account_disconnect", lambda _: (1,), {ANONYMOUS: 302} | members(405)
    ),
    "sign-in": Page("account_login", _nothing, only_anonymous()),
    "code for signing in": Page("account_request_login_code", _nothing, only_anonymous()),
    "code that nobody asked for": Page("account_confirm_login_code", _nothing, everybody(302)),
    "proving an address": Page("account_email_verification_sent", _nothing, everybody(302)),
    "signing out": Page("account_logout", _nothing, signed_in()),
    "closed account": Page("account_inactive", _nothing, everybody(200)),
    # None of the personas has a password or a second factor to show once more.
    "proving oneself": Page("account_reauthenticate", _nothing, {ANONYMOUS: 302} | members(403)),
    "changing a password": Page("account_change_password", _nothing, everybody(302)),
    "setting a password": Page("account_set_password", _nothing, signed_in()),
    "how an account opens": Page("account_signup", _nothing, only_anonymous()),
    "addresses": Page("account_email", _nothing, everybody(302)),
}


def sign_in(client: Client, persona: str) -> None:
    if persona == ANONYMOUS:
        return
    person: User = getattr(personas, persona)()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])


@pytest.mark.parametrize("title", PAGES)
def test_page_answers_each_persona(db: None, client: Client, title: str):
    page = PAGES[title]
    address = reverse(page.name, args=page.arguments(build_scene()))
    answers = {}
    for persona in EVERYBODY:
        client.logout()
        sign_in(client, persona)
        answers[persona] = client.get(address).status_code
    assert answers == page.statuses


def _own_names(resolver: URLResolver, namespace: str = "") -> set[str]:
    """Names of all addresses but the admin's and those that libraries bring."""
    names: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            names.add(f"{namespace}{pattern.name}")
        elif pattern.namespace != "admin" and "allauth" not in str(pattern.urlconf_name):
            names |= _own_names(pattern, f"{pattern.namespace}:" if pattern.namespace else "")
    return names


def test_every_own_address_is_walked():
    assert _own_names(get_resolver()) == {page.name for page in PAGES.values()}
