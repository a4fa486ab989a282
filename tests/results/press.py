"""Press releases in tests: begun, written, published."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from results.models import PressRelease
from results.press_publishing import publish_release
from results.press_refusal import PressRefused
from results.press_writing import begin_release, digest_of
from tests.results.contests import Contest

ONE_MIND = {code: f"The jury was of one mind. ({code})" for code in ("kk", "ru", "az", "en", "ar")}


def begin(contest: Contest, kind: str = "results") -> PressRelease:
    return begin_release(
        campaign_id=contest.campaign.pk, kind=kind, by=contest.staff, at=contest.at
    )


def publish(contest: Contest, release: PressRelease, **values: Any) -> PressRelease:
    base = {"digest": digest_of(PressRelease.objects.get(pk=release.pk)), "by": contest.staff}
    return publish_release(release_id=release.pk, **base | {"at": contest.at} | values)


def refused(act: Callable[..., object], **values: Any) -> str:
    """The code of the refusal; nothing of the release or its steps is written."""
    before = list(PressRelease.objects.order_by("pk").values())
    with pytest.raises(PressRefused) as refusal, transaction.atomic():
        act(**values)
    assert list(PressRelease.objects.order_by("pk").values()) == before
    assert str(refusal.value)
    return refusal.value.code


def steps(release: PressRelease) -> list[tuple[str, str, str]]:
    return list(release.decisions.values_list("verb", "from_state", "to_state"))
