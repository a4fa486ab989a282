"""Ways to falsify a contest's evidence. Each changes a figure, an order or a prize that follows.

A manipulation takes chance and the content of a file, changes the content and answers whether it
found anything to change.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

Content = dict[str, Any]
Manipulation = Callable[[Random, Content], bool]


def _category(content: Content) -> Content:
    found: Content = content["categories"][0]
    return found


def _reviews(content: Content) -> list[Content]:
    found: list[Content] = _category(content).get("round", {}).get("reviews", [])
    return found


def _ranked(content: Content) -> list[Content]:
    return [row for row in _category(content)["standings"] if row["rank"] is not None]


def points_changed(random: Random, content: Content) -> bool:
    most = {
        one["criterion"]: one["max_points"]
        for one in _category(content).get("round", {}).get("criteria", [])
    }
    for review in _reviews(content):
        key = random.choice(sorted(most))
        review["points"][key] = random.choice(
            [points for points in range(most[key] + 1) if points != review["points"][key]]
        )
        return True
    return False


def points_out_of_range(random: Random, content: Content) -> bool:
    for review in _reviews(content):
        review["points"][random.choice(sorted(review["points"]))] = 100
        return True
    return False


def review_left_out(random: Random, content: Content) -> bool:
    reviews = _reviews(content)
    return bool(reviews and reviews.pop(random.randrange(len(reviews))))


def review_counted_twice(random: Random, content: Content) -> bool:
    reviews = _reviews(content)
    if reviews:
        reviews.append(dict(random.choice(reviews)))
    return bool(reviews)


def review_of_nobody(random: Random, content: Content) -> bool:
    reviews = _reviews(content)
    if reviews:
        random.choice(reviews)["judge"] = "J99"
    return bool(reviews)


def another_method(random: Random, content: Content) -> bool:
    if not _reviews(content):
        return False
    round_ = _category(content)["round"]
    # A trimmed mean of few reviews is a mean: these two never mean the same.
    round_["aggregation"] = "median" if round_["aggregation"] != "median" else "mean"
    return True


def preference_turned(random: Random, content: Content) -> bool:
    for one in _category(content).get("final", {}).get("comparisons", []):
        one["preferred"] = sum(one["entries"]) - one["preferred"]
        return True
    return False


def comparison_left_out(random: Random, content: Content) -> bool:
    return bool(_category(content).get("final", {}).get("comparisons", [0]).pop())


def someone_went_on(random: Random, content: Content) -> bool:
    """Into a later round, or not, against the rule and without a person's word."""
    for round_ in _category(content).get("other_rounds", []):
        outcome = round_["outcome"]
        by_hand = {one["entry"] for one in outcome["by_hand"]}
        for entry in list(outcome["advanced"]):
            if entry not in by_hand:
                outcome["advanced"].remove(entry)
                return True
    return False


def last_reading_changed(random: Random, content: Content) -> bool:
    for video in _category(content).get("videos", []):
        if video["views"] is not None:
            video["readings"][-1]["views"] += random.choice((1, 1000))
            return True
    return False


def total_changed(random: Random, content: Content) -> bool:
    for video in _category(content).get("videos", []):
        if video["views"] is not None:
            video["views"] += 1
            return True
    return False


def post_moved(random: Random, content: Content) -> bool:
    for video in _category(content).get("videos", []):
        if video["posted_at"] and video["views"] is not None:
            video["posted_at"] = "2024-05-01T18:00:00Z"
            return True
    return False


def given_to_another_account(random: Random, content: Content) -> bool:
    for video in _category(content).get("videos", []):
        video["creator"] += 1
        return True
    return False


def lines_swapped(random: Random, content: Content) -> bool:
    rows = _category(content)["standings"]
    if len(rows) < 2:
        return False
    at = random.randrange(len(rows) - 1)
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    return True


def line_left_out(random: Random, content: Content) -> bool:
    rows = _category(content)["standings"]
    return bool(rows and rows.pop(random.randrange(len(rows))))


def rank_changed(random: Random, content: Content) -> bool:
    rows = _category(content)["standings"]
    if rows:
        row = random.choice(rows)
        row["rank"] = None if row["rank"] else 1
    return bool(rows)


def figure_changed(random: Random, content: Content) -> bool:
    for row in _ranked(content):
        name = random.choice(sorted(row["figures"]))
        value = row["figures"][name]
        row["figures"][name] = value + 1 if isinstance(value, int) else "0.123456789"
        return True
    return False


def rule_changed(random: Random, content: Content) -> bool:
    for row in _ranked(content):
        row["decided_by"] = "chair" if row["decided_by"] != "chair" else "shared"
        return True
    return False


