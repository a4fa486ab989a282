"""Writing many texts of a campaign in one language."""

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from contests.models import Ambassador, Campaign, Prize, RulesVersion
from contests.phases import Phase
from desk import writing_texts
from desk.texts import digest
from desk.writing_texts import Change, TextsRefused, write_texts
from judging.models import Criterion, Score
from partners.models import Quote
from tests.builders import (
    build_assignment,
    build_campaign,
    build_category,
    build_entry,
    build_judge,
    build_partner,
    build_prize,
    build_round,
)
from tests.personas import announcer, judge, manager
from tests.races import Meeting, at_once

pytestmark = pytest.mark.django_db


def write(campaign, language="ru", by=None, **values):
    """Write texts by "model:id:field"; (text, what the page was opened with)."""
    changes = {key: Change(text, digest(was)) for key, (text, was) in values.items()}
    return write_texts(
        campaign_id=campaign.pk,
        language=language,
        changes=changes,
        by=by or manager(),
        at=timezone.now(),
    )


def test_changed_columns_alone_are_written_and_logged():
    campaign = build_campaign(phase=Phase.OPEN)
    category = build_category(campaign)
    title = f"category:{category.pk}:title"
    tagline = f"campaign:{campaign.pk}:tagline"
    before = LogEntry.objects.get_for_object(category).count()
    written = write(campaign, **{title: ("Лучшее видео\r\n", ""), tagline: ("Читай", "")})
    assert (set(written.saved), written.refused) == ({title, tagline}, {})
    category.refresh_from_db()
    campaign.refresh_from_db()
    assert (category.title_ru, category.title_en) == ("Лучшее видео", category.title_en)
    assert campaign.tagline_ru == "Читай"
    logged = LogEntry.objects.get_for_object(category)
    assert logged.count() == before + 1
    assert set(logged.first().changes_dict) == {"title_ru"}


def test_text_that_stands_as_asked_is_left_alone():
    campaign = build_campaign(tagline_ru="Читай")
    key = f"campaign:{campaign.pk}:tagline"
    assert write(campaign, **{key: ("Читай", "another")}).saved == ()
    assert write(campaign, **{key: ("Читай", "another")}).refused == {}


def test_text_changed_meanwhile_is_refused_and_the_others_are_saved():
    campaign = build_campaign(tagline_ru="Читай")
    stale, fine = f"campaign:{campaign.pk}:tagline", f"campaign:{campaign.pk}:description"
    written = write(campaign, **{stale: ("Смотри", "Пиши"), fine: ("Один\nдва", "")})
    assert written.saved == (fine,)
    assert written.refused == {stale: TextsRefused("changed_meanwhile").message}
    campaign.refresh_from_db()
    assert (campaign.tagline_ru, campaign.description_ru) == ("Читай", "Один\nдва")


def test_rules_become_a_new_version_that_keeps_the_other_languages():
    campaign = build_campaign(phase=Phase.OPEN)
    by = manager()
    write(campaign, by=by, **{f"rulesversion:{campaign.pk}:text": ("Будьте добры.", "")})
    old, new = campaign.rules.order_by("number")
    assert (new.text_ru, new.text_en, new.created_by) == ("Будьте добры.", old.text_en, by)
    assert not old.text_ru


def test_prize_renews_the_rules_that_name_it():
    campaign = build_campaign(phase=Phase.OPEN)
    prize = build_prize(build_category(campaign))
    write(campaign, **{f"prize:{prize.pk}:title": ("Книги", "")})
    assert Prize.objects.get().title_ru == "Книги"
    assert campaign.rules.order_by("-number").first().number == 2


@pytest.mark.parametrize("phase", [Phase.ANNOUNCED, Phase.CANCELLED])
def test_prizes_and_rules_are_closed_with_the_contest_but_not_its_own_texts(phase):
    campaign = build_campaign(phase=phase)
    prize = build_prize(build_category(campaign))
    own = f"campaign:{campaign.pk}:title"
    written = write(
        campaign,
        **{
            f"prize:{prize.pk}:title": ("Книги", ""),
            f"rulesversion:{campaign.pk}:text": ("Будьте добры.", ""),
            own: ("Читаем", ""),
        },
    )
    assert written.saved == (own,)
    assert len(written.refused) == 2
    assert RulesVersion.objects.count() == 1


