"""Contests in every stage, full of what must not be told: words to look for, and figures to turn.

Everything secret can be turned into something else (`turn`), in place: whoever may not know it
must read the same pages before and after, to the letter. Words that can be recognised wherever
they stand catch what a turned figure would not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from accounts.models import User
from contests.models import Campaign, Category
from contests.phases import Phase
from entries.models import Entry
from judging.models import (
    Assignment,
    Comparison,
    Completion,
    Criterion,
    Judge,
    Round,
    RoundClosing,
    RoundOutcome,
    Score,
)
from judging.visibility import Stage
from results.models import Announcement, Award, Shortlist, ShortlistItem, Standing, TieDecision
from tests import personas
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_creator,
    build_entry,
    build_judge,
    build_partner,
    build_prize,
    build_round,
)

DAY = timedelta(days=1)
MOST = 89  # points of a criterion: a number that stands on no page by chance

# What others than the reader wrote or are called. None of it may stand on a page of a judge.
JUDGE_NAMES = ("Zephyrine Quillfeather", "Bartholomew Inkwell")
WORDS = (
    "quagga-for-staff",
    "quagga-for-creator",
    "quagga-recusal",
    "quagga-flag",
    "quagga-outcome",
    "quagga-closing",
    "quagga-tie",
    "quagga-citation",
    "quagga-released",
)
# Each comment, and what it is turned into.
COMMENTS = {
    "comment_for_staff": ("quagga-for-staff", "lapwing-for-staff"),
    "comment_for_creator": ("quagga-for-creator", "lapwing-for-creator"),
}
# Whose video it is, in blind rounds.
HANDLE = "okapihandle"
SUBMITTER = (HANDLE, "Okapi Display", "Okapi Submitter", "okapi.submitter@", "Okapi Library")


@dataclass
class Contest:
    """One campaign with its rounds, the entries, and the reviews of each judge."""

    stage: str
    campaign: Campaign
    category: Category
    rounds: list[Round]
    entries: list[Entry]
    own: list[Assignment] = field(default_factory=list)
    others: list[Assignment] = field(default_factory=list)


@dataclass
class Scene:
    """The contests by what they stand for; `seats` are the judges' names by persona."""

    contests: dict[str, Contest]
    others: list[User]

    def campaigns(self, *stages: str) -> list[Campaign]:
        return [one.campaign for name, one in self.contests.items() if name in stages]


# What each contest shows: the kinds of its rounds that are over, and of the one that is next.
STAGES: dict[str, tuple[tuple[Round.Kind, ...], Round.Kind | None, Stage]] = {
    "coming": ((), Round.Kind.SCORING, Stage.COMING),
    "screening": ((), Round.Kind.SCREENING, Stage.OPEN),
    "scoring": ((Round.Kind.SCREENING,), Round.Kind.SCORING, Stage.OPEN),
    "pairs": ((Round.Kind.SCORING,), Round.Kind.PAIRWISE, Stage.OPEN),
    "late": ((), Round.Kind.SCORING, Stage.OVER),
    "over": ((Round.Kind.SCREENING, Round.Kind.SCORING), None, Stage.OVER),
    "announced": ((Round.Kind.SCORING,), None, Stage.ANNOUNCED),
    "cancelled": ((), Round.Kind.SCORING, Stage.AWAY),
}
STILL_JUDGED = ("coming", "pairs", "scoring", "screening")
SECRET = (*STILL_JUDGED, "late", "over", "cancelled")


def build_scene(*, readers: Iterable[User], now: datetime) -> Scene:
    """Contests in every stage; the readers and two others sit in each jury."""
    others = [personas.make_person(name.lower(), role="Judge") for name in JUDGE_NAMES]
    User.objects.filter(pk__in=[one.pk for one in others]).update(preferred_language="en")
    submitter = personas.creator()
    User.objects.filter(pk=submitter.pk).update(name="Okapi Submitter")
    contests = {
        name: _build(name, readers=list(readers), others=others, submitter=submitter, now=now)
        for name in STAGES
    }
    return Scene(contests=contests, others=others)


