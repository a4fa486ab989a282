"""A change of everything that a public page shows, each with the table that it is of."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from contests.models import (
    Ambassador,
    Campaign,
    CampaignQuestion,
    Category,
    Hashtag,
    Partnership,
    Prize,
    RulesVersion,
)
from contests.phases import Phase
from entries.models import Creator, Entry
from judging.models import Criterion, Round
from metrics.models import Board, CampaignReading, EntryViews, ReadingPlan, ViewsProgress
from partners.models import Partner, PartnerAccount, Quote
from results.models import (
    Announcement,
    Award,
    Card,
    CategoryRemark,
    Correction,
    Evidence,
    PressRelease,
    ShortlistItem,
)
from tests.builders import (
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_partner,
    build_partnership,
    build_prize,
    build_round,
)
from tests.personas import announcer
from tests.website.campaigns import award, build_announcement, publish_shortlist

NOW = timezone.now()


@dataclass
class Scene:
    """A campaign with one of everything, and another that nothing happens to."""

    campaign: Campaign
    category: Category
    prize: Prize
    entry: Entry
    received: Entry
    partner: Partner
    quote: Quote
    round: Round
    announcement: Announcement
    other: Campaign


def build_scene() -> Scene:
    """A campaign that is announced, as every change needs it."""
    campaign = build_campaign(phase=Phase.ANNOUNCED)
    category = build_category(campaign)
    partner = build_partner()
    entry = build_entry(campaign)
    EntryViews.objects.create(entry=entry, campaign=campaign)
    ViewsProgress.objects.create(
        campaign=campaign, opens_at=campaign.opens_at, closes_at=campaign.closes_at
    )
    ReadingPlan.objects.create(campaign=campaign)
    build_partnership(campaign, partner=partner)
    PartnerAccount.objects.create(partner=partner, platform="tiktok", handle="library")
    Ambassador.objects.create(campaign=campaign, handle="star")
    CampaignQuestion.objects.create(campaign=campaign, question="Who?", answer="You.")
    return Scene(
        campaign=campaign,
        category=category,
        prize=build_prize(category, quantity=9),
        entry=entry,
        received=build_entry(campaign, status=Entry.Status.RECEIVED),
        partner=partner,
        quote=Quote.objects.create(partner=partner, speaker="A", text="Yes."),
        round=build_round(category),
        announcement=build_announcement(campaign),
        other=build_campaign(),
    )


def _joint(scene: Scene) -> None:
    scene.entry.joint_creators.add(build_creator())


def _choose(scene: Scene) -> None:
    scene.entry.chosen_categories.add(scene.category)


def _award(scene: Scene) -> None:
    award(scene.announcement, prize=scene.prize, entry=scene.entry)


def _announce_draft(scene: Scene) -> None:
    draft = Award.objects.create(prize=scene.prize, creator=scene.entry.creator, entry=scene.entry)
    Award.objects.filter(pk=draft.pk).update(announcement=scene.announcement)


def _board(scene: Scene) -> None:
    Board.objects.create(
        category=scene.category, as_of=NOW, built_at=NOW, lines_count=0, changes=0, decisions_to=0
    )


def _card(scene: Scene) -> None:
    Card.objects.create(
        campaign=scene.campaign,
        kind="campaign",
        language="kk",
        size="wide",
        digest="1",
        made_at=NOW,
    )


def _release(scene: Scene) -> None:
    PressRelease.objects.create(
        campaign=scene.campaign,
        kind="launch",
        created_at=NOW,
        created_by=announcer(),
        edited_at=NOW,
        edited_by=announcer(),
    )


def _correct(scene: Scene) -> None:
    Correction.objects.create(
        campaign=scene.campaign, number=2, opened_at=NOW, opened_by=announcer(), reason="A mistake"
    )


def change_of(model: type, **values: object) -> Callable[[Scene], object]:
    """A bulk update of the campaign's rows, past every verb."""
    return lambda scene: model.objects.filter(campaign=scene.campaign).update(**values)


