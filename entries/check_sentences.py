"""What the rules found, in sentences: for the creator, and for those who decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entries.check_evidence import in_words
from entries.eligibility import Code, Rule
from entries.models import Check

RULE_NAMES: dict[Rule, str | Promise] = {
    Rule.WINDOW: _("Time of posting"),
    Rule.DURATION: _("Length"),
    Rule.HASHTAG: _("Hashtag"),
    Rule.PLATFORM: _("Platform"),
    Rule.OWNER: _("Whose video"),
    Rule.PUBLIC: _("Visible to all"),
    Rule.NUMBER: _("Number of entries"),
    Rule.AGE: _("Age"),
    Rule.COUNTRY: _("Country"),
    Rule.GUARDIAN: _("Guardian’s agreement"),
    Rule.EXCLUDED: _("Independence"),
}

SENTENCES: dict[Code, str | Promise] = {
    # Time of posting
    Code.POSTED_IN_WINDOW: _("Posted on %(posted_at)s, while the campaign was open."),
    Code.PRIOR_POST: _(
        "Posted on %(posted_at)s, before the campaign opened. Such videos may take part."
    ),
    Code.ID_DRAWN_IN_WINDOW: _(
        "Posted between %(id_time)s, when the platform numbered it, and %(received_at)s, when it "
        "was entered. The campaign was open."
    ),
    Code.RECEIVED_BEFORE_CLOSE: _(
        "Entered on %(received_at)s, so it was posted before the campaign closed."
    ),
    Code.POSTED_BEFORE_OPENING: _(
        "Posted on %(posted_at)s, before the campaign opened on %(opens_at)s. "
        "Only videos posted after that can take part."
    ),
    Code.POSTED_AFTER_CLOSE: _(
        "Posted on %(posted_at)s. The campaign closed on %(closes_at)s, so the video is too late."
    ),
    Code.ID_DRAWN_AFTER_CLOSE: _(
        "The platform numbered the video on %(id_time)s, so it was posted after that. "
        "The campaign closed on %(closes_at)s, so the video is too late."
    ),
    Code.ID_DRAWN_BEFORE_OPENING: _(
        "The platform numbered the video on %(id_time)s, before the campaign opened on "
        "%(opens_at)s. Whether it was posted later is still being clarified."
    ),
    Code.POST_TIME_UNKNOWN: _(
        "It is not known yet when the video was posted. We ask the platform; "
        "if it does not say, the organisers look at the video."
    ),
    # Length
    Code.DURATION_FITS: _("Length of the video: %(seconds)s."),
    Code.TOO_SHORT: _(
        "Length of the video: %(seconds)s. The shortest allowed: %(min_seconds)s; "
        "enter a longer video."
    ),
    Code.TOO_LONG: _(
        "Length of the video: %(seconds)s. The longest allowed: %(max_seconds)s; "
        "enter a shorter video."
    ),
    Code.DURATION_UNKNOWN: _(
        "It is not known yet how long the video is. We ask the platform; "
        "if it does not say, the organisers look at the video."
    ),
    # Hashtag
    Code.HASHTAG_FOUND: _("The caption has the hashtag %(found)s."),
    Code.HASHTAG_LOOKALIKE_COUNTS: _(
        "The caption has %(found)s, which looks like %(meant)s and counts as such."
    ),
    Code.HASHTAG_MISSING: _(
        "The caption has no hashtag of the campaign. It needs %(wanted)s: "
        "add it to the caption and write to the organisers."
    ),
    Code.HASHTAG_LOOKALIKE: _(
        "The caption has %(found)s, which looks like %(meant)s but is written differently. "
        "The organisers decide whether it counts."
    ),
    Code.CAPTION_CUT: _(
        "Only the beginning of the caption is known, and the hashtag is not in it. "
        "It needs %(wanted)s; the organisers look at the video."
    ),
    Code.CAPTION_UNKNOWN: _(
        "The caption is not known yet. It needs %(wanted)s. We ask the platform; "
        "if it does not say, the organisers look at the video."
    ),
    # Platform
    Code.PLATFORM_ALLOWED: _("The video is on %(platform)s."),
    Code.PLATFORM_NOT_ALLOWED: _(
        "The video is on %(platform)s. Post it on %(platforms)s and enter it from there."
    ),
    # Whose video
    Code.OWNER_PROVEN: _("The entrant has shown that the account is theirs."),
    Code.OWNER_IS_ANOTHER: _(
        "Another person has shown that this account is theirs. "
        "If it is yours too, write to the organisers."
    ),
    Code.OWNER_UNKNOWN: _(
        "It is not shown yet whose account this is. "
        "The entrant can show it on the page of the entry under “My entries”."
    ),
    # Visible to all
    Code.IS_PUBLIC: _("Everybody can see the video."),
    Code.NOT_PUBLIC: _(
        "The platform does not show the video: it is private or deleted. "
        "Let everybody see it, then write to the organisers."
    ),
    Code.PUBLIC_UNKNOWN: _(
        "It is not known yet whether everybody can see the video. We ask the platform; "
        "if it does not say, the organisers look at the video."
    ),
    # Number of entries
    Code.NUMBER_FITS: _("Entries allowed for one account: %(most)s. Entered before: %(earlier)s."),
    Code.TOO_MANY: _(
        "Entries allowed for one account: %(most)s. As many were entered before this one; "
        "withdraw one of them to make room."
    ),
    Code.NUMBER_MAYBE: _(
        "Entries allowed for one account: %(most)s. Other people have entered videos of this "
        "account too; the organisers decide which ones count."
    ),
    # Age
    Code.OLD_ENOUGH: _("Declared age: %(age)s. The youngest age allowed: %(min_age)s."),
    Code.TOO_YOUNG: _(
        "Declared age: %(age)s. The youngest age allowed: %(min_age)s, "
        "so the entrant cannot take part yet."
    ),
    Code.AGE_UNKNOWN: _(
        "The entrant’s age is not known. The youngest age allowed: %(min_age)s; "
        "the organisers will ask."
    ),
    # Country
    Code.COUNTRY_FITS: _("The entrant lives in one of the campaign’s countries: %(country)s."),
    Code.COUNTRY_NOT_ALLOWED: _(
        "Declared country: %(country)s. Only people who live there can take part: %(countries)s."
    ),
    Code.COUNTRY_UNKNOWN: _(
        "It is not known where the entrant lives. It has to be %(countries)s; "
        "the organisers will ask."
    ),
    # Guardian's agreement
    Code.GUARDIAN_NOT_NEEDED: _(
        "Declared age: %(age)s. A guardian has to agree below the age of %(guardian_age)s only."
    ),
    Code.GUARDIAN_AGREED: _("A guardian has agreed."),
    Code.GUARDIAN_WAITED_FOR: _(
        "A guardian has to agree and has not answered yet. "
        "Remind them of our mail: without their agreement the entry does not count."
    ),
    Code.GUARDIAN_NOT_NAMED: _(
        "A guardian has to agree below the age of %(guardian_age)s, and none is named yet. "
        "Write to the organisers."
    ),
    Code.GUARDIAN_MAYBE: _(
        "The entrant’s age is not known, and a guardian has to agree below the age of "
        "%(guardian_age)s; the organisers will ask."
    ),
    # Independence
    Code.NOT_EXCLUDED: _("The entrant is not known to run or judge the campaign."),
    Code.EXCLUDED_JUDGE: _("The entrant judges in this campaign and cannot win in it."),
    Code.EXCLUDED_STAFF: _("The entrant works for the organisers and cannot win in the campaign."),
    Code.EXCLUDED_PARTNER: _(
        "The account belongs to a partner of the campaign, and partners cannot win in it."
    ),
}
NO_LONGER_ASKED = _("The campaign does not ask for this any more.")


_PLACES = {rule.value: place for place, rule in enumerate(Rule)}


def in_order(checks: Iterable[Check]) -> list[Check]:
    """Checks as people read them: when, what, where, then who."""
    return sorted(checks, key=lambda check: _PLACES.get(check.rule, len(_PLACES)))


def rule_name(rule: str) -> str:
    """What people call a rule; a rule of an earlier version by its own word."""
    return str(RULE_NAMES[Rule(rule)]) if rule in list(Rule) else rule


def sentence_of(rule: str, code: str, evidence: Mapping[str, Any], zone: ZoneInfo) -> str:
    """Why a rule is answered as it is, in the active language, with moments in `zone`."""
    if not code:
        return str(NO_LONGER_ASKED)
    if code not in list(Code):
        return rule_name(rule)
    return str(SENTENCES[Code(code)]) % in_words(evidence, zone)
