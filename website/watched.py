"""What public pages show, table by table: a change there drops the pages that show it.

The database watches by itself (website.triggers), so that it makes no difference who changes
what: a verb, an import, the admin, a bulk update or a hand in the database. A table that a public
page begins to show is added here.
"""

from __future__ import annotations

from dataclasses import dataclass

SITE = ""


@dataclass(frozen=True)
class Watched:
    """A table whose rows stand on public pages.

    table: the model's label, or that of the table behind a many-to-many field
    campaigns: the way from a row to its campaign, as in a filter; a SELECT of `campaign` in which
        {row} is the row; `SITE` where the row may stand on any page
    public: condition under which a row is public at all, {row} being the row; of a changed row,
        before or after
    hidden: columns that no page shows
    only: the only columns that count; new and deleted rows then do not
    views: whether these are figures, which pages without figures do not show
    """

    table: str
    campaigns: str
    public: str = ""
    hidden: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    views: bool = False


ACCEPTED = "{row}.status = 'accepted'"
OF_ACCEPTED = (
    "SELECT campaign_id AS campaign FROM entries_entry"
    " WHERE id = {row}.entry_id AND status = 'accepted'"
)
ANNOUNCED = "{row}.announcement_id IS NOT NULL"

WATCHED = (
    # Partners stand on the pages of all their campaigns, as do their quotes.
    Watched("partners.Partner", SITE),
    Watched("partners.PartnerAccount", SITE),
    Watched("partners.Quote", SITE),
    # A campaign is named on the pages of the editions before and after it.
    Watched(
        "contests.Campaign",
        "SELECT {row}.id AS campaign UNION SELECT {row}.previous_edition_id"
        " UNION SELECT id FROM contests_campaign WHERE previous_edition_id = {row}.id",
    ),
    Watched("contests.Campaign.quotes", "campaign"),
    Watched("contests.Hashtag", "campaign"),
    Watched("contests.Category", "campaign"),
    Watched("contests.Prize", "category__campaign"),
    Watched("contests.Partnership", "campaign"),
    Watched("contests.Ambassador", "campaign"),
    Watched("contests.CampaignQuestion", "campaign"),
    Watched("contests.RulesVersion", "campaign"),
    Watched(
        "entries.Entry",
        "campaign",
        public=ACCEPTED,
        hidden=(
            "facts_at",
            "caption_state",
            "declared_age",
            "declared_country",
            "source",
            "video_import_id",
            "submitted_by_id",
            "confirmed_at",
            "rules_version_id",
            "proposal",
            "asked_at",
            "status_reason",
        ),
    ),
    Watched("entries.Entry.joint_creators", OF_ACCEPTED),
    Watched("entries.Entry.chosen_categories", OF_ACCEPTED),
    Watched(
        "entries.Creator",
        "SELECT campaign_id AS campaign FROM entries_entry"
        " WHERE creator_id = {row}.id AND status = 'accepted'"
        " UNION SELECT entry.campaign_id FROM entries_entry entry"
        " JOIN entries_entry_joint_creators joint ON joint.entry_id = entry.id"
        " WHERE joint.creator_id = {row}.id AND entry.status = 'accepted'"
        " UNION SELECT category.campaign_id FROM results_award award"
        " JOIN contests_prize prize ON prize.id = award.prize_id"
        " JOIN contests_category category ON category.id = prize.category_id"
        " WHERE award.creator_id = {row}.id AND award.announcement_id IS NOT NULL",
        only=("platform", "handle", "display_name", "user_id", "verified_at"),
    ),
    # How a category is decided.
    Watched("judging.Round", "category__campaign"),
    Watched("judging.Criterion", "round__category__campaign"),
    Watched("metrics.CampaignReading", "campaign"),
    Watched("metrics.ReadingPlan", "campaign"),
    # A video that is gone from its platform.
    Watched("metrics.EntryViews", "campaign_id", only=("absent_since",)),
    # One row a campaign, which moves with each reading that counts.
    Watched("metrics.ViewsProgress", "campaign", hidden=("flagged_to",), views=True),
    Watched("metrics.Board", "category__campaign", views=True),
    Watched("results.Shortlist", "category__campaign"),
    Watched("results.ShortlistItem", "shortlist__category__campaign"),
    Watched("results.Announcement", "campaign"),
    Watched("results.Award", "prize__category__campaign", public=ANNOUNCED),
    Watched("results.CategoryRemark", "category__campaign", public=ANNOUNCED),
    Watched("results.Evidence", "announcement__campaign"),
    Watched("results.Correction", "campaign"),
    Watched("results.Card", "campaign"),
    Watched("results.PressRelease", "campaign"),
)

# Moments at which pages change without anybody's doing: rows, the column of their campaign, and
# the columns with the moments. A page is made anew at the first of them that lies ahead.
TURNING_POINTS = (
    (
        "contests_campaign",
        "id",
        (
            "published_at",
            "opens_at",
            "closes_at",
            "shortlist_by",
            "announce_by",
            "announced_at",
            "cancelled_at",
            "archives_at",
        ),
    ),
    ("contests_rulesversion", "campaign_id", ("created_at",)),
    ("metrics_campaignreading", "campaign_id", ("taken_at",)),
    ("metrics_readingplan", "campaign_id", ("board_freezes_at",)),
    ("results_announcement", "campaign_id", ("announced_at",)),
    (
        "results_shortlist JOIN contests_category category ON category.id = category_id",
        "campaign_id",
        ("published_at",),
    ),
)