def tie_left_out(random: Random, content: Content) -> bool:
    ties = _category(content)["ties"]
    return bool(ties and ties.pop())


def tie_decided_otherwise(random: Random, content: Content) -> bool:
    """Turn the decisions around that placed somebody."""
    category = _category(content)
    if not any(row["decided_by"] == "chair" for row in category["standings"]):
        return False
    for decision in category["tie_decisions"]:
        decision["order"].reverse()
    return True


def tie_undecided(random: Random, content: Content) -> bool:
    category = _category(content)
    category["tie_decisions"] = []
    return any(row["decided_by"] == "chair" for row in category["standings"])


def prize_given_away(random: Random, content: Content) -> bool:
    """To somebody behind all prizes; without a remark that says why."""
    category = _category(content)
    wins = [_key(one) for one in category["awards"]]
    behind = [row for row in category["standings"] if _key(row) not in wins]
    if not wins or not behind or category["remark"]:
        return False
    category["alternates"] = []
    award = random.choice(category["awards"])
    award["entry"], award["creator"] = behind[-1]["entry"], behind[-1]["creator"]
    return True


def prizes_swapped(random: Random, content: Content) -> bool:
    awards = _category(content)["awards"]
    if not awards or awards[0]["place"] == awards[-1]["place"] or _category(content)["remark"]:
        return False
    awards[0]["place"], awards[-1]["place"] = awards[-1]["place"], awards[0]["place"]
    awards[0]["winner"], awards[-1]["winner"] = awards[-1]["winner"], awards[0]["winner"]
    return True


def prize_withheld(random: Random, content: Content) -> bool:
    awards = _category(content)["awards"]
    return bool(awards and not _category(content)["remark"] and awards.pop())


def wins_twice(random: Random, content: Content) -> bool:
    awards = _category(content)["awards"]
    if len(awards) < 2:
        return False
    awards[-1]["entry"], awards[-1]["creator"] = awards[0]["entry"], awards[0]["creator"]
    return True


def more_winners_than_places(random: Random, content: Content) -> bool:
    awards = _category(content)["awards"]
    if awards:
        awards[-1]["winner"] = 50
    return bool(awards)


def winner_as_alternate(random: Random, content: Content) -> bool:
    category = _category(content)
    if not category["awards"]:
        return False
    one = category["awards"][0]
    category["alternates"] = [{"position": 1, "entry": one["entry"], "creator": one["creator"]}]
    return True


def winner_passed_over(random: Random, content: Content) -> bool:
    category = _category(content)
    category["passed_over"] += [
        {"entry": one["entry"], "creator": one["creator"]} for one in category["awards"][:1]
    ]
    return bool(category["awards"])


def disqualified_and_ranked(random: Random, content: Content) -> bool:
    rows = [row for row in _category(content)["standings"] if row["entry"]]
    if rows:
        content["disqualified"].append(
            {"entry": rows[0]["entry"], "decided_at": None, "reason": "other", "texts": {}}
        )
    return bool(rows)


def judge_left_out(random: Random, content: Content) -> bool:
    used = {one["judge"] for one in _reviews(content)}
    if content["judges"][-1] not in used:
        return False
    content["judges"].pop()
    return True


def parameter_changed(random: Random, content: Content) -> bool:
    if "round" not in _category(content):
        return False
    _category(content)["round"]["parameters"]["trimmed_mean_needs"] = 3
    return True


def field_added(random: Random, content: Content) -> bool:
    random.choice([content, content["campaign"], _category(content)])["extra"] = 1
    return True


def field_left_out(random: Random, content: Content) -> bool:
    place = random.choice([content, content["campaign"], _category(content)])
    # Those that some categories have and others have not may be missing.
    names = sorted(place.keys() - {"round", "final", "seal"})
    del place[random.choice(names)]
    return True


def _key(row: Content) -> int:
    found: int = row["entry"] or row["creator"]
    return found


MANIPULATIONS: tuple[Manipulation, ...] = (
    points_changed,
    points_out_of_range,
    review_left_out,
    review_counted_twice,
    review_of_nobody,
    another_method,
    preference_turned,
    comparison_left_out,
    someone_went_on,
    last_reading_changed,
    total_changed,
    post_moved,
    given_to_another_account,
    lines_swapped,
    line_left_out,
    rank_changed,
    figure_changed,
    rule_changed,
    tie_left_out,
    tie_decided_otherwise,
    tie_undecided,
    prize_given_away,
    prizes_swapped,
    prize_withheld,
    wins_twice,
    more_winners_than_places,
    winner_as_alternate,
    winner_passed_over,
    disqualified_and_ranked,
    judge_left_out,
    parameter_changed,
    field_added,
    field_left_out,
)
