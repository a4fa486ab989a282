"""Nothing of judging leaks early: every address, for everybody, in every stage.

What a person may not know is turned into something else, and each page is read again: to the
letter it must be the same. Beside that, words that nobody else writes are looked for. That the
walk would find a leak is shown by the pages of those who may see.
"""

import re
from datetime import datetime
from itertools import zip_longest

import pytest
from django.urls import resolve
from django.utils import timezone

from accounts.models import User
from judging.models import Round
from judging.reminding import remind_due
from outbox.models import Message
from tests import personas
from tests.judging.leak_pages import (
    LEFT_OUT,
    Read,
    Reader,
    addresses,
    asked_otherwise,
    patterns,
    unknown_parameters,
)
from tests.judging.leak_scene import (
    JUDGE_NAMES,
    SECRET,
    STILL_JUDGED,
    SUBMITTER,
    WORDS,
    Scene,
    build_scene,
    turn,
)

pytestmark = pytest.mark.django_db

TOLD_TO_NOBODY = re.compile("|".join([*WORDS, *JUDGE_NAMES]))


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let no clock tell two readings of a page apart."""
    now = timezone.now().replace(microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def elsewhere() -> User:
    return personas.make_person("judge elsewhere", role="Judge")


def root() -> User:
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser(
        "root@example.org", name="Root"
    )


def walk(scene: Scene, *, stages: tuple[str, ...] = (), otherwise: bool = False) -> list[str]:
    """All addresses of some contests."""
    contests = [scene.contests[name] for name in stages or tuple(scene.contests)]
    found = [address for one in contests for address in addresses(one)]
    if otherwise:
        found += [address for one in contests for address in asked_otherwise(one)]
    return list(dict.fromkeys(found))


def changed(reader: Reader, before: dict[str, Read]) -> dict[str, tuple[str, str]]:
    """The addresses that read otherwise now, each with the first line that does, in both."""
    found = {}
    for address, read in before.items():
        now = reader.get(address)
        if now != read:
            lines = zip_longest(read.text.splitlines(), now.text.splitlines(), fillvalue="")
            found[address] = next(((one, two) for one, two in lines if one != two), ("", ""))
    return found


def telling(
    before: dict[str, Read], words: re.Pattern[str] = TOLD_TO_NOBODY
) -> list[tuple[str, str]]:
    """The addresses on which a word stands that must not be told, and what stands around it."""
    return [
        (address, read.text[max(found.start() - 60, 0) : found.end() + 20])
        for address, read in before.items()
        # A page may say again what it was asked for.
        if "?q=" not in address and (found := words.search(read.text))
    ]


def test_every_parameter_of_an_address_is_known():
    assert unknown_parameters() == set()


def test_every_address_is_walked(still):
    contest = build_scene(readers=[personas.judge()], now=still).contests["scoring"]
    walked = {resolve(address).view_name for address in addresses(contest)}
    assert {one.name for one in patterns()} - walked == LEFT_OUT


# Which two come next in a round of pairs follows from all answers: that is its information gain.
# So a judge may be asked about another two; see decision 0023. Nothing else of it may differ.
NEXT_PAIR = re.compile(r"/judge/pairs/\d+/$")

OUTSIDERS = {
    "anonymous": lambda: None,
    "creator": personas.creator,
    "judge elsewhere": elsewhere,
    "moderator": personas.moderator,
    "stranger": personas.stranger,
}


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_nothing_leaks_to(persona, still):
    """Those who have no part in judging read the same, whatever the juries did."""
    scene = build_scene(readers=[personas.judge()], now=still)
    reader = Reader(OUTSIDERS[persona]())
    before = reader.crawl(walk(scene))
    turn(scene, *SECRET)
    assert changed(reader, before) == {}
    beside = {
        address: read for address, read in before.items() if not address.endswith("/comments/")
    }
    assert telling(beside) == []


def test_nothing_leaks_to_a_judge(still):
    """A judge reads the same, whatever the others gave, wrote and finished."""
    judge = personas.judge()
    scene = build_scene(readers=[judge], now=still)
    reader = Reader(judge)
    before = reader.crawl(walk(scene))
    turn(scene, *SECRET, besides=judge)
    found = changed(reader, before)
    assert {address for address in found if not NEXT_PAIR.match(address)} == set()
    assert telling(before) == []


def test_nothing_of_others_is_answered_to_what_a_judge_sends(still):
    """Saves and marks that are meant for another's review tell nothing of it."""
    judge = personas.judge()
    scene = build_scene(readers=[judge], now=still)
    reader = Reader(judge)
    theirs = {str(one.pk) for name in SECRET for one in scene.contests[name].others}
    places = [
        one
        for one in walk(scene, stages=SECRET)
        if (found := re.match(r"/judge/(\d+)/", one)) and found.group(1) in theirs
    ]
    assert places
    sent = [
        (
            '{"base": 0, "token": "6f1c2f0e-8a51-4f0c-9b0e-3d6a1f3f0a11", "points": {}}',
            "application/json",
        ),
        ("then=next&do=skip&vote=yes&reason=x&base=0", "application/x-www-form-urlencoded"),
    ]
    before = {(one, *what): reader.post(one, *what) for one in places for what in sent}
    assert {read.status for read in before.values()} <= {404, 405}
    turn(scene, *SECRET, besides=judge)
    after = {key: reader.post(*key) for key in before}
    assert after == before


