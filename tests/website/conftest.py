"""What several tests of the public face start from."""

from collections.abc import Iterator

import pytest

from website import stamps
from website.kept_pages import KEPT


@pytest.fixture
def kept_pages(settings) -> Iterator[None]:
    """Pages of anonymous visitors are kept, as on a server."""
    settings.PAGE_CACHE_BYTES = 16 * 1024 * 1024
    KEPT.clear()
    stamps.be_quick_again()
    yield
    KEPT.limit = 0
    KEPT.clear()
    stamps.forget_connection()
