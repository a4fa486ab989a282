"""The fixture `platforms`: a fake server that the settings lead to, for one test."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.platforms import FakePlatforms


@pytest.fixture
def platforms(settings: Any) -> Iterator[FakePlatforms]:
    """TikTok and YouTube, empty; calls that are not answered are given up after two seconds.

    Long enough for a busy machine, where each of them would be a failure of no meaning.
    """
    fake = FakePlatforms()
    for name, value in fake.environment.items():
        setattr(settings, name, value)
    settings.PLATFORM_TIMEOUT_SECONDS = 2
    fake.server.start()
    yield fake
    fake.server.stop()