def test_blind_rounds_do_not_tell_a_judge_whose_video_it_is(still):
    judge = personas.judge()
    scene = build_scene(readers=[judge], now=still)
    found = Reader(judge).crawl(walk(scene, stages=(*STILL_JUDGED, "late", "over")))
    # What an announcement has published is blind no more; the desk leads there.
    public = tuple(f"/judge/{one.pk}/" for one in scene.contests["announced"].own)
    desk = {
        address: read
        for address, read in found.items()
        if address.startswith("/judge/") and not address.startswith(public)
    }
    assert any(read.status == 200 for read in desk.values())
    assert telling(desk, re.compile("|".join(map(re.escape, SUBMITTER)), re.IGNORECASE)) == []


def test_rounds_that_are_not_blind_tell_it(still):
    """The control: the words would be found."""
    judge = personas.judge()
    scene = build_scene(readers=[judge], now=still)
    Round.objects.update(is_blind=False)
    found = Reader(judge).crawl(walk(scene, stages=("scoring",)))
    desk = {address: read for address, read in found.items() if address.startswith("/judge/")}
    assert telling(desk, re.compile("|".join(map(re.escape, SUBMITTER)), re.IGNORECASE))


def about_judging(scene: Scene, *stages: str) -> list[str]:
    """Where staff could read of it, and the files it could be written to. Not what these link to:
    each page of the admin is in the walk itself, and lists in every order would take minutes."""
    rooms = (
        "/admin/judging/",
        "/admin/results/",
        "/admin/auditlog/",
        "/admin/contests/",
        "/judge/",
    )
    found = walk(scene, stages=stages, otherwise=True)
    return [
        one
        for one in found
        if one.startswith((*rooms, "/en/contest-")) or one.count("/") <= len("//")
    ]


@pytest.mark.parametrize("persona", ["manager", "root"])
def test_nothing_leaks_to_staff_who_judge(persona, still):
    """While a round is still to end, whatever their rights are; root has them all."""
    person = root() if persona == "root" else personas.manager()
    scene = build_scene(readers=[person], now=still)
    reader = Reader(person)
    before = reader.crawl(about_judging(scene, "screening", "scoring", "pairs"), follow=False)
    turn(scene, *STILL_JUDGED, besides=person, progress=False)
    found = changed(reader, before)
    assert {one: lines for one, lines in found.items() if not NEXT_PAIR.match(one)} == {}


# Pages that must read otherwise to staff who do not judge, or the walk would not see a leak.
STAFF_READS = {
    "/admin/results/announcement/campaign/{campaign}/standings/",
    "/admin/results/announcement/campaign/{campaign}/winners/",
    "/admin/judging/score/",
    "/admin/judging/round/{round}/figures/",
    "/admin/judging/round/{round}/scores/?format=csv",
    "/admin/judging/round/{round}/scores/?format=xlsx",
}


def test_staff_who_do_not_judge_read_it(still):
    """The control: a walk with the same addresses finds what was turned, where it may be read."""
    scene = build_scene(readers=[personas.judge()], now=still)
    contest = scene.contests["scoring"]
    reader = Reader(personas.manager())
    before = reader.crawl(about_judging(scene, "scoring"), follow=False)
    turn(scene, *STILL_JUDGED)
    found = set(changed(reader, before))
    ids = {"campaign": contest.campaign.pk, "round": contest.rounds[-1].pk}
    assert {one.format(**ids) for one in STAFF_READS} - found == set()
    for word in ("quagga-for-staff", *JUDGE_NAMES):
        assert any(word in read.text for read in before.values())


def test_judges_read_their_own(still):
    """The control: where a judge's own reviews stand, the walk sees them turn."""
    judge = personas.judge()
    scene = build_scene(readers=[judge], now=still)
    reader = Reader(judge)
    before = reader.crawl(walk(scene, stages=STILL_JUDGED))
    turn(scene, *STILL_JUDGED)
    found = changed(reader, before)
    own = scene.contests["scoring"].own[-1].pk
    assert {"/judge/", f"/judge/{own}/", f"/judge/{own}/save/"} - set(found) == set()


def test_creators_read_comments_after_the_announcement_only(still):
    """The control: the word is found where and when it may be read, without who wrote it."""
    scene = build_scene(readers=[personas.judge()], now=still)
    found = Reader(personas.creator()).crawl(walk(scene))
    entry = scene.contests["announced"].entries[0].pk
    assert [(page, "quagga-for-creator" in around) for page, around in telling(found)] == [
        (f"/en/my/{entry}/comments/", True)
    ]


def test_mails_tell_nothing(still):
    build_scene(readers=[personas.judge()], now=still)
    assert remind_due(at=still) > 0
    texts = [f"{one.subject}\n{one.body}" for one in Message.objects.all()]
    written = [text for text in texts if TOLD_TO_NOBODY.search(text)]
    assert written == []
    assert not any(re.search("|".join(SUBMITTER), text, re.IGNORECASE) for text in texts)