def _build(
    name: str, *, readers: list[User], others: list[User], submitter: User, now: datetime
) -> Contest:
    over, next_kind, stage = STAGES[name]
    phases = {Stage.ANNOUNCED: Phase.ANNOUNCED, Stage.AWAY: Phase.CANCELLED}
    campaign = build_campaign(phase=phases.get(stage, Phase.REVIEW), at=now, slug=f"contest-{name}")
    category = build_category(campaign, slug=f"jury-{name}")
    prize = build_prize(category, quantity=2)
    library = build_partner(name="Okapi Library", name_en="Okapi Library")
    entries = []
    for number in range(4):
        creator = build_creator(handle=f"{HANDLE}.{name}.{number}", display_name="Okapi Display")
        entries.append(
            build_entry(
                campaign,
                creator=creator,
                institution=library,
                submitted_by=submitter if number == 0 else None,
                language="kk",
                caption=f"By Okapi Display @{HANDLE}.{name}.{number}, okapi.submitter@example.org",
            )
        )
    contest = Contest(name, campaign, category, [], entries)
    seats = [build_judge(campaign, user) for user in (*readers, *others)]
    kinds = [*over, *([next_kind] if next_kind else [])]
    for order, kind in enumerate(kinds, start=1):
        is_over = order <= len(over)
        round_ = _round(category, kind, order=order, now=now, stage=stage, is_over=is_over)
        contest.rounds.append(round_)
        _review(contest, round_, seats, others=others, now=now, is_over=is_over)
        if is_over:
            _close(round_, entries, now=now)
    _draft(contest, prize, now=now)
    return contest


def _round(
    category: Category, kind: Round.Kind, *, order: int, now: datetime, stage: Stage, is_over: bool
) -> Round:
    opens = now - 20 * DAY + order * DAY
    closes = {Stage.COMING: now + 9 * DAY, Stage.OVER: now - DAY / 2}.get(stage, now + DAY / 2)
    if is_over:
        opens, closes = opens - 10 * DAY, now - 10 * DAY
    if stage is Stage.COMING:
        opens = now + DAY
    more: dict[str, Any] = {
        Round.Kind.SCREENING: {"quorum": 2, "reviews_per_entry": 3},
        Round.Kind.PAIRWISE: {"comparisons_per_judge": 3},
        Round.Kind.SCORING: {"reviews_per_entry": 3, "advance_count": 2},
    }[kind]
    round_ = build_round(
        category,
        kind=kind,
        order=order,
        criteria=2 if kind == Round.Kind.SCORING else 0,
        opens_at=opens,
        closes_at=closes,
        shares_comments=True,
        **more,
    )
    Criterion.objects.filter(round=round_).update(max_points=MOST)
    return round_


