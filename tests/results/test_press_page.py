"""The pages on which staff write, publish and withdraw press releases."""

import pytest
from django.urls import reverse

from results.models import PressRelease
from results.press_writing import digest_of
from tests import personas
from tests.builders import build_judge
from tests.results.announcing import announce
from tests.results.contests import build_contest
from tests.results.press import begin, publish
from tests.results.staff import client, told

pytestmark = pytest.mark.django_db


def occasions(contest) -> str:
    return reverse("admin:results_press", args=[contest.campaign.pk])


def page(release) -> str:
    return reverse("admin:results_press_release", args=[release.campaign_id, release.pk])


def form_of(answer, **changed) -> dict[str, str]:
    """What the browser would send back, with its hidden values."""
    data = {}
    for field in answer.context["form"]:
        value = field.value()
        data[field.html_name] = value
        data[field.html_initial_name] = value
    return data | {f"text-{name}": text for name, text in changed.items()} | {"do": "save"}


def test_manager_takes_a_release_from_the_facts_to_the_public():
    contest = build_contest()
    manager = client("manager")
    answer = manager.post(occasions(contest), {"kind": "launch"})
    release = PressRelease.objects.get()
    assert answer.url == page(release)
    assert (release.kind, release.created_by) == ("launch", personas.manager())
    shown = manager.get(page(release))
    body = release.body_ar
    answer = manager.post(page(release), form_of(shown, title_kk="Жаңа байқау"))
    assert told(answer) == ["Saved."]
    release.refresh_from_db()
    assert (release.title_kk, release.body_ar) == ("Жаңа байқау", body)
    shown = manager.get(page(release))
    manager.post(page(release), {"do": "publish", "digest": shown.context["digest"]})
    release.refresh_from_db()
    assert release.published_by == personas.manager()
    assert (
        "Жаңа байқау"
        in manager.get(
            reverse("website:press", args=[contest.campaign.slug]).replace("/en/", "/kk/")
        ).content.decode()
    )


def test_two_who_write_in_two_languages_keep_both_texts():
    contest = build_contest()
    release = begin(contest, "launch")
    first, second = client("manager"), client("announcer")
    seen = [one.get(page(release)) for one in (first, second)]
    first.post(page(release), form_of(seen[0], title_kk="Бір"))
    second.post(page(release), form_of(seen[1], title_ru="Два"))
    release.refresh_from_db()
    assert (release.title_kk, release.title_ru) == ("Бір", "Два")


def test_text_that_changed_since_it_was_read_is_not_published():
    contest = build_contest()
    release = begin(contest, "launch")
    manager = client("manager")
    seen = manager.get(page(release)).context["digest"]
    manager.post(page(release), form_of(manager.get(page(release)), title_en="Other"))
    answer = manager.post(page(release), {"do": "publish", "digest": seen})
    assert "Somebody has changed" in told(answer)[-1]
    assert PressRelease.objects.get().published_at is None


@pytest.mark.parametrize("do", ["save", "anew", "publish", "withdraw", "put_away"])
def test_auditor_reads_and_decides_nothing(do):
    contest = build_contest()
    release = begin(contest, "launch")
    auditor = client("auditor")
    assert auditor.get(page(release)).status_code == 200
    sent = {"do": do, "digest": digest_of(release), "reason": "No."}
    assert auditor.post(page(release), sent).status_code == 403
    assert auditor.post(occasions(contest), {"kind": "results"}).status_code == 403
    assert list(PressRelease.objects.values_list("kind", "published_at")) == [("launch", None)]


def test_staff_who_judge_see_no_drafted_winners():
    contest = build_contest()
    contest.draft()
    contest.round.closes_at = contest.at.replace(year=contest.at.year + 1)
    contest.round.save()
    build_judge(contest.campaign, personas.manager())
    release = begin(contest)
    launch = begin(contest, "launch")
    manager = client("manager")
    assert manager.get(page(release)).status_code == 403
    assert manager.get(page(launch)).status_code == 200
    preview = reverse("website:press_preview", args=[contest.campaign.slug, release.pk])
    assert manager.get(preview).status_code == 403
    shown = manager.get(occasions(contest)).content.decode()
    assert page(release) not in shown
    assert page(launch) in shown
    assert manager.post(occasions(contest), {"kind": "results"}).status_code == 403


def test_withdrawing_by_the_page_keeps_the_reason():
    contest = build_contest()
    release = publish(contest, begin(contest, "launch"))
    manager = client("manager")
    assert told(manager.post(page(release), {"do": "withdraw", "reason": ""})) == [
        "Say why it is withdrawn. The reason is kept."
    ]
    manager.post(page(release), {"do": "withdraw", "reason": "A wrong name."})
    assert "A wrong name." in manager.get(page(release)).content.decode()
    assert PressRelease.objects.get().withdrawn_by == personas.manager()


def test_page_warns_when_the_winners_are_others():
    contest = build_contest()
    contest.draft()
    release = begin(contest)
    announcer = client("announcer")
    assert not announcer.get(page(release)).context["winners_changed"]
    PressRelease.objects.update(named="0" * 64)
    announce(contest)
    shown = announcer.get(page(release))
    assert shown.context["winners_changed"]
    sent = {"do": "publish", "digest": shown.context["digest"]}
    assert "Make it anew" in told(announcer.post(page(release), sent))[0]
    announcer.post(page(release), sent | {"compared": "yes"})
    assert PressRelease.objects.get().published_by == personas.announcer()


def test_page_tells_what_is_missing_instead_of_publishing():
    contest = build_contest()
    release = begin(contest, "launch")
    PressRelease.objects.update(title_ru="")
    shown = client("manager").get(page(release)).content.decode()
    assert "Headline or text is missing" in shown
    assert 'value="publish"' not in shown


def test_release_of_another_campaign_is_not_found():
    contest, other = build_contest(), build_contest()
    release = begin(contest, "launch")
    address = reverse("admin:results_press_release", args=[other.campaign.pk, release.pk])
    assert client("manager").get(address).status_code == 404


def test_unknown_step_and_junk_change_nothing():
    contest = build_contest()
    release = begin(contest, "launch")
    manager = client("manager")
    for sent in ({"do": "burn"}, {}, {"do": "publish", "digest": "x" * 100_000}):
        assert manager.post(page(release), sent).status_code == 302
    shown = manager.get(page(release))
    answer = manager.post(page(release), form_of(shown, title_en="x" * 100_000))
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    release.refresh_from_db()
    assert release.decisions.count() == 1