# By table: what moves it. All in bulk where that is possible: nobody's `save` is asked.
CHANGES: list[tuple[str, Callable[[Scene], object]]] = [
    ("partners.Partner", lambda s: Partner.objects.filter(pk=s.partner.pk).update(name_kk="Аты")),
    ("partners.PartnerAccount", lambda _scene: PartnerAccount.objects.update(handle="other")),
    ("partners.PartnerAccount", lambda _scene: PartnerAccount.objects.all().delete()),
    ("partners.Quote", lambda s: Quote.objects.filter(pk=s.quote.pk).update(text_ar="نعم")),
    ("contests.Campaign", lambda s: Campaign.objects.filter(pk=s.campaign.pk).update(title_az="A")),
    (
        "contests.Campaign",
        lambda s: Campaign.objects.filter(pk=s.campaign.pk).update(cancelled_at=NOW),
    ),
    ("contests.Campaign.quotes", lambda s: s.campaign.quotes.add(s.quote)),
    ("contests.Hashtag", change_of(Hashtag, text="another")),
    ("contests.Category", change_of(Category, title_ru="Иначе")),
    ("contests.Category", lambda s: build_category(s.campaign)),
    (
        "contests.Prize",
        lambda s: Prize.objects.filter(pk=s.prize.pk).update(place=2),
    ),
    ("contests.Prize", lambda s: Prize.objects.filter(pk=s.prize.pk).delete()),
    ("contests.Partnership", change_of(Partnership, contribution_en="Books")),
    ("contests.Ambassador", change_of(Ambassador, handle="comet")),
    ("contests.CampaignQuestion", change_of(CampaignQuestion, answer_en="Everybody.")),
    (
        "contests.RulesVersion",
        lambda s: RulesVersion.objects.create(
            campaign=s.campaign, number=2, text="Be kinder.", created_at=NOW
        ),
    ),
    ("entries.Entry", lambda s: build_entry(s.campaign)),
    ("entries.Entry", lambda s: Entry.objects.filter(pk=s.received.pk).update(status="accepted")),
    ("entries.Entry", lambda s: Entry.objects.filter(pk=s.entry.pk).update(status="withdrawn")),
    ("entries.Entry", lambda s: Entry.objects.filter(pk=s.entry.pk).update(caption="Other words")),
    ("entries.Entry", lambda s: Entry.objects.filter(pk=s.entry.pk).update(available=False)),
    ("entries.Entry.joint_creators", _joint),
    ("entries.Entry.chosen_categories", _choose),
    (
        "entries.Creator",
        lambda s: Creator.objects.filter(pk=s.entry.creator_id).update(handle="renamed"),
    ),
    ("judging.Round", lambda s: Round.objects.filter(pk=s.round.pk).update(order=7)),
    ("judging.Criterion", lambda s: Criterion.objects.filter(round=s.round).update(title_kk="Ой")),
    (
        "metrics.CampaignReading",
        lambda s: CampaignReading.objects.create(
            campaign=s.campaign, views=1, taken_at=NOW, recorded_at=NOW, source="Report"
        ),
    ),
    ("metrics.ReadingPlan", change_of(ReadingPlan, shows_numbers=True)),
    ("metrics.EntryViews", change_of(EntryViews, absent_since=NOW)),
    ("metrics.ViewsProgress", change_of(ViewsProgress, changes=99)),
    ("metrics.Board", _board),
    ("results.Shortlist", lambda s: publish_shortlist(s.category, [])),
    (
        "results.ShortlistItem",
        lambda s: ShortlistItem.objects.create(
            shortlist=publish_shortlist(s.category, []), entry=s.entry, position=1
        ),
    ),
    (
        "results.Announcement",
        lambda s: Announcement.objects.create(
            campaign=s.campaign,
            number=2,
            announced_at=NOW,
            announced_by=announcer(),
            digest="1" * 64,
        ),
    ),
    ("results.Award", _award),
    ("results.Award", _announce_draft),
    (
        "results.CategoryRemark",
        lambda s: CategoryRemark.objects.create(
            category=s.category, announcement=s.announcement, text="A strong year."
        ),
    ),
    (
        "results.Evidence",
        lambda s: Evidence.objects.create(announcement=s.announcement, body="{}", sha256="0" * 64),
    ),
    ("results.Correction", _correct),
    ("results.Card", _card),
    ("results.PressRelease", _release),
]