def _review(
    contest: Contest,
    round_: Round,
    seats: list[Judge],
    *,
    others: list[User],
    now: datetime,
    is_over: bool,
) -> None:
    """Reviews of every judge; those of others with all that can be secret."""
    if round_.kind == Round.Kind.PAIRWISE:
        _compare(contest, round_, seats, now=now)
        return
    for seat in seats:
        is_other = seat.user in others
        for number, entry in enumerate(contest.entries):
            if is_other:
                values = _written(number, now=now, is_over=is_over)
            else:
                # The reader has begun, and is finished where the round is over.
                values = {
                    "comment_for_staff": "my own words",
                    "finished_at": now if is_over else None,
                }
            if round_.kind == Round.Kind.SCREENING:
                values["vote"] = "yes" if number % 2 else "no"
            review = build_assignment(round_, entry, seat, **values)
            (contest.others if is_other else contest.own).append(review)
            for place, criterion in enumerate(round_.criteria.all()):
                Score.objects.create(
                    assignment=review,
                    criterion=criterion,
                    points=(7 * seat.pk + 13 * number + 5 * place) % (MOST // 2),
                    out_of=MOST,
                    scored_at=now,
                )
    Completion.objects.create(round=round_, judge=seats[-1], declared_at=now)


def _written(number: int, *, now: datetime, is_over: bool) -> dict[str, Any]:
    values: dict[str, Any] = {
        "comment_for_staff": "quagga-for-staff",
        "comment_for_creator": "quagga-for-creator",
        "finished_at": now if is_over or number else None,
        "saved_at": now,
        "revision": 3 + number,
    }
    if number == 1:
        values |= {"flagged_at": now, "flag_reason": "quagga-flag"}
    if number == 2 and not is_over:
        values |= {"recused_at": now, "recusal_reason": "quagga-recusal"}
    if number == 3 and not is_over:
        values |= {"released_at": now, "released_reason": "quagga-released"}
    return values


def _compare(contest: Contest, round_: Round, seats: list[Judge], *, now: datetime) -> None:
    first, second, third, _fourth = contest.entries
    for seat in seats:
        for one, other in ((first, second), (second, third)):
            Comparison.objects.create(
                round=round_, judge=seat, first=one, second=other, preferred=other, made_at=now
            )


def _close(round_: Round, entries: list[Entry], *, now: datetime) -> None:
    closing = RoundClosing.objects.create(
        round=round_,
        closed_at=now - 5 * DAY,
        closed_by=personas.manager(),
        digest="0" * 64,
        note="quagga-closing",
    )
    for rank, entry in enumerate(entries, start=1):
        RoundOutcome.objects.create(
            closing=closing,
            entry=entry,
            rank=rank,
            advances=True,
            by_hand=rank == 1,
            reason="quagga-outcome" if rank == 1 else "",
        )
    Round.objects.filter(pk=round_.pk).update(closed_at=now - 5 * DAY)


def _draft(contest: Contest, prize: Any, *, now: datetime) -> None:
    """Awards and a shortlist: drafts, and in the announced contest what was announced."""
    announcement = None
    if contest.stage == "announced":
        announcement = Announcement.objects.create(
            campaign=contest.campaign,
            announced_at=contest.campaign.announced_at or now,
            announced_by=personas.announcer(),
            digest="0" * 64,
        )
        Standing.objects.create(
            announcement=announcement,
            category=contest.category,
            creator=contest.entries[0].creator,
            entry=contest.entries[0],
            rank=1,
        )
    for slot, entry in enumerate(contest.entries[:2], start=1):
        Award.objects.create(
            prize=prize,
            slot=slot,
            entry=entry,
            creator=entry.creator,
            citation_en="Because." if announcement else "quagga-citation",
            announcement=announcement,
        )
    shortlist = Shortlist.objects.create(
        category=contest.category, confirmed_at=now, confirmed_by=personas.manager()
    )
    for entry in contest.entries[:2]:
        ShortlistItem.objects.create(shortlist=shortlist, entry=entry, position=entry.pk)
    TieDecision.objects.create(
        category=contest.category,
        order=[entry.pk for entry in contest.entries[:2]],
        reason="quagga-tie",
        decided_by=personas.manager(),
        decided_at=now,
    )


def turn(scene: Scene, *stages: str, besides: User | None = None, progress: bool = True) -> None:
    """Turn what is secret in some contests into something else: figures, order, and states.

    `besides`: whose own reviews stay as they are. `progress`: also who is finished, and with how
    much, which staff who judge may know. Turning twice gives back what was.
    """
    campaigns = scene.campaigns(*stages)
    mine = Q(judge__user=besides) if besides else Q(pk__in=[])
    reviews = Assignment.objects.filter(~mine, round__category__campaign__in=campaigns)
    scores = Score.objects.filter(assignment__in=reviews)
    scores.update(points=F("out_of") - F("points"))
    reviews.update(
        vote=Case(
            When(vote="yes", then=Value("no")), When(vote="no", then=Value("yes")), default="vote"
        ),
        is_favourite=Case(When(is_favourite=True, then=False), default=True),
    )
    for name, (one, other) in COMMENTS.items():
        reviews.exclude(**{name: ""}).update(
            **{name: Case(When(**{name: one}, then=Value(other)), default=Value(one))}
        )
    if progress:
        _turn_progress(reviews, campaigns, besides=besides)
    Comparison.objects.filter(~mine, round__category__campaign__in=campaigns).update(
        preferred=Case(When(preferred=F("first"), then=F("second")), default=F("first"))
    )
    _turn_drafts(campaigns)
    _turn_log(list(scores.values_list("pk", flat=True)))


def _turn_progress(reviews: Any, campaigns: list[Campaign], *, besides: User | None) -> None:
    now = timezone.now()
    reviews.update(
        finished_at=Case(When(finished_at__isnull=True, then=Value(now)), default=None),
        skipped_at=Case(When(skipped_at__isnull=True, then=Value(now)), default=None),
        revision=Case(
            When(revision__gt=100, then=F("revision") - 100), default=F("revision") + 100
        ),
    )
    for judge in Judge.objects.filter(campaign__in=campaigns).exclude(user=besides):
        for round_ in Round.objects.filter(category__campaign=judge.campaign_id):
            said = Completion.objects.filter(round=round_, judge=judge)
            if not said.delete()[0]:
                Completion.objects.create(round=round_, judge=judge, declared_at=now)


def _turn_drafts(campaigns: list[Campaign]) -> None:
    """Give each drafted place to the other."""
    for award in Award.objects.filter(
        announcement=None, prize__category__campaign__in=campaigns
    ).select_related("entry__creator"):
        others = Entry.objects.filter(campaign=award.entry.campaign_id).order_by("pk")  # type: ignore[union-attr]  # made with one
        first, second = others[0], others[1]
        other = second if award.entry_id == first.pk else first
        Award.objects.filter(pk=award.pk).update(entry=other, creator=other.creator)


def _turn_log(scores: list[int]) -> None:
    of_scores = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Score), object_id__in=scores
    )
    for entry in of_scores:
        given = MOST - int(entry.object_repr.removesuffix(f"/{MOST}"))
        LogEntry.objects.filter(pk=entry.pk).update(
            object_repr=f"{given}/{MOST}", changes={"points": ["None", str(given)]}
        )