def test_criteria_are_closed_by_the_first_score():
    campaign = build_campaign(phase=Phase.OPEN)
    round_ = build_round(build_category(campaign), criteria=1)
    criterion = Criterion.objects.get()
    key = f"criterion:{criterion.pk}:title"
    assert write(campaign, **{key: ("Замысел", "")}).saved == (key,)
    assignment = build_assignment(round_, build_entry(campaign), build_judge(campaign, judge()))
    Score.objects.create(
        assignment=assignment, criterion=criterion, points=3, out_of=5, scored_at=timezone.now()
    )
    written = write(campaign, **{key: ("Идея", "Замысел")})
    assert written.saved == ()
    assert "Scores are in" in written.refused[key]


def test_what_forms_refuse_is_refused_here():
    campaign = build_campaign(phase=Phase.OPEN, title_en="", title_ru="Читаем")
    Campaign.objects.filter(pk=campaign.pk).update(title_en="")
    build_round(build_category(campaign), criteria=1)
    criterion = Criterion.objects.get()
    title, tagline = f"campaign:{campaign.pk}:title", f"campaign:{campaign.pk}:tagline"
    labels = f"criterion:{criterion.pk}:point_labels"
    nul = f"campaign:{campaign.pk}:description"
    written = write(
        campaign,
        **{
            title: ("", "Читаем"),
            tagline: ("ы" * 201, ""),
            labels: ("9: слишком много", ""),
            nul: ("а\0б", ""),
        },
    )
    assert written.saved == ()
    assert written.refused[title] == "Write this in at least one language."
    assert "200" in written.refused[tagline]
    assert "the most points are 5" in written.refused[labels]
    assert "Null characters" in written.refused[nul]


def test_texts_of_other_campaigns_are_out_of_reach():
    campaign, other = build_campaign(), build_campaign()
    key = f"campaign:{other.pk}:tagline"
    assert write(campaign, **{key: ("Читай", "")}).refused == {key: TextsRefused("gone").message}


def test_who_may_not_change_a_text_is_told_so():
    campaign = build_campaign()
    key = f"campaign:{campaign.pk}:tagline"
    written = write(campaign, by=announcer(), **{key: ("Читай", "")})
    assert written.refused == {key: "You may read this text, but not change it."}


def test_language_that_the_campaign_has_lost_is_refused_whole():
    campaign = build_campaign(languages=["kk"])
    with pytest.raises(TextsRefused) as refused:
        write(campaign, **{f"campaign:{campaign.pk}:tagline": ("Читай", "")})
    assert refused.value.code == "language_gone"


def test_quotes_and_invited_creators_are_texts_too():
    campaign = build_campaign()
    quote = Quote.objects.create(partner=build_partner(), speaker_en="A", text_en="Read.")
    campaign.quotes.add(quote)
    creator = Ambassador.objects.create(campaign=campaign, handle="reader", note_en="Reader")
    keys = {f"quote:{quote.pk}:text": ("Читайте.", ""), f"ambassador:{creator.pk}:note": ("Ч", "")}
    assert set(write(campaign, **keys).saved) == set(keys)


def write_at_once(monkeypatch):
    """Two people open the same empty text and save different words in the same moment."""
    campaign, meeting, found = build_campaign(), Meeting(2), writing_texts.places_of
    key, by, words = f"campaign:{campaign.pk}:tagline", manager(), iter(("Один", "Два"))

    def find_and_wait(*args, **kwargs):
        places = list(found(*args, **kwargs))
        meeting.wait()
        return places

    monkeypatch.setattr(writing_texts, "places_of", find_and_wait)
    outcomes = at_once(2, lambda: write(campaign, by=by, **{key: (next(words), "")}))
    return [len(one.saved) for one in outcomes]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_on_one_text_save_one_and_refuse_the_other(monkeypatch):
    assert sorted(write_at_once(monkeypatch)) == [0, 1]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_at_once_without_the_lock_write_over_each_other(monkeypatch):
    monkeypatch.setattr(writing_texts, "lock_campaign", lambda pk: Campaign.objects.get(pk=pk))
    monkeypatch.setattr(writing_texts, "renew_rules", lambda **_kwargs: None)
    assert sorted(write_at_once(monkeypatch)) == [1, 1]
